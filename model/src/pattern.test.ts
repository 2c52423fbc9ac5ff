import { expect, test } from 'vitest';
import { parsePattern } from './pattern.ts';

test('a pattern matches the whole text or nothing', () => {
  const result = parsePattern('a|b');
  if (!result.ok) throw new Error(result.message);
  expect(['a', 'b', 'ab', 'xa'].map((text) => result.value.test(text))).toEqual([true, true, false, false]);
});

test.each([
  '^M-0*([1-9][0-9]*)$',
  '([A-Z]{2,3})-([0-9]+)-([A-Z]+)',
  '(?:TEST|DEMO|QA)-.*',
  '[(+*]+\\(\\d+\\)',
  '(\\p{L}{3}){2}',
  'A.*|B.*|C.*|D.*|E.*|F.*',
  '(?<number>[0-9]+)-?(x|y)?',
])('%s may be used', (text) => {
  expect(parsePattern(text).ok).toBe(true);
});

test.each([
  '(a+)+',
  '(a*)*b',
  '((a|b)c)*',
  '(a|a)+',
  '(?:x{2,})*',
  '([0-9]+-?)+',
  '(.)\\1+',
  '.*.*.*.*.*x',
  'a?'.repeat(30),
  '(a|b)'.repeat(9),
  '((a?){3}){3}',
])('%s may run for ever, and is refused', (text) =>
  expect(parsePattern(text)).toMatchObject({ ok: false, code: 'slow-pattern' }),
);

test.each(['(', '[a', 'a)|(b', '*', '\\', 'x'.repeat(201)])('%s is no pattern', (text) => {
  expect(parsePattern(text)).toMatchObject({ ok: false, code: 'bad-pattern' });
});
