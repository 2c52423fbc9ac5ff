import { describe, expect, it } from 'vitest';
import { blankSpan } from '../draft.ts';
import type { DecodedSpan, Selection } from '../telemetry.ts';
import { hopsOfSpan } from './hop-records.ts';

const ORIGIN = {
  serviceName: 'mes-api',
  serviceInstanceId: 'i1',
  serviceVersion: null,
  attributes: {},
  cut: [],
};
const START = 1_763_700_000_000_123_456n;

function span(
  kind: DecodedSpan['kind'],
  attributes: Selection['attributes'],
  more: Partial<DecodedSpan> = {},
): DecodedSpan {
  const blank = blankSpan({ origin: ORIGIN, scope: '', isMarked: false });
  const ids = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) };
  const times = { startNs: START, endNs: START + 5_000_000n };
  return { ...blank, ...ids, ...times, kind, attributes: { 'order.id': '42', ...attributes }, ...more };
}
const told = (one: DecodedSpan) =>
  hopsOfSpan(one, 'traces').map(({ point, outcome, error }) => [point, outcome, error]);

const OURS = {
  'messaging.system': 'rabbitmq',
  'messaging.destination.name': 'orders:order.placed:mes.orders',
  'messaging.rabbitmq.destination.routing_key': 'order.placed',
};
const RABBIT = { 'messaging.system': 'rabbitmq' };
const PROCESS = { ...OURS, 'messaging.operation.type': 'process' };

describe('a span of our own instrumentation', () => {
  it('tells that a message was published, and what the broker said', () => {
    const attributes = {
      ...OURS,
      'messaging.destination.name': 'orders:order.placed',
      'orderwatch.messaging.outcome': 'returned',
      'messaging.operation.type': 'send',
    };
    const [record] = hopsOfSpan(span('producer', attributes, { status: 'error' }), 'traces');
    expect(record).toMatchObject({
      kind: 'hop',
      witness: 'traces',
      service: 'mes-api',
      orders: ['42'],
      point: 'published',
      outcome: 'returned',
      error: 'error',
      at: 1_763_700_000_000,
      nanos: 123_456,
      carrier: { via: 'amqp', routingKey: 'order.placed' },
      traceId: 'a'.repeat(32),
    });
    expect(record?.carrier).toMatchObject({ names: expect.arrayContaining(['orders']) });
  });

  it('tells when a message came, and when and how it was settled', () => {
    const acked = { ...PROCESS, 'orderwatch.messaging.outcome': 'acked', 'orderwatch.messaging.attempt': 2 };
    const [received, handled] = hopsOfSpan(span('consumer', acked), 'traces');
    expect(received).toMatchObject({ point: 'received', at: 1_763_700_000_000, attempt: 2, outcome: null });
    expect(handled).toMatchObject({ point: 'handled', at: 1_763_700_000_005, attempt: 2, outcome: 'acked' });
  });

  it.each([
    ['acked', 'unset', 'handled'],
    ['nacked', 'error', 'failed'],
    ['requeued', 'unset', 'failed'],
    ['unsettled', 'error', 'failed'],
    ['acked', 'error', 'failed'],
  ] as const)('%s with status %s is %s', (outcome, status, point) => {
    const one = span('consumer', { ...PROCESS, 'orderwatch.messaging.outcome': outcome }, { status });
    expect(told(one)[1]?.slice(0, 2)).toEqual([point, outcome]);
  });

  it('that tells later of another speaks for that one', () => {
    const late = {
      ...OURS,
      'messaging.operation.type': 'settle',
      'messaging.operation.name': 'return',
      'orderwatch.messaging.outcome': 'returned',
    };
    const link = { traceId: 'c'.repeat(32), spanId: 'd'.repeat(16), attributes: {}, cut: [] };
    expect(hopsOfSpan(span('internal', late, { links: [link] }), 'traces')).toMatchObject([
      { point: 'published', outcome: 'returned', spanId: 'd'.repeat(16), traceId: 'c'.repeat(32) },
    ]);
  });
});

