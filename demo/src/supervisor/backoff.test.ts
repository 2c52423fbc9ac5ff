import { expect, it } from 'vitest';
import { backoffMs, crashesInARow } from './backoff.ts';

it('waits twice as long each time, up to ten seconds', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 100].map(backoffMs)).toEqual([
    250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000,
  ]);
});

it('begins again after a process was well for a while', () => {
  expect([crashesInARow(0, 10), crashesInARow(3, 10), crashesInARow(3, 30_000)]).toEqual([1, 4, 1]);
});
