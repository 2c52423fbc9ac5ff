import { expect, test } from 'vitest';
import { parseDate, parseDateRange, parseInstant } from './dates.ts';

test.each(['2026-02-30', '2026-13-01', '26-01-01', '2026-1-1', '01.02.2026', ''])('%j is no date', (text) => {
  expect(parseDate(text).ok).toBe(false);
});

test('a range holds both its ends', () => {
  expect(parseDateRange('2026-12-30..2027-01-01')).toEqual({
    ok: true,
    value: ['2026-12-30', '2026-12-31', '2027-01-01'],
  });
  expect(parseDateRange('2028-02-29')).toEqual({ ok: true, value: ['2028-02-29'] });
});

test.each([
  '2027-01-01..2026-12-31',
  '2026-01-01..2028-01-01',
  '2026-01-01..',
  'a..b',
  '2026-01-01..2026-01-02..2026-01-03',
])('%s is no range', (text) => expect(parseDateRange(text).ok).toBe(false));

test.each([
  ['2026-11-21T03:00:00+03:00', '2026-11-21T00:00:00.000Z'],
  ['2026-11-21T00:00:00Z', '2026-11-21T00:00:00.000Z'],
  ['2026-11-21t00:00:00.123456z', '2026-11-21T00:00:00.123Z'],
])('%s is an instant', (text, iso) => {
  expect(parseInstant(text)).toEqual({ ok: true, value: Date.parse(iso) });
});

test.each([
  '2026-11-21T03:00:00',
  '2026-11-21 03:00:00Z',
  '2026-02-30T00:00:00Z',
  '2026-11-21T25:00:00Z',
  '2026-11-21',
  'now',
])('%s is no instant with an offset', (text) => expect(parseInstant(text).ok).toBe(false));
