import { propagation, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { MessagingOutcome } from '@orderwatch/conventions';
import { isTracingSuppressed } from '../context/suppress.ts';
import { WorkContext } from '../context/work-context.ts';
import { guard } from '../start/guard.ts';
import { MessagePlaces, publishAttributes } from './attributes.ts';
import type { AmqpDeps } from './consuming.ts';
import type { OpenMessage } from './open-messages.ts';
import type { Channel, ConfirmCallback, MessageProperties } from './protocol.ts';

/** What one channel has published and not heard of. */
interface Publishing {
  /** Sent a moment ago, and about to be given its confirm callback. */
  latest: OpenMessage | undefined;
  /** Mandatory messages by span id, which may come back unroutable; bounded. */
  mandatory: Map<string, OpenMessage>;
  places: MessagePlaces;
}

const MAX_MANDATORY = 1000;
/** amqplib tells a refusal from a channel that closed by this text alone. */
const REFUSED = 'message nacked';

/** Wraps how a channel sends: a span that ends when the broker has answered, where it is asked to. */
export function wrapPublishing(prototype: Channel, { tracer, contexts, messages }: AmqpDeps): void {
  const channels = new WeakMap<Channel, Publishing>();
  const { sendMessage, pushConfirmCallback } = prototype;

  const stateOf = (channel: Channel): Publishing => {
    let state = channels.get(channel);
    if (state === undefined) {
      state = { latest: undefined, mandatory: new Map(), places: new MessagePlaces('publish', channel) };
      channels.set(channel, state);
    }
    return state;
  };

  prototype.sendMessage = function (fields, properties, content) {
    const opened = guard('amqplib publish', () => open(this, fields, properties, content));
    if (opened === undefined) return sendMessage.call(this, fields, properties, content);
    try {
      const result = sendMessage.call(this, fields, properties, content);
      if (this.waitForConfirms === undefined) messages.settle(opened, 'unconfirmed');
      else stateOf(this).latest = opened;
      return result;
    } catch (error) {
      opened.span.setStatus({ code: SpanStatusCode.ERROR, message: String(error) });
      messages.settle(opened, 'unconfirmed');
      throw error;
    }
  };

  function open(
    channel: Channel,
    { exchange, routingKey, mandatory }: { exchange: string; routingKey: string; mandatory?: boolean },
    properties: MessageProperties,
    content: Uint8Array,
  ): OpenMessage | undefined {
    const active = contexts.active();
    if (isTracingSuppressed(active)) return undefined;
    const { name, shared } = stateOf(channel).places.of(exchange, routingKey);
    const attributes = publishAttributes(properties, content);
    const span = tracer.begin({ name, kind: SpanKind.PRODUCER, attributes, shared, parent: active });
    properties.headers ??= {};
    propagation.inject(WorkContext.on(active, span), properties.headers);
    const message = messages.open('publish', span, exchange);
    if (mandatory) expectReturn(channel, message);
    return message;
  }

  function expectReturn(channel: Channel, message: OpenMessage): void {
    const { mandatory } = stateOf(channel);
    watchReturns(channel, mandatory);
    if (mandatory.size >= MAX_MANDATORY) mandatory.delete(mandatory.keys().next().value ?? '');
    mandatory.set(message.span.spanContext().spanId, message);
  }

  const watched = new WeakSet<Channel>();
  function watchReturns(channel: Channel, mandatory: Map<string, OpenMessage>): void {
    if (watched.has(channel)) return;
    watched.add(channel);
    channel.prependListener('return', ((returned: { properties?: MessageProperties }) => {
      guard('amqplib return', () => {
        const spanId = spanIdOf(returned.properties?.headers);
        const message = spanId === undefined ? undefined : mandatory.get(spanId);
        if (spanId === undefined || message === undefined) return;
        mandatory.delete(spanId);
        messages.settle(message, 'returned');
      });
    }) as (argument: never) => void);
  }

  prototype.pushConfirmCallback = function (callback) {
    const state = channels.get(this);
    const message = state?.latest;
    if (state === undefined || message === undefined) return pushConfirmCallback.call(this, callback);
    state.latest = undefined;
    const place = contexts.here();
    const confirmed: ConfirmCallback = (error) => {
      guard('amqplib confirm', () => {
        const isMandatory = state.mandatory.delete(message.span.spanContext().spanId);
        // An unroutable message is confirmed all the same, after it was returned.
        if (message.outcome !== 'returned') messages.settle(message, outcomeOf(error, isMandatory));
      });
      if (typeof callback === 'function') place.runInAsyncScope(callback, undefined, error);
    };
    return pushConfirmCallback.call(this, confirmed);
  };
}

function outcomeOf(error: unknown, isMandatory: boolean): MessagingOutcome {
  if (error === null || error === undefined) return isMandatory ? 'routed' : 'confirmed';
  return error instanceof Error && error.message === REFUSED ? 'nacked' : 'unconfirmed';
}

function spanIdOf(headers: Readonly<Record<string, unknown>> = {}): string | undefined {
  const { traceparent } = headers;
  return typeof traceparent === 'string' ? traceparent.split('-')[2] : undefined;
}
