import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { dailyAt, localDateOf, localMidnightAfter, weeklyWindow } from './local-time.ts';

const HOUR = 3_600_000;
const iso = (instant: number): string => new Date(instant).toISOString().replace(':00.000Z', 'Z');

describe('the end of a local date', () => {
  it.each([
    ['is the next midnight', '2026-11-21', 'Europe/Moscow', '2026-11-21T21:00Z'],
    ['comes an hour early on a spring-forward', '2026-03-29', 'Europe/Berlin', '2026-03-29T22:00Z'],
    [
      'is the instant of a spring-forward at midnight',
      '2018-11-03',
      'America/Sao_Paulo',
      '2018-11-04T03:00Z',
    ],
    [
      'is the second midnight of a fall-back at midnight',
      '2018-02-17',
      'America/Sao_Paulo',
      '2018-02-18T03:00Z',
    ],
    ['is the jump over a date that never was', '2011-12-29', 'Pacific/Apia', '2011-12-30T10:00Z'],
    ['of a date that never was is that jump too', '2011-12-30', 'Pacific/Apia', '2011-12-30T10:00Z'],
    ['is known of the date that means never', '9999-12-31', 'Europe/Moscow', '9999-12-31T21:00Z'],
  ])('%s', (_, date, zone, end) => {
    expect(iso(localMidnightAfter(date, zone))).toBe(end);
  });

  it.each(['2026-02-30', '2026-13-01', '21.11.2026', '', '2026-11-21T00:00'])('refuses %j', (date) => {
    expect(() => localMidnightAfter(date, 'UTC')).toThrow(/is not a date: expected YYYY-MM-DD/);
  });

  it('is another date at the very instant of a jump', () => {
    const jump = Date.parse('2011-12-30T10:00Z');
    expect(localDateOf(jump - 1, 'Pacific/Apia')).toBe('2011-12-29');
    expect(localDateOf(jump, 'Pacific/Apia')).toBe('2011-12-31');
  });

  it('parts that date from the next one in every zone', () => {
    const instant = fc.integer({ min: Date.UTC(2005), max: Date.UTC(2032) });
    const zone = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
    fc.assert(
      fc.property(zone, instant, (zone, at) => {
        const date = localDateOf(at, zone);
        const shown = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
        expect(date).toBe(shown.toPlainDate().toString());
        const end = localMidnightAfter(date, zone);
        expect(end).toBeGreaterThan(at);
        expect(localDateOf(end - 1, zone)).toBe(date);
        expect(localDateOf(end, zone) > date).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe('the next daily time', () => {
  it.each([
    ['is today when it lies ahead', 'Europe/Moscow', 540, '2026-11-21T05:59Z', '2026-11-21T06:00Z'],
    ['is tomorrow when it is now', 'Europe/Moscow', 540, '2026-11-21T06:00Z', '2026-11-22T06:00Z'],
    ['is the first instant after a gap', 'Europe/Berlin', 150, '2026-03-29T00:00Z', '2026-03-29T01:00Z'],
    ['is the first of a repeated hour', 'Europe/Berlin', 150, '2026-10-25T00:00Z', '2026-10-25T00:30Z'],
    ['comes after a repeated hour only once', 'Europe/Berlin', 180, '2026-10-25T00:00Z', '2026-10-25T02:00Z'],
    [
      'does not come twice in a repeated hour',
      'Europe/Berlin',
      150,
      '2026-10-25T00:30Z',
      '2026-10-26T01:30Z',
    ],
    [
      'at a midnight that is skipped is one o’clock',
      'America/Sao_Paulo',
      0,
      '2017-10-14T12:00Z',
      '2017-10-15T03:00Z',
    ],
    ['passes over a date that never was', 'Pacific/Apia', 540, '2011-12-29T20:00Z', '2011-12-30T19:00Z'],
  ])('%s', (_, zone, minute, after, next) => {
    expect(iso(dailyAt(zone, minute, Date.parse(after)))).toBe(next);
  });
});

describe('the weekly window', () => {
  const night = (now: string) => weeklyWindow(Date.parse(now), 'Europe/Moscow', 6, 180, 240);

  it('contains its first instant and not its last', () => {
    const window = { from: Date.parse('2026-11-22T00:00Z'), to: Date.parse('2026-11-22T01:00Z') };
    expect(night('2026-11-21T23:59Z')).toBeNull();
    expect(night('2026-11-22T00:00Z')).toEqual(window);
    expect(night('2026-11-22T00:59Z')).toEqual(window);
    expect(night('2026-11-22T01:00Z')).toBeNull();
  });

  it('reaches into the next days', () => {
    const window = weeklyWindow(Date.parse('2026-11-23T12:00Z'), 'UTC', 5, 22 * 60, 62 * 60);
    expect(window).toEqual({ from: Date.parse('2026-11-21T22:00Z'), to: Date.parse('2026-11-23T14:00Z') });
  });

  it('holds a repeated hour from its first showing to its last', () => {
    const window = weeklyWindow(Date.parse('2026-10-25T01:00Z'), 'Europe/Berlin', 6, 120, 180);
    expect(window).toEqual({ from: Date.parse('2026-10-25T00:00Z'), to: Date.parse('2026-10-25T02:00Z') });
  });

  it('stays open where the clocks go back over the midnight at which it opened', () => {
    const window = weeklyWindow(Date.parse('2010-11-07T02:45Z'), 'America/St_Johns', 6, 0, 60);
    expect(window).toEqual({ from: Date.parse('2010-11-07T02:30Z'), to: Date.parse('2010-11-07T04:30Z') });
  });

  it('is never open when a spring-forward skips it', () => {
    const noon = Date.parse('2026-03-29T00:00Z');
    for (let at = noon; at < noon + 24 * HOUR; at += HOUR / 4) {
      expect(weeklyWindow(at, 'Europe/Berlin', 6, 120, 180)).toBeNull();
    }
  });
});
