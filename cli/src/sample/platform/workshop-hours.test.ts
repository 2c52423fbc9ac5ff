import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR } from './moscow-time.ts';
import { addWorking, nextWorking, workingBetween } from './workshop-hours.ts';

const at = (local: string): number => Date.parse(`${local}:00+03:00`);

describe('the hours of the workshop', () => {
  it.each([
    ['an open hour is worked at once', '2026-11-20T10:00', '2026-11-20T10:00'],
    ['at night work waits for the morning', '2026-11-20T03:00', '2026-11-20T09:00'],
    ['at lunch for the afternoon', '2026-11-20T13:00', '2026-11-20T14:00'],
    ['after hours on Friday for Monday', '2026-11-20T18:00', '2026-11-23T09:00'],
    ['on a holiday for the day after', '2026-11-04T10:00', '2026-11-05T09:00'],
  ])('%s', (_, now, next) => {
    expect(nextWorking(at(now))).toBe(at(next));
  });

  it('make three days of 24 hours', () => {
    expect(addWorking(at('2026-11-16T09:00'), 24 * HOUR - 1)).toBe(at('2026-11-18T18:00') - 1);
  });

  it('measure what was added', () => {
    const start = fc.integer({ min: at('2026-10-01T00:00'), max: at('2027-12-01T00:00') });
    fc.assert(
      fc.property(start, fc.nat(200 * HOUR), (from, ms) => {
        expect(workingBetween(from, addWorking(from, ms))).toBe(ms);
      }),
    );
  });
});
