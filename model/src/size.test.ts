import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseSize, renderSize } from './size.ts';

test.each([
  ['64MB', 67_108_864],
  ['1GB', 1_073_741_824],
  ['1 GB', 1_073_741_824],
  [' 16384kB ', 16_777_216],
  ['2TB', 2_199_023_255_552],
])('%s is %i bytes', (text, bytes) => {
  expect(parseSize(text)).toEqual({ ok: true, value: bytes });
});

test.each([
  ['', 'is no size'],
  ['1', 'is no size'],
  ['-1GB', 'is no size'],
  ['1.5GB', 'is no size'],
  ['1GiB', 'is no size'],
  ['1gb', 'is no size'],
  ['15MB', 'less than one segment'],
  ['0GB', 'less than one segment'],
  ['999999TB', 'more than any log'],
])('"%s" is refused, and the problem says what to write', (text, message) => {
  const result = parseSize(text);
  expect(result).toMatchObject({ ok: false, code: 'bad-size', message: expect.stringContaining(message) });
  expect(result.ok === false && result.fix).toMatch(/write /);
});

test('what is rendered is read back as the same size', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2 ** 14, max: 2 ** 40 }), (kilobytes) => {
      const bytes = kilobytes * 1024;
      expect(parseSize(renderSize(bytes))).toEqual({ ok: true, value: bytes });
    }),
  );
});

test('a size is rendered in the largest unit that it is a whole number of', () => {
  expect(renderSize(2 ** 30)).toBe('1GB');
  expect(renderSize(3 * 2 ** 29)).toBe('1536MB');
  expect(renderSize(2 ** 26 + 1)).toBe('65537kB');
});
