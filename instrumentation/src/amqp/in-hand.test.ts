import { ROOT_CONTEXT, SpanKind, TraceFlags } from '@opentelemetry/api';
import { describe, expect, it, vi } from 'vitest';
import type { FinishedRecord } from '../log/finished-record.ts';
import { parseOrder } from '../order/order.ts';
import { createScope, scopeOfSpan, withScope } from '../order/scope.ts';
import { createAttributeRules } from '../privacy/attribute-rules.ts';
import { allAttributes } from '../trace/finished-span.ts';
import { shareAttributes } from '../trace/shared-attributes.ts';
import { WorkTracers } from '../trace/work-tracer.ts';
import { deliveryAttributes } from './attributes.ts';
import { createInHandTeller } from './in-hand.ts';
import { OpenMessages } from './open-messages.ts';

const LIMITS = { attributes: 128, events: 128, links: 128, attributesPerEvent: 128, attributesPerLink: 128 };
const PLACE = shareAttributes({
  'messaging.system': 'rabbitmq',
  'messaging.destination.name': 'orders:order.placed:mes.orders',
  'messaging.rabbitmq.destination.routing_key': 'order.placed',
  'orderwatch.messaging.exchange': 'orders',
  'orderwatch.messaging.queue': 'mes.orders',
});
const orderOf = (id: string, line?: string) =>
  parseOrder({ id, attributes: line === undefined ? {} : { 'order.line': line } }, new Set(['order.line']));

/** Messages of a service whose clock stands until it is moved, and what is told of them. */
function service({ heartbeatMs = 10_000, isSampled = true, outlet = true } = {}) {
  let now = 1_000;
  const records: FinishedRecord[] = [];
  const kit = { limits: LIMITS, rules: createAttributeRules([], 1024), onStart() {}, onEnd() {} };
  const tracer = new WorkTracers(kit, () => isSampled).getTracer('test');
  const messages = new OpenMessages({ tracer, timeoutMs: 60_000, now: () => now, onClosed() {} });
  const add = (record: FinishedRecord) => void records.push(record);
  const beat = createInHandTeller(messages, outlet ? { add } : null, heartbeatMs);
  return {
    records,
    messages,
    /** Received now by a handler; `order` is the sender's word. */
    receive(order?: string, kind = SpanKind.CONSUMER, direction: 'process' | 'publish' = 'process') {
      const delivery = { deliveryTag: 7, redelivered: true, exchange: 'orders', routingKey: 'order.placed' };
      const properties = { messageId: 'm-1', headers: { 'x-delivery-count': 1 } };
      const attributes = deliveryAttributes(
        { fields: delivery, properties, content: new Uint8Array() },
        'mes.orders',
      );
      const parent = withScope(ROOT_CONTEXT, createScope(order === undefined ? undefined : orderOf(order)));
      const span = tracer.begin({ name: 'process mes.orders', kind, attributes, shared: PLACE, parent });
      return { span, entry: messages.open(direction, span, 'mes.orders') };
    },
    after(ms: number) {
      now += ms;
      beat();
    },
  };
}

const told = (records: readonly FinishedRecord[]) => records.map(({ attributes }) => attributes['order.id']);

describe('a message that a handler has for long', () => {
  it('is told once, as its span will tell it: the same ids, the same nanosecond, the same attributes', () => {
    const { records, receive, after, messages } = service();
    const { span, entry } = receive('42');
    after(5_001);
    after(10_000);
    expect(records).toHaveLength(1);
    const [record] = records;
    expect(record).toMatchObject({ eventName: 'orderwatch.message.in_hand', hrTime: span.startTime });
    expect(record?.spanContext).toEqual(span.spanContext());
    messages.settle(entry, 'acked');
    span.takeOrder();
    const { 'orderwatch.messaging.outcome': outcome, ...atTheEnd } = allAttributes(span);
    expect(outcome).toBe('acked');
    expect(JSON.parse(JSON.stringify(record?.attributes))).toEqual(JSON.parse(JSON.stringify(atTheEnd)));
  });

  it('has what tells of the message, of its delivery and of the order', () => {
    const { records, receive, after } = service();
    const scope = scopeOfSpan(receive().span);
    Object.assign(scope ?? {}, { order: orderOf('42', 'ring-left'), bound: true, status: 'PLACED' });
    after(5_001);
    expect(records[0]?.attributes).toMatchObject({
      'order.id': '42',
      'order.line': 'ring-left',
      'order.status': 'PLACED',
      'messaging.system': 'rabbitmq',
      'messaging.destination.name': 'orders:order.placed:mes.orders',
      'messaging.rabbitmq.destination.routing_key': 'order.placed',
      'messaging.message.id': 'm-1',
      'orderwatch.messaging.exchange': 'orders',
      'orderwatch.messaging.queue': 'mes.orders',
      'orderwatch.messaging.redelivered': true,
      'orderwatch.messaging.attempt': 2,
    });
  });

  it('has what the host said of its order itself', () => {
    const { records, receive, after } = service();
    receive('42').span.setAttribute('order.id', '43').setAttribute('order.system', 'mes');
    after(5_001);
    expect(records[0]?.attributes).toMatchObject({ 'order.id': '43', 'order.system': 'mes' });
  });

  it('is told once its order is known, and not before', () => {
    const { records, receive, after } = service();
    const { span } = receive();
    after(6_000);
    expect(records).toEqual([]);
    Object.assign(scopeOfSpan(span) ?? {}, { order: orderOf('42') });
    after(10_000);
    expect(told(records)).toEqual(['42']);
  });

  it.each([
    [10_000, 5_000],
    [60_000, 5_000],
    [500, 250],
    [20, 250],
  ])('with a heartbeat of %i ms is told after %i ms', (heartbeatMs, afterMs) => {
    const { records, receive, after } = service({ heartbeatMs });
    receive('42');
    after(afterMs);
    expect(records).toEqual([]);
    after(1);
    expect(told(records)).toEqual(['42']);
  });

  it('among thousands waits for its turn, behind those that have waited longer', () => {
    const { records, receive, after } = service();
    for (let i = 0; i < 250; i++) receive(String(i));
    after(5_001);
    expect(records).toHaveLength(100);
    after(10_000);
    after(10_000);
    after(10_000);
    expect(told(records)).toEqual(Array.from({ length: 250 }, (_, i) => String(i)));
  });
});

describe('nothing is told', () => {
  it('of what is sent, of what was asked for, and of what has ended', () => {
    const { records, receive, after, messages } = service();
    receive('1', SpanKind.PRODUCER, 'publish');
    receive('2', SpanKind.CLIENT);
    messages.settle(receive('3').entry, 'acked');
    after(10_000);
    expect(records).toEqual([]);
  });

  it('of a span that is not sent, whose end would be missing', () => {
    const { records, receive, after } = service({ isSampled: false });
    expect(receive('42').span.spanContext().traceFlags).toBe(TraceFlags.NONE);
    after(10_000);
    expect(records).toEqual([]);
  });

  it('where log records go nowhere', () => {
    const { records, receive, after } = service({ outlet: false });
    const { entry } = receive('42');
    after(10_000);
    expect([records, entry.isTold]).toEqual([[], false]);
  });
});

it('a way out that throws is not the trouble of the host', () => {
  const { messages, receive } = service();
  receive('42');
  const add = vi.fn(() => {
    throw new Error('broken');
  });
  const later = { processing: () => messages.processing(-1) };
  expect(createInHandTeller(later, { add }, 10_000)).not.toThrow();
  expect(add).toHaveBeenCalledOnce();
});
