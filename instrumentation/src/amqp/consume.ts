import { SpanKind, trace } from '@opentelemetry/api';
import { WorkContext } from '../context/work-context.ts';
import { guard } from '../start/guard.ts';
import { deliveryAttributes, MessagePlaces } from './attributes.ts';
import { type AmqpDeps, extractSender } from './consuming.ts';
import type { OpenMessage } from './open-messages.ts';
import { BASIC_CONSUME, BASIC_CONSUME_OK, type Channel, type DeliveredMessage } from './protocol.ts';

/** Wraps how a channel hands out messages: each handler runs in a span of its own trace. */
export function wrapConsuming(prototype: Channel, deps: AmqpDeps): void {
  const { sendOrEnqueue, dispatchMessage } = prototype;

  // An answer comes in the context of the connection, and only that to `consume` says which consumer tag
  // stands for which queue.
  prototype.sendOrEnqueue = function (method, fields, answer) {
    const reply = deps.contexts.bind(deps.contexts.active(), answer);
    if (method !== BASIC_CONSUME) return sendOrEnqueue.call(this, method, fields, reply);
    const { queue = '', noAck = false } = fields;
    return sendOrEnqueue.call(this, method, fields, (error, frame) => {
      guard('amqplib consume', () => {
        const tag = frame?.id === BASIC_CONSUME_OK ? frame.fields.consumerTag : undefined;
        if (tag === undefined) return;
        const places = new MessagePlaces('process', this, queue);
        deps.stateOf(this).queues.set(tag, { queue, noAck, places });
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
      result = deps.contexts.run(inner, dispatchMessage, this, [fields, message]);
    } catch (error) {
      deps.messages.handlerEnded(entry, error ?? new Error('the handler threw nothing'));
      throw error;
    }
    if (result instanceof Promise) return followHandler(result, entry, deps);
    deps.messages.handlerEnded(entry);
    return result;
  };
}

/** Nobody but us is given what a handler promises, so a rejection must stay unhandled. */
function followHandler(
  result: Promise<unknown>,
  entry: OpenMessage,
  { messages }: AmqpDeps,
): Promise<unknown> {
  return result.then(
    (value) => {
      messages.handlerEnded(entry);
      return value;
    },
    (error: unknown) => {
      messages.handlerEnded(entry, error ?? new Error('rejected'));
      throw error;
    },
  );
}

function open(channel: Channel, message: DeliveredMessage, { tracer, messages, stateOf }: AmqpDeps) {
  const state = stateOf(channel);
  const consumer = state.queues.get(message.fields.consumerTag ?? '');
  const sent = extractSender(message);
  const sender = trace.getSpanContext(sent);
  const parent = trace.deleteSpan(sent);
  const { exchange, routingKey, deliveryTag } = message.fields;
  const places = consumer?.places ?? new MessagePlaces('process', channel);
  const { name, shared } = places.of(exchange, routingKey);
  const attributes = deliveryAttributes(message, consumer?.queue);
  const span = tracer.begin({ name, kind: SpanKind.CONSUMER, attributes, shared, parent });
  if (sender !== undefined) span.addLink({ context: sender });
  const entry = messages.open('process', span, consumer?.queue ?? '');
  entry.handlerRuns = true;
  // Without acknowledgements the broker has let go of it on delivery.
  if (consumer?.noAck) messages.settle(entry, 'acked');
  else state.unsettled.set(deliveryTag, entry);
  return { entry, inner: WorkContext.on(parent, span) };
}
