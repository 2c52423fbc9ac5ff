import { expect, test } from 'vitest';
import { createPace } from './pace.ts';

test('a channel waits for its gap, and for what the vendor asked if that is longer', () => {
  const pace = createPace();
  pace.sent('oncall', 0, 1000);
  pace.silence('oncall', 30_000);
  pace.sent('digest', 500, 1000);
  pace.sent('console', 500, 0);
  expect(pace.waiting(500)).toEqual(['oncall', 'digest']);
  expect(pace.nextAt(500)).toBe(1500);
  // A later send must not shorten the silence.
  pace.sent('oncall', 500, 1000);
  expect(pace.waiting(29_999)).toEqual(['oncall']);
  expect(pace.waiting(30_000)).toEqual([]);
  expect(pace.nextAt(30_000)).toBeNull();
});
