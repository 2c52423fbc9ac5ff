import {
  type Baggage,
  type Context,
  propagation,
  SpanKind,
  type TextMapGetter,
  type TextMapPropagator,
  type TextMapSetter,
  trace,
} from '@opentelemetry/api';
import { isTracingSuppressed, W3CTraceContextPropagator } from '@opentelemetry/core';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { ATTR_SERVER_ADDRESS, ATTR_SERVER_PORT } from '@opentelemetry/semantic-conventions';
import type { Settings } from '../config/settings.ts';
import { readBaggage, writeMember, writeOrderBaggage } from './baggage.ts';
import { type HostList, parseHosts } from './hosts.ts';
import { createScope, orderIn, withScope } from './scope.ts';

const BAGGAGE_HEADER = 'baggage';

/** For the headers of AMQP messages: strings, or buffers from some clients. */
export const MESSAGE_GETTER: TextMapGetter<Readonly<Record<string, unknown>>> = {
  get(headers, key) {
    const value = headers[key];
    return Buffer.isBuffer(value) ? value.toString('utf8') : typeof value === 'string' ? value : undefined;
  },
  keys: (headers) => Object.keys(headers),
};

/** What leaves for one destination. */
type Leave = 'everything' | 'trace-context' | 'nothing';

/**
 * W3C trace context and baggage, with the order of the current work in the baggage.
 *
 * 1. Over HTTP the order leaves only for listed hosts. Once there is a list, others get nothing at all.
 * 2. What comes in opens a scope, so that work which begins here can have an order bound to it.
 */
export function createPropagator(settings: Settings): TextMapPropagator {
  const traceContext = new W3CTraceContextPropagator();
  const { propagators, baggageHosts, orderAttributes, acceptsBaggage } = settings;
  const hosts = baggageHosts === null ? null : parseHosts(baggageHosts);
  return {
    inject(context: Context, carrier: unknown, setter: TextMapSetter) {
      const leave = isTracingSuppressed(context) ? 'nothing' : leaveFor(context, hosts);
      if (leave === 'nothing') return;
      if (propagators.traceContext) traceContext.inject(context, carrier, setter);
      if (leave === 'trace-context' || !propagators.baggage) return;
      const text = outgoing(context);
      if (text !== '') setter.set(carrier, BAGGAGE_HEADER, text);
    },
    extract(context: Context, carrier: unknown, getter: TextMapGetter) {
      const traced = propagators.traceContext ? traceContext.extract(context, carrier, getter) : context;
      if (!propagators.baggage) return withScope(traced, createScope());
      const { order, others } = readBaggage(getter.get(carrier, BAGGAGE_HEADER), orderAttributes);
      // What comes over a broker has passed its login; HTTP may be anybody's.
      const believed = acceptsBaggage || getter === MESSAGE_GETTER;
      const scope = createScope(believed ? order : undefined);
      return withScope(others.length === 0 ? traced : withBaggage(traced, others), scope);
    },
    fields: () => [...traceContext.fields(), BAGGAGE_HEADER],
  };
}

function leaveFor(context: Context, hosts: HostList | null): Leave {
  // Every span records, also one that is not sampled, so the destination is always known.
  const span = trace.getSpan(context) as Partial<ReadableSpan> | undefined;
  if (span?.kind !== SpanKind.CLIENT) return 'everything';
  if (hosts === null) return 'trace-context';
  const host = span.attributes?.[ATTR_SERVER_ADDRESS];
  const port = span.attributes?.[ATTR_SERVER_PORT];
  if (typeof host !== 'string') return 'nothing';
  return hosts(host, port === undefined ? undefined : Number(port)) ? 'everything' : 'nothing';
}

function outgoing(context: Context): string {
  const order = orderIn(context);
  const own = order === undefined ? '' : writeOrderBaggage(order);
  const baggage = propagation.getBaggage(context);
  if (baggage === undefined) return own;
  const others = baggage.getAllEntries().map(([key, { value }]) => writeMember(key, value));
  return [...(own === '' ? [] : [own]), ...others].join(',');
}

function withBaggage(context: Context, entries: readonly (readonly [string, string])[]): Context {
  const baggage: Baggage = propagation.createBaggage(
    Object.fromEntries(entries.map(([key, value]) => [key, { value }])),
  );
  return propagation.setBaggage(context, baggage);
}
