import type { DeadLetterWitness } from '@orderwatch/model';
import type { GetMessage } from 'amqplib';
import { describe, expect, it } from 'vitest';
import { recordOf } from './dead-letter-record.ts';

const CONFIG = { name: 'dead', orderIn: { kind: 'baggage' } } as DeadLetterWitness;
const DIED_AT = 1_795_293_129_000;
const NOW = DIED_AT + 60_000;
const DEATH = {
  count: 1,
  reason: 'expired',
  queue: 'mes.orders',
  time: { '!': 'timestamp', value: DIED_AT / 1000 },
  exchange: 'orders',
  'routing-keys': ['order.submitted'],
};
const TRACE = '0af7651916cd43dd8448eb211c80319c';
const HEADERS = {
  baggage: 'order.id=42,order.line=1',
  traceparent: `00-${TRACE}-b7ad6b7169203331-01`,
  'x-death': [DEATH],
};

function told(headers: object | null = HEADERS, messageId: unknown = 'm-1') {
  const message = {
    fields: { deliveryTag: 7, redelivered: false, exchange: 'dlx', routingKey: 'k', messageCount: 0 },
    properties: { headers, messageId },
    content: Buffer.from('{}'),
  } as unknown as GetMessage;
  return recordOf(
    message,
    CONFIG,
    (wall) => wall,
    () => NOW,
  );
}

describe('a dead letter', () => {
  it('proves where, when and why its message died', () => {
    expect(told()).toEqual({
      kind: 'point',
      witness: 'dead',
      position: 'message m-1',
      order: '42',
      line: '1',
      status: null,
      carrier: { via: 'amqp', names: ['mes.orders', 'orders'], routingKey: 'order.submitted' },
      point: 'dead-lettered',
      at: DIED_AT + 999,
      outcome: 'expired',
      attempt: 1,
      messageId: 'm-1',
      traceId: TRACE,
      spanId: null,
    });
  });

  it('that died there before is of the time at which it was found, for the header keeps the first', () => {
    expect(told({ ...HEADERS, 'x-death': [{ ...DEATH, count: 3 }] })).toMatchObject({ at: NOW, attempt: 3 });
  });

  it('without a time is of the time at which it was found', () => {
    expect(told({ ...HEADERS, 'x-death': [{ ...DEATH, time: undefined }] })).toMatchObject({ at: NOW });
  });

  it.each([
    ['no trace', undefined],
    ['a trace of zeroes', `00-${'0'.repeat(32)}-b7ad6b7169203331-01`],
    ['a trace of another form', 'x'],
  ])('with %s is told without one', (_, traceparent) => {
    expect(told({ ...HEADERS, traceparent })).toMatchObject({ kind: 'point', traceId: null });
  });

  it.each([[null], [12], [''], ['x'.repeat(300)], ['a\u0000b']])('with the message id %j has none', (id) => {
    expect(told(HEADERS, id)).toMatchObject({ messageId: null, position: 'delivery 7' });
  });

  it('with a message id that may be free text does not show it as a position', () => {
    expect(told(HEADERS, 'Ivan Petrov, Main St.')).toMatchObject({ position: 'delivery 7' });
  });

  it.each([
    ['no x-death', { 'x-death': undefined }, 'malformed'],
    ['an x-death of another form', { 'x-death': 'rejected' }, 'malformed'],
    ['no order', { baggage: 'a=b' }, 'missing-order'],
  ])('with %s is refused with the reason', (_, changed, reason) => {
    expect(told({ ...HEADERS, ...changed })).toMatchObject({
      kind: 'broken',
      rejection: { witness: 'dead', position: 'message m-1', reason },
    });
  });

  it('without any headers is refused', () => {
    expect(told(null)).toMatchObject({ kind: 'broken' });
  });
});
