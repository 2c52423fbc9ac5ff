import { describe, expect, test } from 'vitest';
import { HOSTILE_STRINGS } from '../testing/slack/hostile-strings.ts';
import { cut, oneLine } from './plain-text.ts';

describe('data becomes one safe line', () => {
  test.each([
    ['plain text as it is', 'ORDER-42 заказ', 'ORDER-42 заказ'],
    ['markup as it is: adapters escape', '<!channel> & co', '<!channel> & co'],
    ['colours of a terminal', '\u001b[31mred\u001b[0m', 'red'],
    ['line breaks and tabs', 'a\r\n\tb\u2028c', 'a b c'],
    ['bidirectional overrides', '\u202egnp.exe', 'gnp.exe'],
    ['torn surrogates', 'a\ud800b', 'a\ufffdb'],
    ['the joiners within emoji', '👩‍👩‍👧', '👩‍👩‍👧'],
    ['nothing to show', '\u0000\u200b', '\ufffd'],
    ['nothing at all', '', ''],
  ])('%s', (_name, text, line) => {
    expect(oneLine(text)).toBe(line);
  });
});

describe('cutting', () => {
  test.each([
    ['abc', 3, 'abc'],
    ['abcd', 3, 'ab…'],
    ['ab👩‍👩‍👧', 8, 'ab…'],
    ['e\u0301e\u0301e\u0301', 5, 'e\u0301e\u0301…'],
    // One character longer than the room is cut between code points.
    [`👩${'\u200d👩'.repeat(9)}`, 5, '👩\u200d…'],
  ])('%j to %i units is %j', (text, max, expected) => {
    expect(cut(text, max)).toBe(expected);
  });
  test('never exceeds the limit nor tears a character, whatever the text', () => {
    for (const text of HOSTILE_STRINGS.map(oneLine)) {
      for (const max of [2, 3, 10, 75, 150]) {
        const short = cut(text, max);
        expect(short.length).toBeLessThanOrEqual(max);
        expect(short.isWellFormed()).toBe(true);
      }
    }
  });
});