describe('a span of an agent with older names', () => {
  it('tells of publishing and handling, of which nobody knows how it was settled', () => {
    const attributes = {
      'messaging.system': 'rabbitmq',
      'messaging.destination.name': 'mes.orders',
      'messaging.operation': 'process',
      'messaging.rabbitmq.destination.routing_key': 'order.placed',
    };
    expect(told(span('consumer', attributes))).toEqual([
      ['received', null, null],
      ['handled', null, null],
    ]);
    const failed = span('consumer', { ...attributes, 'error.type': 'TimeoutError' }, { status: 'error' });
    expect(told(failed)[1]).toEqual(['failed', null, 'TimeoutError']);
    expect(told(span('producer', { ...attributes, 'messaging.operation': 'publish' }))).toEqual([
      ['published', null, null],
    ]);
  });

  it.each([
    ['ack', 'handled', 'acked'],
    ['nack', 'failed', 'nacked'],
    ['reject', 'failed', 'nacked'],
  ])(
    'that only settles a message (%s) tells what became of it, of the hop of its handler',
    (what, point, outcome) => {
      const spans = [
        span('client', { ...RABBIT, 'messaging.operation.type': 'settle', 'messaging.operation.name': what }),
        span('client', RABBIT, { name: `basic.${what}` }),
      ];
      for (const one of spans) {
        expect(hopsOfSpan(one, 'traces')).toMatchObject([{ point, outcome, carrier: { via: 'handler' } }]);
      }
    },
  );

  it.each(['basic.consume', 'confirm.select', 'Channel.waitForConfirmsOrDie'])(
    'of %s tells nothing',
    (name) => {
      expect(hopsOfSpan(span('client', RABBIT, { name }), 'traces')).toEqual([]);
    },
  );

  it('of polling tells only that the message came', () => {
    expect(told(span('client', { ...OURS, 'messaging.operation': 'receive' }))).toEqual([
      ['received', null, null],
    ]);
  });

  it.each(['<default>', 'amq.default', ''])(
    'that writes the default exchange as %j means the same',
    (name) => {
      const [record] = hopsOfSpan(
        span('producer', { ...OURS, 'messaging.destination.name': name }),
        'traces',
      );
      expect(record?.carrier).toMatchObject({ names: expect.arrayContaining(['']) });
    },
  );
});

describe('a span of a database', () => {
  it.each([
    [{ 'db.system.name': 'postgresql', 'db.operation.name': 'UPDATE' }, 'x'],
    [{ 'db.system': 'postgresql', 'db.operation': 'INSERT', 'db.sql.table': 'orders' }, 'INSERT mes.orders'],
    [{ 'db.system': 'postgresql' }, 'INSERT INTO mes.orders'],
    [{ 'db.system': 'postgresql' }, 'UPDATE'],
    [{ 'db.system.name': 'postgresql' }, 'pg.query:INSERT mes'],
  ])('tells of a write: %j named %j', (attributes, name) => {
    expect(hopsOfSpan(span('client', attributes, { name }), 'traces')).toMatchObject([
      { point: 'stored', at: 1_763_700_000_005, carrier: { via: 'handler' } },
    ]);
  });

  it.each([
    ['a read', { 'db.system': 'postgresql', 'db.operation': 'SELECT' }, 'unset'],
    ['a write that failed', { 'db.system': 'postgresql', 'db.operation': 'INSERT' }, 'error'],
  ] as const)('says nothing of %s', (_, attributes, status) => {
    expect(hopsOfSpan(span('client', attributes, { status }), 'traces')).toEqual([]);
  });
});

it('a call is received and handled by its server', () => {
  const attributes = { 'http.request.method': 'POST', 'http.route': '/orders/:id' };
  const records = hopsOfSpan(span('server', attributes), 'traces');
  expect(records.map(({ point }) => point)).toEqual(['received', 'handled']);
  expect(records[0]?.carrier).toEqual({ via: 'http', route: 'POST /orders/:id' });
});

describe('a span of a batch', () => {
  const ids = Array.from({ length: 50 }, (_, i) => String(i));

  it('stands for every order of its list', () => {
    const [received] = hopsOfSpan(span('consumer', { ...PROCESS, 'order.id': ids }), 'traces');
    expect(received?.orders).toEqual(ids);
  });

  it('stands for the orders of its links', () => {
    const links = ids.map((id) => ({ traceId: null, spanId: null, attributes: { 'order.id': id }, cut: [] }));
    const { 'order.id': _, ...attributes } = span('consumer', PROCESS).attributes;
    const [received] = hopsOfSpan({ ...span('consumer', PROCESS), attributes, links }, 'traces');
    expect(received?.orders).toEqual(ids);
  });
});

it('a span of no order, or that carries nothing, says nothing', () => {
  const { 'order.id': _, ...attributes } = span('consumer', PROCESS).attributes;
  expect(hopsOfSpan({ ...span('consumer', PROCESS), attributes }, 'traces')).toEqual([]);
  expect(hopsOfSpan(span('internal', {}), 'traces')).toEqual([]);
});
