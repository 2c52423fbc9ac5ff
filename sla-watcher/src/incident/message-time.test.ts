import { expect, test } from 'vitest';
import { MESSAGE_TEXTS } from './message-languages.ts';
import { renderInstant, renderLength } from './message-time.ts';

const { time: english } = MESSAGE_TEXTS.en;
const { time: russian } = MESSAGE_TEXTS.ru;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

test.each([
  [-5, '0 s', '0 с'],
  [59_999, '59 s', '59 с'],
  [12 * MINUTE + 30_000, '12 min', '12 мин'],
  [2 * HOUR + 5 * MINUTE, '2 h 5 min', '2 ч 5 мин'],
  [2 * HOUR, '2 h', '2 ч'],
  [76 * HOUR, '3 d 4 h', '3 д 4 ч'],
  [100 * 24 * HOUR, '100 d', '100 д'],
])('%i ms is %s', (ms, inEnglish, inRussian) => {
  expect([renderLength(ms, english), renderLength(ms, russian)]).toEqual([inEnglish, inRussian]);
});

test.each([
  ['2026-11-20T00:30:00Z', '03:30'],
  ['2026-11-19T20:59:00Z', '19 Nov 23:59'],
  ['2026-11-19T21:00:00Z', '00:00'],
  ['2025-12-31T20:59:00Z', '31 Dec 2025 23:59'],
])('%s is told in the zone of the model as %s', (at, text) => {
  const now = Date.parse('2026-11-20T08:00:00Z');
  expect(renderInstant(Date.parse(at), now, 'Europe/Moscow', english)).toBe(text);
});
