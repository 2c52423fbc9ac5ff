import { expect, test } from 'vitest';
import { parseDays, parseHours, parseTimeOfDay, parseWeeklyWindow } from './hours.ts';

test.each([
  ['09:00-18:00', [[540, 1080]]],
  [
    '09:00-13:00 14:00-18:00',
    [
      [540, 780],
      [840, 1080],
    ],
  ],
  [
    '14:00-18:00, 09:00-13:00',
    [
      [540, 780],
      [840, 1080],
    ],
  ],
  ['00:00-24:00', [[0, 1440]]],
  [
    '9:00-12:00 12:00-13:30',
    [
      [540, 720],
      [720, 810],
    ],
  ],
])('the hours %s', (text, ranges) => {
  expect(parseHours(text)).toEqual({ ok: true, value: ranges.map(([from, to]) => ({ from, to })) });
});

test.each([
  ['09:00-13:00 12:00-18:00', 'overlapping-hours'],
  ['22:00-06:00', 'bad-hours'],
  ['09:00-09:00', 'bad-hours'],
  ['09:00-24:30', 'bad-hours'],
  ['09:60-10:00', 'bad-hours'],
  ['9-18', 'bad-hours'],
  ['', 'bad-hours'],
])('the hours %j are refused: %s', (text, code) => {
  expect(parseHours(text)).toMatchObject({ ok: false, code });
});

test.each([
  ['mon', [0]],
  ['mon-fri', [0, 1, 2, 3, 4]],
  ['mon,wed', [0, 2]],
  ['Mon-Tue, sun', [0, 1, 6]],
  ['sat-mon', [5, 6, 0]],
])('the days %s', (text, days) => {
  expect(parseDays(text)).toEqual({ ok: true, value: days });
});

test.each(['', 'monday', 'mon-', 'mon-tue-wed', '1-5'])('%j names no days', (text) => {
  expect(parseDays(text).ok).toBe(false);
});

test('a weekly window may reach into the next day', () => {
  expect(parseWeeklyWindow('sun 03:00-04:00')).toEqual({ ok: true, value: { day: 6, from: 180, to: 240 } });
  expect(parseWeeklyWindow('sat 23:00-01:00')).toEqual({ ok: true, value: { day: 5, from: 1380, to: 1500 } });
});

test.each(['sun', '03:00-04:00', 'sun 03:00-03:00', 'sun-mon 03:00-04:00', 'sun 3-4'])(
  '%s is no window',
  (text) => {
    expect(parseWeeklyWindow(text).ok).toBe(false);
  },
);

test('a time of day is between 00:00 and 24:00', () => {
  expect(parseTimeOfDay('09:05')).toEqual({ ok: true, value: 545 });
  expect(parseTimeOfDay('24:01').ok).toBe(false);
});
