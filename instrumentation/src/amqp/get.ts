import { SpanKind, trace } from '@opentelemetry/api';
import { isTracingSuppressed } from '../context/suppress.ts';
import { WorkContext } from '../context/work-context.ts';
import { createScope, scopeIn } from '../order/scope.ts';
import { guard } from '../start/guard.ts';
import { deliveryAttributes, MessagePlaces } from './attributes.ts';
import { type AmqpDeps, type Consuming, extractSender } from './consuming.ts';
import type { Channel, DeliveredMessage } from './protocol.ts';

type Got = DeliveredMessage | false;
type GotCallback = (error: unknown, message?: Got) => unknown;
interface GetOptions {
  noAck?: boolean;
}

/** `get` of the promise API. */
export function wrapGet(prototype: Channel, deps: AmqpDeps): void {
  const { get } = prototype;
  prototype.get = function (queue: string, options?: GetOptions) {
    const result = get.call(this, queue, options) as Promise<Got>;
    return result.then((message) => {
      noteReceived(this, queue, { message, noAck: options?.noAck === true }, deps);
      return message;
    });
  };
}

/** `get` of the callback API, whose message comes in the context of the connection. */
export function wrapCallbackGet(prototype: Channel, deps: AmqpDeps): void {
  const { get } = prototype;
  prototype.get = function (queue: string, options?: GetOptions, callback?: GotCallback) {
    const place = deps.contexts.here();
    return get.call(this, queue, options, (error: unknown, message?: Got) => {
      place.runInAsyncScope(() => {
        if (message) noteReceived(this, queue, { message, noAck: options?.noAck === true }, deps);
        callback?.(error, message);
      });
    });
  };
}

/** A span that lasts until the message is settled; what is done in between is the work of who asked. */
function noteReceived(
  channel: Channel,
  queue: string,
  { message, noAck }: { message: Got; noAck: boolean },
  { tracer, contexts, messages, stateOf }: AmqpDeps,
): void {
  if (message === false) return;
  guard('amqplib get', () => {
    const active = contexts.active();
    if (isTracingSuppressed(active)) return;
    const sent = extractSender(message);
    const sender = trace.getSpanContext(sent);
    const scope = scopeIn(sent)?.order === undefined ? scopeIn(active) : scopeIn(sent);
    const state = stateOf(channel);
    const { name, shared } = placesOf(state, channel, queue).of(
      message.fields.exchange,
      message.fields.routingKey,
    );
    const span = tracer.begin({
      name,
      kind: SpanKind.CLIENT,
      attributes: deliveryAttributes(message, queue),
      shared,
      parent: WorkContext.on(active, trace.getSpan(active), scope ?? createScope()),
    });
    if (sender !== undefined) span.addLink({ context: sender });
    const entry = messages.open('process', span, queue);
    if (noAck) messages.settle(entry, 'acked');
    else state.unsettled.set(message.fields.deliveryTag, entry);
  });
}

function placesOf({ asked }: Consuming, channel: Channel, queue: string): MessagePlaces {
  let places = asked.get(queue);
  if (places === undefined) {
    places = new MessagePlaces('receive', channel, queue);
    asked.set(queue, places);
  }
  return places;
}
