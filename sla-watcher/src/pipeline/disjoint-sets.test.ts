import { describe, expect, it } from 'vitest';
import { createDisjointSets } from './disjoint-sets.ts';

describe('Disjoint sets', () => {
  it('know what belongs together, whichever pair came first', () => {
    const { find, union } = createDisjointSets();
    union('c', 'd');
    union('a', 'b');
    expect(find('a')).not.toBe(find('c'));
    union('d', 'b');
    union('b', 'd');
    expect(new Set(['a', 'b', 'c', 'd'].map(find)).size).toBe(1);
    expect(find('e')).toBe('e');
  });

  it.each([
    ['forwards', (i: number) => [i, i + 1]],
    ['backwards', (i: number) => [i + 1, i]],
    ['from its end', (i: number) => [500_000 - i, 499_999 - i]],
  ])('take a chain of half a million %s in their stride', (_, pair) => {
    const { find, union } = createDisjointSets();
    for (let i = 0; i < 500_000; i += 1) union(String(pair(i)[0]), String(pair(i)[1]));
    expect(find('0')).toBe(find('500000'));
  });
});
