import { expect, test } from 'vitest';
import { eventSchema } from './event.ts';
import { INHERITED_NAMES } from './text.ts';

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

// As JSON has it: an object literal would set its prototype instead.
const withKey = (field: string, key: string, value: unknown) =>
  JSON.parse(`{"${field}":{"${key}":${JSON.stringify(value)},"channel":"b2b"}}`);

test.each(INHERITED_NAMES)('an attribute called %s is refused, and not passed over', (name) => {
  for (const value of ['x', { polluted: true }]) {
    const result = eventSchema.safeParse({ ...EVENT, ...withKey('attributes', name, value) });
    expect(result.error?.issues[0]?.path).toEqual(['attributes', name]);
  }
  expect({}).not.toHaveProperty('polluted');
});

test('the names that are refused are those that every object has', () => {
  expect([...INHERITED_NAMES].sort()).toEqual(Object.getOwnPropertyNames(Object.prototype).sort());
});

test('an alias of a system called __proto__ is refused, and so is a field of that name', () => {
  const alias = eventSchema.safeParse({ ...EVENT, ...withKey('aliases', '__proto__', '7') });
  expect(alias.error?.issues[0]?.path).toEqual(['aliases', '__proto__']);
  const field = JSON.parse(JSON.stringify(EVENT).replace('{', '{"__proto__":{"line":"1"},'));
  expect(eventSchema.safeParse(field).success).toBe(false);
});

test('an order may have any id, also one that every object has as a name', () => {
  for (const order of INHERITED_NAMES) expect(eventSchema.parse({ ...EVENT, order }).order).toBe(order);
});
