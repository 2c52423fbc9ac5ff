import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { readIsoTime } from './read-time.ts';
import { explainTime, withinBounds } from './time-bounds.ts';
import { compileTimePattern } from './time-pattern.ts';
import { wallClock } from './wall-clock.ts';
import { UTC, ZoneRules } from './zone-rules.ts';

const berlin = new ZoneRules('Europe/Berlin');

describe('an ISO 8601 time', () => {
  it.each([
    ['2026-11-21T10:00:00Z', '2026-11-21T10:00:00Z'],
    ['2026-11-21t10:00:00z', '2026-11-21T10:00:00Z'],
    ['2026-11-21T10:00:00.123456789+03:00', '2026-11-21T07:00:00.123Z'],
    ['2026-11-21T10:00:00,5-05:30', '2026-11-21T15:30:00.500Z'],
    ['2026-11-21 10:00:00.12+00', '2026-11-21T10:00:00.120Z'],
    ['2026-11-21 10:00+0330', '2026-11-21T06:30:00Z'],
    ['1900-01-01 00:00:00+02:30:17', '1899-12-31T21:29:43Z'],
    ['2016-12-31T23:59:60Z', '2017-01-01T00:00:00Z'],
    ['2026-11-21T10:00', '2026-11-21T09:00:00Z'],
    ['2026-07-01', '2026-06-30T22:00:00Z'],
  ])('reads %s', (text, instant) => {
    expect(readIsoTime(text, berlin)).toBe(Date.parse(instant));
  });

  it.each([
    '',
    '1763632800',
    '2026-11-21T',
    '2026-11-21T10',
    '2026-1-1',
    '2026-02-29',
    '2026-13-01',
    '2026-00-01',
    '2026-04-31',
    '2026-11-21T24:00:00Z',
    '2026-11-21T10:60Z',
    '2026-11-21T10:00:61Z',
    '2026-11-21T10:00:00.Z',
    '2026-11-21T10:00:00+16:00',
    '2026-11-21T10:00:00 UTC',
    '2026-11-21T10:00:00Z ',
    '2026-11-21T10:00:00+3',
    '20261121T100000Z',
    '+002026-11-21T10:00Z',
    'infinity',
    '0044-03-15 BC',
    '2026-11-21T10:00:00[Europe/Berlin]',
    '21.11.2026',
    '٢٠٢٦-11-21',
  ])('refuses %j', (text) => {
    expect(readIsoTime(text, berlin)).toBe('bad-time');
  });

  it('without an offset is refused where no zone is known', () => {
    expect(readIsoTime('2026-11-21T10:00', null)).toBe('time-without-zone');
    expect(readIsoTime('2026-11-31T10:00', null)).toBe('bad-time');
  });

  it('is read as Date reads it, whatever the instant', () => {
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(1000, 0), max: Date.UTC(9999, 11) }), (instant) => {
        expect(readIsoTime(new Date(instant).toISOString(), null)).toBe(instant);
      }),
    );
  });

  it('never throws, whatever the text', () => {
    fc.assert(fc.property(fc.string(), (text) => void readIsoTime(text, berlin)));
  });
});

