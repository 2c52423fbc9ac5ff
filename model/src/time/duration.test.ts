import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseDuration, renderDuration, writtenInDays } from './duration.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

test.each([
  ['30s', 30_000],
  ['500ms', 500],
  ['30m', 30 * MINUTE],
  ['60m', HOUR],
  ['24h', DAY],
  ['1h30m', 90 * MINUTE],
  ['7d', 7 * DAY],
  ['3w', 21 * DAY],
  ['1d12h', 36 * HOUR],
  ['0s', 0],
  ['PT30M', 30 * MINUTE],
  ['PT1H30M15S', 90 * MINUTE + 15_000],
  ['P3W', 21 * DAY],
  ['P1DT12H', 36 * HOUR],
  [' 5m ', 5 * MINUTE],
])('%s is %d ms', (text, ms) => {
  expect(parseDuration(text)).toEqual({ ok: true, value: ms });
});

test.each([
  '',
  'P',
  'PT',
  '30',
  'm',
  '30 m',
  '1.5h',
  '-5m',
  '30M',
  '30m1h',
  '1y',
  '2 hours',
  'PT30',
  '99999d',
])('%j is refused with a hint', (text) => {
  expect(parseDuration(text)).toMatchObject({
    ok: false,
    code: 'bad-duration',
    fix: expect.stringContaining('write'),
  });
});

test.each(['P1Y', 'P1M', 'P1Y6M', 'P2Y3D'])(
  '%s is refused, because months and years differ in length',
  (text) => {
    expect(parseDuration(text)).toMatchObject({
      ok: false,
      message: expect.stringContaining('years or months'),
    });
  },
);

test('what is rendered reads back as the same duration', () => {
  fc.assert(
    fc.property(fc.nat(3660 * DAY), (ms) => {
      expect(parseDuration(renderDuration(ms))).toEqual({ ok: true, value: ms });
    }),
  );
});

test.each([
  [90 * MINUTE, '1h30m'],
  [21 * DAY, '3w'],
  [10 * DAY, '10d'],
  [0, '0s'],
  [1500, '1s500ms'],
])('%d ms are written %s', (ms, text) => {
  expect(renderDuration(ms)).toBe(text);
});

test.each([
  ['5d working', true],
  ['1w', true],
  ['P3D', true],
  ['P1DT2H', true],
  ['40h working', false],
  ['PT30M', false],
  ['2h old-days', false],
])('%s is written in days: %s', (text, inDays) => {
  expect(writtenInDays(text)).toBe(inDays);
});
