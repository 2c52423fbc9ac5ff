import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hear } from './hear.ts';
import { beatAt, heard, NAME as name, news, SECOND, upTo } from './testing/told.ts';

describe('a process that numbers its spans', () => {
  it('is seen up to its newest heartbeat of which no span is missing', () => {
    const source = heard(news(upTo(3)), news([], [3, 10 * SECOND]), news([5]), news([], [5, 20 * SECOND]));
    expect(source).toMatchObject({ complete: 3, completeAt: 10 * SECOND, arrived: [[5, 5]] });
    expect(hear(source, news([4]), 60 * SECOND)).toMatchObject({
      complete: 5,
      completeAt: 20 * SECOND,
      beats: [],
    });
  });

  it('is known the same in whatever order and however often its spans come', () => {
    const spans = fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { maxLength: 40 });
    fc.assert(
      fc.property(spans, spans, fc.integer({ min: 0, max: 40 }), (a, b, count) => {
        const beat = news([], [count, 10 * SECOND]);
        const one = heard(beat, news(a), news(b));
        const other = heard(news(b), news([...a, ...b]), beat, news(a));
        expect(other).toEqual(one);
      }),
    );
  });

  it('never counts as complete what has not arrived', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 60 })), (numbers) => {
        const { complete } = heard(news(numbers));
        expect(upTo(complete).every((n) => numbers.includes(n))).toBe(true);
        expect(numbers).not.toContain(complete + 1);
      }),
    );
  });

  it('holds a bounded memory, whatever is missing', () => {
    const odd = Array.from({ length: 10_000 }, (_, i) => 2 * i + 1);
    const beats = Array.from({ length: 1_000 }, (_, i) => [10 * i + 5, i * SECOND] as const);
    const source = heard(news(odd), news([], ...beats));
    expect(JSON.stringify(source).length).toBeLessThan(20_000);
  });

  it('has not told yet what its open spans will', () => {
    const open = { ...name, numbers: [], beats: [{ ...beatAt(0, 30 * SECOND), seenTo: 5 * SECOND }] };
    expect(heard(open).completeAt).toBe(5 * SECOND);
  });

  it('of which most is lost has gaps for it, and is never taken for whole', () => {
    const odd = Array.from({ length: 1_000 }, (_, i) => 2 * i + 1);
    const source = heard(news([1], [1, 10 * SECOND]), news(odd), news([], [2_000, 50 * SECOND]));
    expect(source.lost).toBeGreaterThan(500);
    expect(source).toMatchObject({ completeAt: 10 * SECOND, gaps: [{ from: 10 * SECOND, to: 60 * SECOND }] });
  });

  it('may be heard of in any number of pieces', () => {
    const even = Array.from({ length: 20_000 }, (_, i) => 2 * i + 2);
    expect(heard(news(even), news(even)).arrived.length).toBeLessThan(300);
  });

  it('began when it says, and nothing before is missing', () => {
    expect(heard({ ...news([]), begunAt: 50 * SECOND }).completeAt).toBe(50 * SECOND);
    expect(heard({ ...news([]), begunAt: 70 * SECOND }).completeAt).toBeNull();
    const open = { ...beatAt(4, 30 * SECOND), seenTo: 8 * SECOND };
    expect(heard({ ...name, numbers: [], begunAt: 20 * SECOND, beats: [open] }).completeAt).toBe(8 * SECOND);
  });
});

describe('a process whose sampler leaves out spans of orders', () => {
  const beat = (at: number, unsampled: number) => ({
    ...name,
    numbers: [],
    beats: [{ ...beatAt(0, at * SECOND), unsampled }],
  });

  it('has gaps where it left out some, and none where it did not', () => {
    const source = heard(beat(10, 0), beat(20, 3), beat(30, 3), beat(40, 5), beat(50, 5));
    expect(source).toMatchObject({
      ...{ completeAt: 50 * SECOND, unsampled: { count: 5, heardAt: 60 * SECOND } },
      gaps: [
        { from: 10 * SECOND, to: 20 * SECOND },
        { from: 30 * SECOND, to: 40 * SECOND },
      ],
    });
  });

  it('is known to, in whatever order its heartbeats come', () => {
    const beats = [beat(10, 0), beat(20, 3), beat(30, 3), beat(40, 5)];
    fc.assert(
      fc.property(fc.shuffledSubarray(beats, { minLength: 4 }), (shuffled) => {
        const { gaps } = heard(...shuffled);
        for (const unseen of [15 * SECOND, 35 * SECOND])
          expect(gaps.some(({ from, to }) => from <= unseen && unseen <= to)).toBe(true);
      }),
    );
  });
});