describe('a wall clock', () => {
  it('knows the days that Date knows, and no others', () => {
    const part = (max: number) => fc.integer({ min: 0, max });
    fc.assert(
      fc.property(
        fc.integer({ min: 1000, max: 9999 }),
        part(13),
        part(32),
        part(24),
        (year, month, day, hour) => {
          const date = new Date(Date.UTC(year, month - 1, day, hour));
          const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24;
          expect(wallClock(year, month, day, hour, 0, 0, 0)).toBe(exists ? date.getTime() : Number.NaN);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('a zone', () => {
  it('moves a time that the clocks skip on by the gap, and takes the first of two', () => {
    expect(readIsoTime('2026-03-29T02:30', berlin)).toBe(Date.parse('2026-03-29T01:30:00Z'));
    expect(readIsoTime('2026-10-25T02:30', berlin)).toBe(Date.parse('2026-10-25T00:30:00Z'));
    expect(readIsoTime('2026-10-25T03:00', berlin)).toBe(Date.parse('2026-10-25T02:00:00Z'));
  });

  it.each([
    'Europe/Berlin',
    'America/Sao_Paulo',
    'Asia/Kathmandu',
    'Pacific/Apia',
    'Africa/Casablanca',
    'Australia/Lord_Howe',
  ])('agrees with Temporal in %s at any time, however the days are remembered', (zone) => {
    const rules = new ZoneRules(zone);
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2037, 0) }), (wall) => {
        const reading = Temporal.Instant.fromEpochMilliseconds(wall)
          .toZonedDateTimeISO('UTC')
          .toPlainDateTime();
        expect(rules.instantOf(wall)).toBe(reading.toZonedDateTime(zone).epochMilliseconds);
      }),
    );
  });

  it('knows the local date of an instant', () => {
    expect(berlin.dateOf(Date.parse('2026-11-20T23:30:00Z'))).toBe('2026-11-21');
    expect(UTC.dateOf(Date.parse('1969-12-31T23:59:59Z'))).toBe('1969-12-31');
  });
});

describe('a time pattern', () => {
  it.each([
    ['M/d/yyyy H:mm', '10/2/2017 9:05', '2017-10-02T09:05:00Z'],
    ['M/d/yyyy H:mm', '1/12/2017 10:56', '2017-01-12T10:56:00Z'],
    ['dd.MM.yyyy HH:mm:ss', '31.12.2017 23:59:59', '2017-12-31T23:59:59Z'],
    ["yyyy-MM-dd'T'HH:mm:ss.SSSXXX", '2017-10-02T09:05:00.250+03:00', '2017-10-02T06:05:00.250Z'],
    ['yyyyMMddHHmmss', '20171002090500', '2017-10-02T09:05:00Z'],
    ['d/M/yyyy h:mm a', '2/10/2017 12:05 AM', '2017-10-02T00:05:00Z'],
    ['d/M/yyyy h:mm a', '2/10/2017 12:05 pm', '2017-10-02T12:05:00Z'],
    ['yyyy-MM-dd HH:mmZ', '2017-10-02 09:05+0330', '2017-10-02T05:35:00Z'],
    ['yyyy/MM/dd', '2017/10/02', '2017-10-02T00:00:00Z'],
    ["yyyy-MM-dd H'h'mm", '2017-10-02 9h05', '2017-10-02T09:05:00Z'],
  ])('%s reads %s', (pattern, text, instant) => {
    expect(compileTimePattern(pattern)(text, UTC)).toBe(Date.parse(instant));
  });

  it.each([
    ['M/d/yyyy H:mm', '2017-10-02T09:05'],
    ['M/d/yyyy H:mm', '13/2/2017 9:05'],
    ['M/d/yyyy H:mm', '10/2/2017 9:05:00'],
    ['M/d/yyyy H:mm', '10/2/2017 9:5'],
    ['M/d/yyyy H:mm', '10/2/17 9:05'],
    ['M/d/yyyy H:mm', '10/2/2017'],
    ['dd.MM.yyyy', '1.12.2017'],
    ['d/M/yyyy h:mm a', '2/10/2017 13:05 PM'],
    ["yyyy-MM-dd'T'HH:mm:ss.SSSX", '2017-10-02T09:05:00.25Z'],
    ['yyyy-MM-dd HH:mmX', '2017-10-02 09:05+99'],
  ])('%s refuses %s', (pattern, text) => {
    expect(compileTimePattern(pattern)(text, UTC)).toBe('bad-time');
  });

  it('without an offset asks for a zone', () => {
    expect(compileTimePattern('M/d/yyyy H:mm')('10/2/2017 9:05', null)).toBe('time-without-zone');
  });
});

describe('the bounds of a time', () => {
  const now = Date.UTC(2026, 10, 21);
  it.each([
    [Date.UTC(1990, 0, 1), Date.UTC(1990, 0, 1)],
    [Date.UTC(1990, 0, 1) - 1, 'time-too-old'],
    [now + 86_400_000, now + 86_400_000],
    [now + 86_400_001, 'time-in-future'],
    ['bad-time', 'bad-time'],
  ] as const)('make %s to %s', (instant, expected) => {
    expect(withinBounds(instant, now)).toBe(expected);
  });

  it('are told without the time itself', () => {
    expect(explainTime('column "at"', 'time-too-old')).toBe('column "at" is before 1990');
  });
});
