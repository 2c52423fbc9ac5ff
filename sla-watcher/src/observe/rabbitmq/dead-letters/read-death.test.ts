import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDeath } from './read-death.ts';

const ENTRY = {
  count: 1,
  reason: 'rejected',
  queue: 'mes.orders',
  time: { '!': 'timestamp', value: 1_795_293_129 },
  exchange: 'orders',
  'routing-keys': ['order.submitted', 'copy'],
};

describe('an x-death header', () => {
  it('tells of the last death', () => {
    expect(readDeath([ENTRY, { ...ENTRY, queue: 'before' }])).toEqual({
      reason: 'rejected',
      queue: 'mes.orders',
      exchange: 'orders',
      routingKey: 'order.submitted',
      count: 1,
      firstAt: 1_795_293_129_000,
    });
  });

  it.each([
    ['no time', { time: undefined }, { firstAt: null }],
    ['a time that is none', { time: { '!': 'timestamp', value: 'x' } }, { firstAt: null }],
    ['no routing key', { 'routing-keys': undefined }, { routingKey: null }],
    ['no count', { count: undefined }, { count: 1 }],
    ['a count below one', { count: -3 }, { count: 1 }],
  ])('with %s is read all the same', (_, changed, told) => {
    expect(readDeath([{ ...ENTRY, ...changed }])).toMatchObject(told);
  });

  it.each([
    ['nothing', undefined],
    ['a text', 'rejected'],
    ['an empty list', []],
    ['a list of texts', ['rejected']],
    ['no reason', [{ ...ENTRY, reason: undefined }]],
    ['a reason that is free text', [{ ...ENTRY, reason: 'he said: no' }]],
    ['no queue', [{ ...ENTRY, queue: '' }]],
    ['a queue longer than any', [{ ...ENTRY, queue: 'q'.repeat(256) }]],
    ['a name with control characters', [{ ...ENTRY, exchange: 'a\nb' }]],
  ])('of %s is none', (_, header) => {
    expect(readDeath(header)).toBeNull();
  });

  it('never throws, whatever stands there', () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withNullPrototype: true }), (header) => {
        readDeath(header);
        readDeath([header]);
      }),
    );
  });
});
