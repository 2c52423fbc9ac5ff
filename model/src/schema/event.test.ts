import { expect, test } from 'vitest';
import { eventSchema } from './event.ts';

const EVENT = { order: '42', status: 'SUBMITTED', at: '2026-11-21T10:00:00+03:00' };

test('an event needs an order, a status and a time', () => {
  expect(eventSchema.parse(EVENT)).toEqual(EVENT);
});

test('an event may say much more', () => {
  const full = {
    ...EVENT,
    type: 'status',
    system: 'shop',
    line: '1',
    witness: 'events',
    aliases: { mes: 'M-0042' },
    attributes: { channel: 'b2b', items: 3, rush: false },
    id: 'e-1',
  };
  expect(eventSchema.parse(full)).toEqual(full);
});

test.each([
  ['no order', { order: undefined }],
  ['an empty order', { order: '' }],
  ['an order of 201 characters', { order: 'x'.repeat(201) }],
  ['a line break in the order', { order: 'a\nb' }],
  ['a NUL in an attribute', { attributes: { a: '\0' } }],
  ['a time without an offset', { at: '2026-11-21T10:00:00' }],
  ['a day that does not exist', { at: '2026-02-30T10:00:00Z' }],
  ['a number for the time', { at: 1_700_000_000 }],
  ['an unknown key', { colour: 'red' }],
  ['another type', { type: 'complaint' }],
  ['33 attributes', { attributes: Object.fromEntries(Array.from({ length: 33 }, (_, i) => [`a${i}`, i])) }],
  ['an attribute of 513 characters', { attributes: { a: 'x'.repeat(513) } }],
  ['an attribute that is a map', { attributes: { a: {} } }],
  ['17 aliases', { aliases: Object.fromEntries(Array.from({ length: 17 }, (_, i) => [`s${i}`, '1'])) }],
])('an event with %s is refused', (_, change) => {
  expect(eventSchema.safeParse({ ...EVENT, ...change }).success).toBe(false);
});
