import { expect, test } from 'vitest';
import type { HopRecord } from '../../domain/observation.ts';
import { NOON } from '../../testing/model.ts';
import { WATCHED } from '../../testing/stuck.ts';
import { normalise } from '../normalise.ts';

const PUBLISHED: HopRecord = {
  ...{ kind: 'hop', witness: 'traces', position: 'span', service: 'shop-api', system: null, orders: ['42'] },
  ...{ line: undefined, status: null, point: 'published', at: NOON, nanos: 0, attributes: {} },
  ...{
    outcome: 'routed',
    error: null,
    attempt: null,
    traceId: 'a'.repeat(32),
    spanId: 'b'.repeat(16),
    messageId: null,
  },
  carrier: { via: 'amqp', names: ['orders'], routingKey: 'nobody.knows' },
};
const told = (change: Partial<HopRecord>) =>
  normalise([{ ...PUBLISHED, ...change }], WATCHED, NOON).observations;

test('A message to the exchange of hops, by a key of none, is kept as sent over nobody knows which', () => {
  expect(told({})).toMatchObject([{ order: '42', system: 'shop', kind: 'published', step: { hop: null } }]);
});

test.each<[string, Partial<HopRecord>]>([
  ['to another exchange', { carrier: { via: 'amqp', names: ['mails'], routingKey: 'nobody.knows' } }],
  ['that was received', { point: 'received' }],
  ['over HTTP', { carrier: { via: 'http', route: 'POST /mails' } }],
])('One %s says nothing', (_, change) => {
  expect(told(change)).toEqual([]);
});
