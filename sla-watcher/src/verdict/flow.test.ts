import { describe, expect, test } from 'vitest';
import { judgeFlow } from './flow.ts';

const HOUR = 3_600_000;
const MONDAY = Date.parse('2026-11-16T00:00:00Z');
const WEEK = 7 * 24 * HOUR;

/** Six orders an hour from 9 to 18 on every day of the four weeks before MONDAY, none at night. */
const usual = new Map<number, number>();
for (let at = MONDAY - 4 * WEEK; at < MONDAY; at += HOUR) {
  const hour = (at / HOUR) % 24;
  if (hour >= 9 && hour < 18) usual.set(at / HOUR, 6);
}

describe('The flow of new orders', () => {
  test('has not stopped when there are none at night', () => {
    const lastAt = MONDAY - 6 * HOUR;
    expect(judgeFlow({ hours: usual, lastAt }, 4, MONDAY + 8 * HOUR)).toEqual({ reason: 'usual' });
  });

  test('has stopped when there are none at noon', () => {
    const lastAt = MONDAY + 9 * HOUR;
    expect(judgeFlow({ hours: usual, lastAt }, 4, MONDAY + 12 * HOUR)).toEqual({
      reason: 'stopped',
      since: lastAt,
      expected: 18,
    });
  });

  test('is left alone for a pause that chance explains', () => {
    const lastAt = MONDAY + 11 * HOUR;
    expect(judgeFlow({ hours: usual, lastAt }, 4, MONDAY + 12 * HOUR)).toEqual({ reason: 'usual' });
  });

  test('cannot be told without history', () => {
    expect(judgeFlow({ hours: new Map(), lastAt: MONDAY }, 4, MONDAY + HOUR)).toEqual({
      reason: 'cannot-tell',
    });
    expect(judgeFlow({ hours: new Map(), lastAt: null }, 4, MONDAY)).toEqual({ reason: 'cannot-tell' });
  });
});
