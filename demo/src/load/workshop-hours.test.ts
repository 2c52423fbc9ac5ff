import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addOpenMs, dateOf, hourOfDay, isOpen } from './workshop-hours.ts';

const at = (text: string) => Date.parse(text);
const HOUR_MS = 3_600_000;

describe('the workshop', () => {
  it.each([
    ['2026-09-07T09:00:00+03:00', true],
    ['2026-09-07T17:59:59+03:00', true],
    ['2026-09-07T18:00:00+03:00', false],
    ['2026-09-07T08:59:59+03:00', false],
    ['2026-09-05T12:00:00+03:00', false],
    ['2026-09-11T12:00:00+03:00', true],
  ])('at %s is open: %s', (text, open) => {
    expect(isOpen(at(text))).toBe(open);
  });

  it.each([
    ['2026-09-07T09:00:00+03:00', 1, '2026-09-07T10:00:00+03:00'],
    ['2026-09-07T17:00:00+03:00', 2, '2026-09-08T10:00:00+03:00'],
    ['2026-09-11T17:00:00+03:00', 2, '2026-09-14T10:00:00+03:00'],
    ['2026-09-12T03:00:00+03:00', 9, '2026-09-14T18:00:00+03:00'],
  ])('has from %s on worked %i hours at %s', (from, hours, until) => {
    expect(addOpenMs(at(from), hours * HOUR_MS)).toBe(at(until));
  });

  it('never works back in time, and longer for more', () => {
    const some = fc.integer({ min: 0, max: 200 * HOUR_MS });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 41 }), some, some, (from, one, other) => {
        const [less, more] = one < other ? [one, other] : [other, one];
        expect(addOpenMs(from, less)).toBeGreaterThanOrEqual(from);
        expect(addOpenMs(from, more)).toBeGreaterThanOrEqual(addOpenMs(from, less));
      }),
    );
  });
});

it('has days and hours of its own', () => {
  expect([dateOf(at('2026-09-07T22:00:00Z')), hourOfDay(at('2026-09-07T22:30:00Z'))]).toEqual([
    '2026-09-08',
    1,
  ]);
});
