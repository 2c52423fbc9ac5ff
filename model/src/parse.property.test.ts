import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseModel } from './parse.ts';

const GOOD = readFileSync(new URL('./check/fixtures/good/everything.yaml', import.meta.url), 'utf8');
const WORDS = GOOD.split(/([\s,:{}[\]]+)/);

/** Never throws; every problem has a place in the text and says what to do. */
function expectSound(text: string): void {
  const result = parseModel(text, { file: 'm.yaml', now: 0 });
  if (!result.ok) expect(result.problems.some((problem) => problem.severity === 'error')).toBe(true);
  const lines = text.split('\n').length;
  for (const { line, col, message, fix } of result.problems) {
    expect(line).toBeGreaterThanOrEqual(1);
    expect(line).toBeLessThanOrEqual(lines);
    expect(col).toBeGreaterThanOrEqual(1);
    expect(message).not.toBe('');
    expect(fix).not.toBe('');
    expect(`${message} ${fix}`).not.toMatch(/undefined|\[object/);
  }
}

test('any text is parsed or refused, never thrown at', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), expectSound));
});

test('any data is parsed or refused, never thrown at', () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => expectSound(JSON.stringify(value))));
});

test('a model with characters cut out or put in is parsed or refused', () => {
  const slip = fc.tuple(
    fc.nat(GOOD.length),
    fc.nat(20),
    fc.constantFrom('', ' ', ':', '-', '{', ']', '"', '\n', '&a ', '*a', '0'),
  );
  fc.assert(
    fc.property(slip, ([at, length, put]) => expectSound(GOOD.slice(0, at) + put + GOOD.slice(at + length))),
    { numRuns: 200 },
  );
});

test('a model with words in each other’s place is parsed or refused', () => {
  const swap = fc.tuple(
    fc.nat(WORDS.length - 1),
    fc.constantFrom(...WORDS, 'null', '[]', '{}', '~', '1e9', '__proto__'),
  );
  fc.assert(
    fc.property(fc.array(swap, { minLength: 1, maxLength: 3 }), (swaps) => {
      const words = [...WORDS];
      for (const [at, word] of swaps) words[at] = word;
      expectSound(words.join(''));
    }),
    { numRuns: 300 },
  );
});
