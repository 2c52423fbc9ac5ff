import { describe, expect, test } from 'vitest';
import { endOfPromise } from './promise.ts';

describe('A promise', () => {
  test.each([
    ['a date ends with its day', '2026-11-21', '2026-11-21T20:59:59.999Z'],
    ['a date that means never is far off', '9999-12-31', '9999-12-31T20:59:59.999Z'],
    ['an instant is one', '2026-11-21T10:00:00+03:00', '2026-11-21T07:00:00.000Z'],
  ])('%s', (_, promised, end) => {
    expect(endOfPromise(promised, 'Europe/Moscow')).toBe(Date.parse(end));
  });

  test.each([
    '2026-02-30',
    '2026-13-01',
    '2026-02-30T10:00:00Z',
    '0000-01-01',
    '-100000-01-01T00:00:00Z',
    '2026-11-21 10:00',
    '2026-11-21T10:00:00',
    'week 12',
    'N/A 3',
    '12',
    '',
    20261121,
    true,
    undefined,
  ])('that reads %j says no time', (promised) => {
    expect(endOfPromise(promised, 'Europe/Moscow')).toBeNull();
  });
});
