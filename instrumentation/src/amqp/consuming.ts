import { type Context, propagation, ROOT_CONTEXT } from '@opentelemetry/api';
import type { AsyncContext } from '../context/async-context.ts';
import { MESSAGE_GETTER } from '../order/propagator.ts';
import type { WorkTracer } from '../trace/work-tracer.ts';
import type { MessagePlaces } from './attributes.ts';
import type { OpenMessage, OpenMessages } from './open-messages.ts';
import type { Channel, DeliveredMessage } from './protocol.ts';

/** What every part of the instrumentation needs. */
export interface AmqpDeps {
  readonly tracer: WorkTracer;
  readonly contexts: AsyncContext;
  readonly messages: OpenMessages;
  stateOf(channel: Channel): Consuming;
}

/** One subscription. */
export interface Consumer {
  queue: string;
  noAck: boolean;
  places: MessagePlaces;
}

/** What one channel has been given and has not settled. */
export interface Consuming {
  queues: Map<string, Consumer>;
  /** Of queues that were asked by `get`. */
  asked: Map<string, MessagePlaces>;
  /** By delivery tag; tags only grow, so the first is the oldest. */
  unsettled: Map<number, OpenMessage>;
}

/** Kept for each channel, and let go of with it. */
export function consumingStates(messages: OpenMessages): (channel: Channel) => Consuming {
  const states = new WeakMap<Channel, Consuming>();
  return (channel) => {
    const known = states.get(channel);
    if (known !== undefined) return known;
    const state: Consuming = { queues: new Map(), asked: new Map(), unsettled: new Map() };
    states.set(channel, state);
    // The broker gives what was not settled to another consumer.
    channel.on('close', () => {
      for (const message of state.unsettled.values()) messages.settle(message, 'unsettled');
      state.unsettled.clear();
    });
    return state;
  };
}

/** The sender's order and baggage, and its span, which is linked to: a message may wait for days. */
export function extractSender({ properties }: DeliveredMessage): Context {
  return propagation.extract(ROOT_CONTEXT, properties.headers ?? {}, MESSAGE_GETTER);
}
