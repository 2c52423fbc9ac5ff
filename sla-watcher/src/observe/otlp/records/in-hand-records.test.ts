import { expect, test } from 'vitest';
import { blankLog } from '../draft.ts';
import type { DecodedLog } from '../telemetry.ts';
import { inHandOfLog } from './in-hand-records.ts';

const ORIGIN = {
  serviceName: 'mes-api',
  serviceInstanceId: 'i1',
  serviceVersion: null,
  attributes: {},
  cut: [],
};
const ATTRIBUTES = {
  'order.id': '42',
  'order.channel': 'b2b',
  'messaging.system': 'rabbitmq',
  'messaging.destination.name': 'orders:order.placed:mes.orders',
  'messaging.rabbitmq.destination.routing_key': 'order.placed',
  'messaging.message.id': 'm-1',
  'orderwatch.messaging.attempt': 2,
};

function record(more: Partial<DecodedLog> = {}): DecodedLog {
  return {
    ...blankLog({ origin: ORIGIN, scope: '', isMarked: false }),
    eventName: 'orderwatch.message.in_hand',
    timeNs: 1_763_700_000_000_123_456n,
    traceId: 'a'.repeat(32),
    spanId: 'b'.repeat(16),
    attributes: ATTRIBUTES,
    ...more,
  };
}

test('a message in hand was received when its span began', () => {
  expect(inHandOfLog(record(), 'traces')).toEqual({
    kind: 'hop',
    witness: 'traces',
    position: `span ${'b'.repeat(16)} of trace ${'a'.repeat(32)}`,
    service: 'mes-api',
    system: null,
    orders: ['42'],
    line: undefined,
    status: null,
    point: 'received',
    at: 1_763_700_000_000,
    nanos: 123_456,
    outcome: null,
    error: null,
    attempt: 2,
    messageId: 'm-1',
    traceId: 'a'.repeat(32),
    spanId: 'b'.repeat(16),
    carrier: {
      via: 'amqp',
      names: ['orders:order.placed:mes.orders', 'orders', 'order.placed', 'mes.orders'],
      routingKey: 'order.placed',
    },
    attributes: { channel: 'b2b' },
  });
});

test('a batch in hand is of all its orders, each once', () => {
  const attributes = { ...ATTRIBUTES, 'order.id': ['1', '2', '1'] };
  expect(inHandOfLog(record({ attributes }), 'traces')).toMatchObject({ orders: ['1', '2'] });
});

test('another event is none of a message in hand', () => {
  expect(inHandOfLog(record({ eventName: 'order.status.changed' }), 'traces')).toBeNull();
});

const { 'order.id': _order, ...withoutOrder } = ATTRIBUTES;
const { 'messaging.system': _system, ...withoutSystem } = ATTRIBUTES;

test.each<[string, Partial<DecodedLog>, string]>([
  ['no trace', { traceId: null }, 'malformed'],
  ['no span', { spanId: null }, 'malformed'],
  ['no order', { attributes: withoutOrder }, 'missing-order'],
  ['no message', { attributes: withoutSystem }, 'malformed'],
])('one that names %s is refused with its reason', (_, more, reason) => {
  expect(inHandOfLog(record(more), 'traces')).toMatchObject({ kind: 'broken', rejection: { reason } });
});
