import { describe, expect, it } from 'vitest';
import { HOSTILE_STRINGS } from '../../testing/hostile-strings.ts';
import { orderPath, ordersPath } from './paths.ts';

const BASE = 'http://watcher.test';

describe('the path of an order', () => {
  it('stays below /orders and holds the id, whatever it is', () => {
    for (const id of HOSTILE_STRINGS) {
      const url = new URL(orderPath(id), BASE);
      expect(url.origin).toBe(BASE);
      expect(decodeURIComponent(url.pathname.replace('/orders/', ''))).toBe(id.toWellFormed());
    }
  });

  it.each(['.', '..'])('goes by the search when the id is %s, which no path can hold', (id) => {
    const url = new URL(orderPath(id), BASE);
    expect([url.pathname, url.searchParams.get('q')]).toEqual(['/orders', id]);
  });
});

describe('the path of a list', () => {
  it('names the state and the place to go on from', () => {
    expect(ordersPath(null)).toBe('/orders');
    expect(ordersPath('at-risk', 'a&b')).toBe('/orders?state=at-risk&after=a%26b');
  });
});
