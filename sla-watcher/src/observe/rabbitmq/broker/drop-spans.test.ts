import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DROP_REASONS } from '../../../domain/queue-history.ts';
import { type CounterReading, type DropCounts, NO_DROPS, withCounters } from './drop-spans.ts';

const LIMITS = { pauseMs: 100, most: 4 };
const reading = (from: number, counts: DropCounts, source = 'a'): CounterReading => ({
  from,
  to: from + 10,
  source,
  counts,
});
const after = (readings: readonly CounterReading[], limits = LIMITS) =>
  readings.reduce((series, each) => withCounters(series, each, limits), NO_DROPS);
const told = (readings: readonly CounterReading[]) =>
  after(readings).spans.map(({ from, to, dropped }) => ({ from, to, dropped }));

describe('counters of dropped messages', () => {
  it('say nothing when they are first read', () => {
    expect(told([reading(0, { expired: 7 })])).toEqual([]);
  });

  it('that rose tell of all the time in which that may have happened', () => {
    expect(told([reading(0, { expired: 7 }), reading(50, { expired: 9 })])).toEqual([
      { from: 0, to: 60, dropped: { expired: 2 } },
    ]);
  });

  it('that stayed tell of the time in which certainly nothing happened, in one span', () => {
    const same = [0, 50, 100, 150].map((at) => reading(at, { expired: 7 }));
    expect(told(same)).toEqual([{ from: 10, to: 150, dropped: { expired: 0 } }]);
  });

  it('that are older than they are far apart tell of it all the same, once they stayed for long enough', () => {
    const old = [0, 50, 100, 150].map((at) => ({ ...reading(at, { expired: 7 }), to: at + 120 }));
    expect(told(old.slice(0, 3))).toEqual([]);
    expect(told(old)).toEqual([{ from: 120, to: 150, dropped: { expired: 0 } }]);
  });

  it('that rose in between leave no hole between what is proven', () => {
    const all = [0, 50, 100, 150, 200].map((at, i) => reading(at, { expired: i < 2 ? 7 : 8 }));
    expect(told(all)).toEqual([
      { from: 10, to: 50, dropped: { expired: 0 } },
      { from: 50, to: 110, dropped: { expired: 1 } },
      { from: 110, to: 200, dropped: { expired: 0 } },
    ]);
  });

  const breaks: readonly (readonly [string, CounterReading])[] = [
    ['fell: counting began anew', reading(50, { expired: 6 })],
    ['are those of another node', reading(50, { expired: 7 }, 'b')],
    ['were not read for long', reading(101, { expired: 7 })],
    ['are not known any more', reading(50, {})],
    ['are of other reasons', reading(50, { expired: 7, maxlen: 1 })],
  ];
  it.each(breaks)('that %s prove nothing', (_, second) => {
    expect(told([reading(0, { expired: 7 }), second])).toEqual([]);
  });

  it('that were not read for long are not joined over the pause, however many spans there are', () => {
    const twice = (at: number, base: number) => [
      reading(at, { expired: base }),
      reading(at + 50, { expired: base + 1 }),
    ];
    const spans = told([0, 1000, 2000, 3000, 4000, 5000].flatMap((at) => twice(at, at)));
    expect(spans.map(({ from }) => from)).toEqual([2000, 3000, 4000, 5000]);
  });

  const readings = fc
    .array(fc.record({ step: fc.integer({ min: 11, max: 150 }), by: fc.array(fc.nat(2), { maxLength: 5 }) }))
    .map((steps) => {
      let at = 0;
      const counts = [0, 0, 0, 0, 0];
      return steps.map(({ step, by }) => {
        at += step;
        for (const [i, n] of by.entries()) counts[i]! += n;
        const known = DROP_REASONS.slice(0, Math.max(1, by.length)).map((r, i) => [r, counts[i]!]);
        return reading(at, Object.fromEntries(known));
      });
    });

  it('give a bounded number of spans, in order, and none that counts more than there was', () => {
    fc.assert(
      fc.property(readings, (all) => {
        const { spans } = after(all);
        expect(spans.length).toBeLessThanOrEqual(LIMITS.most);
        const begins = spans.map(({ from }) => from);
        expect(begins).toEqual(begins.toSorted((a, b) => a - b));
        for (const reason of DROP_REASONS) {
          const sum = spans.reduce((total, { dropped }) => total + (dropped[reason] ?? 0), 0);
          const most = Math.max(0, ...all.map(({ counts }) => counts[reason] ?? 0));
          expect(sum).toBeLessThanOrEqual(most);
        }
        for (const { from, to } of spans) expect(to).toBeGreaterThan(from);
      }),
    );
  });
});
