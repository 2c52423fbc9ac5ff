import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from './random.ts';

describe('the random numbers', () => {
  it('are the same for the same seed', () => {
    const draw = (seed: number) => Array.from({ length: 5 }, createRandom(seed).next);
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
  });

  it('of a fork do not depend on what else was drawn', () => {
    const random = createRandom(7);
    const before = random.fork(1, 2).next();
    random.next();
    expect(random.fork(1, 2).next()).toBe(before);
    expect(random.fork(2, 1).next()).not.toBe(before);
  });

  it('stay within their bounds', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: -50, max: 50 }), fc.nat(50), (seed, from, more) => {
        const random = createRandom(seed);
        const drawn = random.integer(from, from + more);
        expect(drawn).toBeGreaterThanOrEqual(from);
        expect(drawn).toBeLessThanOrEqual(from + more);
        expect(Number.isInteger(drawn)).toBe(true);
      }),
    );
  });

  it('are spread evenly, over one generator and over forks', () => {
    const random = createRandom(1);
    const tenths = (next: (i: number) => number) => {
      const counts = new Array<number>(10).fill(0);
      for (let i = 0; i < 50_000; i++) counts[Math.floor(next(i) * 10)]!++;
      return counts;
    };
    for (const counts of [tenths(() => random.next()), tenths((i) => random.fork(i).next())]) {
      for (const count of counts) expect(Math.abs(count - 5_000)).toBeLessThan(350);
    }
  });

  it('that are skewed have their mean a third of the way up', () => {
    const random = createRandom(1);
    const mean = Array.from({ length: 50_000 }, () => random.skewed(30, 60)).reduce((a, b) => a + b) / 50_000;
    expect(mean).toBeCloseTo(40, 0);
  });
});
