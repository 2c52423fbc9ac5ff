import { expect, test } from 'vitest';
import { matchesSegment } from './segment.ts';

const attributes = { channel: 'b2b', items: 12, rush: true, price: '250' };

test.each([
  ['no test at all', {}, true],
  ['an equal value', { channel: { oneOf: ['b2b'] } }, true],
  ['one of several', { channel: { oneOf: ['b2c', 'b2b'] } }, true],
  ['another value', { channel: { oneOf: ['b2c'] } }, false],
  ['a number written as text', { items: { oneOf: ['12'] } }, true],
  ['a boolean', { rush: { oneOf: [true] } }, true],
  ['a range with both ends', { items: { min: 12, max: 12 } }, true],
  ['a range below', { items: { min: null, max: 11 } }, false],
  ['a range over a number in a text', { price: { min: 100, max: null } }, true],
  ['a range over a text', { channel: { min: 0, max: null } }, false],
  ['an attribute that the order lacks', { size: { oneOf: ['l'] } }, false],
  ['a name that every object has', { constructor: { oneOf: ['x'] } }, false],
  ['one test that fails of two', { rush: { oneOf: [true] }, items: { min: 20, max: null } }, false],
])('%s', (_, segment, matches) => {
  expect(matchesSegment(segment, attributes)).toBe(matches);
});
