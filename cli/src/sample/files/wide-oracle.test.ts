import { describe, expect, it } from 'vitest';
import type { FaultKind } from '../order/faults.ts';
import { DEFAULT_SHARES } from '../order/faults.ts';
import { DAY } from '../platform/moscow-time.ts';
import { type SampleOptions, sampleOrders } from '../sample-orders.ts';
import { wideLines } from './wide-csv.ts';
import { countWide } from './wide-oracle.ts';

const FROM = Date.parse('2026-09-07T00:00:00+03:00');
const NOW = Date.parse('2026-12-21T00:00:00+03:00');
const NO_FAULTS = Object.fromEntries(Object.keys(DEFAULT_SHARES).map((kind) => [kind, 0]));
const OPTIONS: SampleOptions = {
  seed: 3,
  from: FROM,
  to: NOW - 60 * DAY,
  ordersPerDay: 60,
  outagesPerWeek: 0,
  faults: NO_FAULTS,
};

function counted(faults: Partial<Record<FaultKind, number>>, cancelledTimes = true) {
  const orders = [...sampleOrders({ ...OPTIONS, faults: { ...NO_FAULTS, ...faults } })];
  const counts = countWide(wideLines(orders, { asOf: NOW, cancelledTimes }), NOW);
  return { counts, faults: orders.flatMap((order) => order.faults) };
}

describe('the oracle of wide files', () => {
  it('finds nothing late where nothing is wrong', () => {
    for (const [rule, count] of counted({}).counts) {
      expect([rule, count]).toEqual([rule, { finishedLate: 0, openOverdue: 0, unjudgeable: 0 }]);
    }
  });

  it.each([
    ['slow-workshop', /^stage:MANUFACTURING_STARTED/],
    ['long-price', /^stage:SUBMITTED/],
    ['forgotten', /^stage:PACKAGING/],
    ['parcel-left-behind', /^stage:PACKAGING/],
  ] as const)('finds each order with %s, and whether it is over', (kind, rule) => {
    const { counts, faults } = counted({ [kind]: 0.05 });
    const found = [...counts].filter(([name]) => rule.test(name)).map(([, count]) => count);
    const over = faults.filter(({ until }) => until !== null).length;
    const sum = (key: 'finishedLate' | 'openOverdue') => found.reduce((n, count) => n + count[key], 0);
    expect(faults.length).toBeGreaterThan(40);
    expect([sum('finishedLate'), sum('openOverdue')]).toEqual([over, faults.length - over]);
  });

  it('leaves test orders out', () => {
    const { counts, faults } = counted({ 'test-order': 0.1 });
    expect(faults.length).toBeGreaterThan(40);
    for (const { openOverdue } of counts.values()) expect(openOverdue).toBe(0);
  });

  it('cannot judge what was cancelled at an unknown time', () => {
    const { counts, faults } = counted({ cancelled: 0.1 }, false);
    const promised = faults.filter(({ place }) => !['SUBMITTED', 'PRICE_CALCULATED'].includes(place));
    expect(counts.get('promise:promised_on')?.unjudgeable).toBe(promised.length);
    expect(counts.get('stage:PACKAGING')?.unjudgeable).toBe(
      faults.filter((f) => f.place === 'PACKAGING').length,
    );
  });

  it('judges what was cancelled at a known time', () => {
    for (const count of counted({ cancelled: 0.1 }).counts.values()) expect(count.unjudgeable).toBe(0);
  });
});
