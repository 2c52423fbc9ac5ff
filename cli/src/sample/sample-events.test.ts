import { createHash } from 'node:crypto';
import { eventSchema } from '@orderwatch/model';
import { describe, expect, it } from 'vitest';
import { ndjsonLines } from './files/ndjson.ts';
import { DAY, HOUR } from './platform/moscow-time.ts';
import { sampleEvents, sampleTraffic } from './sample-events.ts';
import type { SampleOptions } from './sample-orders.ts';

const OPTIONS: SampleOptions = {
  seed: 1,
  from: Date.parse('2026-10-05T00:00:00+03:00'),
  to: Date.parse('2026-11-16T00:00:00+03:00'),
  ordersPerDay: 150,
};
const SIX_WEEKS = sampleTraffic(OPTIONS);

describe('sample events', () => {
  it('are the same for the same seed, on every machine and in every version', () => {
    const week = { ...OPTIONS, to: OPTIONS.from + 7 * DAY };
    const text = [...ndjsonLines(sampleEvents(week))].join('\n');
    const hash = createHash('sha256').update(text).digest('hex');
    expect(hash).toBe('fb4efced1ced1e843b1d60a4af98bf0d06f78fe6bb08201b58601e3ea25fe8b8');
  });

  it('differ for another seed', () => {
    const [first] = sampleEvents({ ...OPTIONS, seed: 2 });
    expect(first).not.toEqual(SIX_WEEKS.events[0]);
  });

  it('begin the same when the period is longer', () => {
    const shorter = sampleTraffic({ ...OPTIONS, to: OPTIONS.from + 3 * DAY }).events;
    expect(SIX_WEEKS.events.slice(0, shorter.length)).toEqual(shorter);
  });

  it('come in time order, within the period', () => {
    const times = SIX_WEEKS.events.map(({ at }) => Date.parse(at));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times[0]).toBeGreaterThanOrEqual(OPTIONS.from);
    expect(times.at(-1)).toBeLessThan(OPTIONS.to);
  });

  it('are what POST /api/events takes', () => {
    for (const event of SIX_WEEKS.events.slice(0, 2_000))
      expect(eventSchema.safeParse(event).success).toBe(true);
  });

  it('write ids as each system does', () => {
    for (const { order, system } of SIX_WEEKS.events) {
      expect(order).toMatch(system === 'mes' ? /^(M-\d{6,}|TEST-\d+)$/ : /^(\d+|TEST-\d+)$/);
    }
  });
});

describe('sample orders', () => {
  const started = SIX_WEEKS.events.filter(
    ({ status, system }) => status === 'INITIATED' && system === 'shop',
  );

  it('are as many as asked for, with the partners’', () => {
    const partners = SIX_WEEKS.events.filter(
      (event) => event.system === 'mes' && event.attributes?.channel === 'b2b',
    );
    expect((started.length + partners.length) / 42).toBeCloseTo(150, -1);
    expect(partners.length / started.length).toBeCloseTo(0.15 / 0.85, 1);
  });

  it('are few at night', () => {
    const atNight = started.filter(({ at }) => Number(at.slice(11, 13)) < 6);
    expect(atNight.length / started.length).toBeLessThan(0.06);
    expect(atNight.length).toBeGreaterThan(0);
  });

  it('are worked on in the hours of the workshop', () => {
    const manual = SIX_WEEKS.events.filter(
      ({ status, system }) => status === 'PACKAGING' && system === 'mes',
    );
    for (const { at } of manual) {
      expect(at.slice(11, 19) >= '09:00:00' && at.slice(11, 19) <= '18:00:00').toBe(true);
      expect([0, 6]).not.toContain(new Date(at.slice(0, 10)).getUTCDay());
    }
  });
});

describe('the truth about the sample', () => {
  const { faults } = SIX_WEEKS;
  const ofOrders = faults.filter(({ fault }) => fault !== 'outage');

  it('is that about four orders in a hundred have a fault', () => {
    const orders = new Set(SIX_WEEKS.events.map(({ order }) => order.replace(/^M-0*/, ''))).size;
    expect(ofOrders.length / orders).toBeGreaterThan(0.03);
    expect(ofOrders.length / orders).toBeLessThan(0.05);
  });

  it('has every kind of fault', () => {
    expect(new Set(faults.map(({ fault }) => fault)).size).toBe(11);
    expect(new Set(faults.filter(({ fault }) => fault === 'lost').map(({ place }) => place)).size).toBe(7);
  });

  it('has an outage of two hours every week, in which one hop carries nothing', () => {
    const weeks = Map.groupBy(
      faults.filter(({ fault }) => fault === 'outage'),
      ({ at }) => Math.floor((at - OPTIONS.from) / (7 * DAY)),
    );
    expect(weeks.size).toBe(6);
    for (const burst of weeks.values()) {
      expect(new Set(burst.map(({ place }) => place)).size).toBe(1);
      const [first, last] = [
        burst.map(({ at }) => at).sort()[0]!,
        burst
          .map(({ at }) => at)
          .sort()
          .at(-1)!,
      ];
      expect(last - first).toBeLessThan(2 * HOUR);
      for (const { at, until } of burst) expect(until! - at).toBeGreaterThan(5 * 60_000);
    }
  });

  it('says nothing when all shares are zero', () => {
    const none = Object.fromEntries(
      [
        'lost',
        'long-price',
        'slow-workshop',
        'forgotten',
        'parcel-left-behind',
        'duplicate',
        'gone-backwards',
      ]
        .concat(['cancelled', 'test-order', 'reused-id'])
        .map((kind) => [kind, 0]),
    );
    expect(sampleTraffic({ ...OPTIONS, faults: none, outagesPerWeek: 0 }).faults).toEqual([]);
  });
});
