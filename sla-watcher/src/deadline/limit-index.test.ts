import type { Limit, Model } from '@orderwatch/model';
import { expect, test } from 'vitest';
import { indexLimits, limitFor } from './limit-index.ts';

const attributes = { channel: 'b2b', items: 12, rush: true, price: '250' };

test('for one place the first limit that matches holds', () => {
  const limit = (rule: string, when: Limit['when']) =>
    ({ rule, when, place: { kind: 'stage', stage: 'A' } }) as Limit;
  const limits = [
    limit('small', { items: { min: null, max: 5 } }),
    limit('b2b', { channel: { oneOf: ['b2b'] } }),
    limit('all', {}),
  ];
  const index = indexLimits({ limits } as unknown as Model);
  expect(limitFor(index, 'stage A', attributes)?.rule).toBe('b2b');
  expect(limitFor(index, 'stage A', {})?.rule).toBe('all');
  expect(limitFor(index, 'stage B', attributes)).toBe(null);
});
