import { expect, test } from 'vitest';
import { nearestName, suggestName } from './nearest.ts';

const NAMES = ['SUBMITTED', 'SHIPPED', 'PACKAGING', 'to-mes'];

test.each([
  ['SUBMITED', 'SUBMITTED'],
  ['submitted', 'SUBMITTED'],
  ['SHIPEPD', 'SHIPPED'],
  ['PACK', 'PACKAGING'],
  ['to_mes', 'to-mes'],
  ['CANCELLED', null],
  ['', null],
])('%s most likely means %s', (written, meant) => {
  expect(nearestName(written, NAMES)).toBe(meant);
});

test('where nothing is near, what is known is listed', () => {
  expect(suggestName('CANCELLED', NAMES)).toBe('known: SUBMITTED, SHIPPED, PACKAGING, to-mes');
  expect(suggestName('CANCELLED', [])).toBe('none is declared: declare it first');
});
