import { expect, test } from 'vitest';
import { parseSpan, parseWarn } from './span.ts';

test('a limit is a duration on the clock, or in the hours of a calendar', () => {
  expect(parseSpan('30m')).toEqual({ ok: true, value: { ms: 1_800_000, calendar: null, text: '30m' } });
  expect(parseSpan('24h  working')).toMatchObject({
    ok: true,
    value: { ms: 86_400_000, calendar: 'working' },
  });
});

test.each(['', '0s', '2 hours', '30m of working', 'working 24h'])('%j is no limit', (text) => {
  expect(parseSpan(text).ok).toBe(false);
});

test('a warning is a length of time or a share', () => {
  expect(parseWarn('15m')).toEqual({ ok: true, value: { kind: 'length', ms: 900_000, text: '15m' } });
  expect(parseWarn('75 %')).toEqual({ ok: true, value: { kind: 'share', share: 0.75 } });
  expect(parseWarn('75%')).toEqual({ ok: true, value: { kind: 'share', share: 0.75 } });
});

test.each(['0 %', '100 %', '150%', '-5 %', '0s', '1h working'])('%s is no warning', (text) => {
  expect(parseWarn(text).ok).toBe(false);
});
