import fc from 'fast-check';
import { expect, it } from 'vitest';
import { EventQueue } from './event-queue.ts';

it('gives out the earliest first, and of equals the first that came', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20)), fc.nat(20), (times, before) => {
      const queue = new EventQueue<readonly [number, number]>();
      times.forEach((at, turn) => {
        queue.put(at, [at, turn]);
      });
      const sorted = times.map((at, turn) => [at, turn] as const).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
      expect([...queue.takeBefore(before)]).toEqual(sorted.filter(([at]) => at < before));
      expect([...queue.takeBefore(Infinity)]).toEqual(sorted.filter(([at]) => at >= before));
    }),
  );
});
