import { expect, test } from 'vitest';
import { hasOffset, parseTimeFormat } from './time-format.ts';

function tokensOf(format: string) {
  const result = parseTimeFormat(format);
  if (!result.ok) throw new Error(result.message);
  return result.value;
}

test('a pattern is fields with their widths, and text between them', () => {
  expect(tokensOf('M/d/yyyy H:mm').slice(0, 3)).toEqual([
    { kind: 'field', field: 'month', width: 1 },
    { kind: 'text', text: '/' },
    { kind: 'field', field: 'day', width: 1 },
  ]);
});

test('letters in quotes stand for themselves', () => {
  expect(tokensOf("yyyy-MM-dd'T'HH:mm")).toContainEqual({ kind: 'text', text: 'T' });
  expect(tokensOf("yyyy-MM-dd''HH")).toContainEqual({ kind: 'text', text: "'" });
});

test('a pattern knows whether its times say their offset', () => {
  expect(hasOffset(tokensOf('yyyy-MM-dd HH:mm:ssXXX'))).toBe(true);
  expect(hasOffset(tokensOf('dd.MM.yyyy HH:mm'))).toBe(false);
});

test.each([
  'DD/MM/YYYY',
  'H:mm',
  'd.M.yyyy h:mm',
  'd.M.yyyy H:mm a',
  "yyyy-MM-dd'T",
  'yy-MM-dd',
  'MMM d yyyy',
  '',
])('%j is refused', (format) => expect(parseTimeFormat(format).ok).toBe(false));
