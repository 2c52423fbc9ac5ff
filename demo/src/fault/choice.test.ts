import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isChosen } from './choice.ts';

const orders = Array.from({ length: 4_000 }, (_, at) => String(at + 1));

it('takes about the share that was asked for', () => {
  const chosen = orders.filter((order) => isChosen(7, order, 0.1)).length;
  expect(chosen).toBeGreaterThan(330);
  expect(chosen).toBeLessThan(470);
});

it('takes none of a share of 0 and all of a share of 1', () => {
  expect(orders.some((order) => isChosen(7, order, 0))).toBe(false);
  expect(orders.every((order) => isChosen(7, order, 1))).toBe(true);
});

it('takes with a larger share all that a smaller one took', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.integer(), fc.string(), share, share, (seed, order, one, other) => {
      if (isChosen(seed, order, Math.min(one, other))) {
        expect(isChosen(seed, order, Math.max(one, other))).toBe(true);
      }
    }),
  );
});

it('takes others by another seed', () => {
  const by = (seed: number) => orders.filter((order) => isChosen(seed, order, 0.1)).join();
  expect(by(7)).toBe(by(7));
  expect(by(7)).not.toBe(by(8));
});
