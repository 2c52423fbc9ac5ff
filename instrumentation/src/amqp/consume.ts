import {
  context,
  type Link,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { MESSAGE_GETTER } from '../order/propagator.ts';
import { guard } from '../start/guard.ts';
import { addPeer, processAttributes, processDestination } from './attributes.ts';
import type { OpenMessage, OpenMessages } from './open-messages.ts';
import { BASIC_CONSUME, BASIC_CONSUME_OK, type Channel, type DeliveredMessage } from './protocol.ts';

/** What one channel has been given and has not settled. */
export interface Consuming {
  queues: Map<string, { queue: string; noAck: boolean }>;
  /** By delivery tag; tags only grow, so the first is the oldest. */
  unsettled: Map<number, OpenMessage>;
}

export interface ConsumeDeps {
  tracer(): Tracer;
  messages: OpenMessages;
  stateOf(channel: Channel): Consuming;
}

/** Wraps how a channel hands out messages: each handler runs in a span of its own trace. */
export function wrapConsuming(prototype: Channel, deps: ConsumeDeps): void {
  const { sendOrEnqueue, dispatchMessage } = prototype;

  // Only the answer to `consume` says which consumer tag stands for which queue.
  prototype.sendOrEnqueue = function (method, fields, reply) {
    if (method !== BASIC_CONSUME) return sendOrEnqueue.call(this, method, fields, reply);
    const { queue = '', noAck = false } = fields;
    return sendOrEnqueue.call(this, method, fields, (error, frame) => {
      guard('amqplib consume', () => {
        const tag = frame?.id === BASIC_CONSUME_OK ? frame.fields.consumerTag : undefined;
        if (tag !== undefined) deps.stateOf(this).queues.set(tag, { queue, noAck });
      });
      return reply(error, frame);
    });
  };

  prototype.dispatchMessage = function (fields, message) {
    const opened = message && guard('amqplib deliver', () => open(this, message, deps));
    if (!opened) return dispatchMessage.call(this, fields, message);
    const { entry, inner } = opened;
    let result: unknown;
    try {
      result = context.with(inner, () => dispatchMessage.call(this, fields, message));
    } catch (error) {
      deps.messages.handlerEnded(entry, error ?? new Error('the handler threw nothing'));
      throw error;
    }
    if (result instanceof Promise) {
      const done = () => deps.messages.handlerEnded(entry);
      // Looked at only: a rejection stays the host's, unhandled if nobody handles it.
      result.then(done, (error: unknown) =>
        deps.messages.handlerEnded(entry, error ?? new Error('rejected')),
      );
    } else deps.messages.handlerEnded(entry);
    return result;
  };
}

function open(channel: Channel, message: DeliveredMessage, { tracer, messages, stateOf }: ConsumeDeps) {
  const state = stateOf(channel);
  const consumer = state.queues.get(message.fields.consumerTag ?? '');
  // The sender's order and baggage come along; its span is linked to, since a message may wait for days.
  const sent = propagation.extract(ROOT_CONTEXT, message.properties.headers ?? {}, MESSAGE_GETTER);
  const sender = trace.getSpanContext(sent);
  const links: Link[] = sender === undefined ? [] : [{ context: sender }];
  const parent = trace.deleteSpan(sent);
  const { exchange, routingKey, deliveryTag } = message.fields;
  const span = tracer().startSpan(
    `process ${consumer?.queue || processDestination(exchange, routingKey)}`,
    {
      kind: SpanKind.CONSUMER,
      links,
      attributes: addPeer(processAttributes(message, consumer?.queue), channel),
    },
    parent,
  );
  const entry = messages.open('process', span, consumer?.queue ?? '');
  entry.handlerRuns = true;
  // Without acknowledgements the broker has let go of it on delivery.
  if (consumer?.noAck) messages.settle(entry, 'acked');
  else state.unsettled.set(deliveryTag, entry);
  return { entry, inner: trace.setSpan(parent, span) };
}
