import {
  type Baggage,
  type Context,
  isSpanContextValid,
  propagation,
  SpanKind,
  type TextMapGetter,
  type TextMapPropagator,
  type TextMapSetter,
  trace,
} from '@opentelemetry/api';
import type { Settings } from '../config/settings.ts';
import { isTracingSuppressed } from '../context/suppress.ts';
import { WorkContext } from '../context/work-context.ts';
import type { FinishedSpan } from '../trace/finished-span.ts';
import { readRemote, renderTraceParent } from '../trace/traceparent.ts';
import { readBaggage } from './baggage.ts';
import { type HostList, parseHosts } from './hosts.ts';
import { renderMember } from './order.ts';
import { createScope, orderIn } from './scope.ts';

const BAGGAGE_HEADER = 'baggage';
const PARENT_HEADER = 'traceparent';
const STATE_HEADER = 'tracestate';

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
  const { propagators, baggageHosts, orderAttributes, acceptsBaggage } = settings;
  const hosts = baggageHosts === null ? null : parseHosts(baggageHosts);
  return {
    inject(context: Context, carrier: unknown, setter: TextMapSetter) {
      const leave = isTracingSuppressed(context) ? 'nothing' : leaveFor(context, hosts);
      if (leave === 'nothing') return;
      if (propagators.traceContext) injectTrace(context, carrier, setter);
      if (leave === 'trace-context' || !propagators.baggage) return;
      const text = outgoing(context);
      if (text !== '') setter.set(carrier, BAGGAGE_HEADER, text);
    },
    extract(context: Context, carrier: unknown, getter: TextMapGetter) {
      const remote = propagators.traceContext
        ? readRemote(getter.get(carrier, PARENT_HEADER), getter.get(carrier, STATE_HEADER))
        : undefined;
      const span = remote === undefined ? trace.getSpan(context) : trace.wrapSpanContext(remote);
      const header = propagators.baggage ? getter.get(carrier, BAGGAGE_HEADER) : undefined;
      const { order, others } = readBaggage(header, orderAttributes);
      // What comes over a broker has passed its login; HTTP may be anybody's.
      const believed = acceptsBaggage || getter === MESSAGE_GETTER;
      const inner = WorkContext.on(context, span, createScope(believed ? order : undefined));
      return others.length === 0 ? inner : withBaggage(inner, others);
    },
    fields: () => [PARENT_HEADER, STATE_HEADER, BAGGAGE_HEADER],
  };
}

function injectTrace(context: Context, carrier: unknown, setter: TextMapSetter): void {
  const span = trace.getSpanContext(context);
  if (span === undefined || !isSpanContextValid(span)) return;
  setter.set(carrier, PARENT_HEADER, renderTraceParent(span));
  if (span.traceState !== undefined) setter.set(carrier, STATE_HEADER, span.traceState.serialize());
}

function leaveFor(context: Context, hosts: HostList | null): Leave {
  // Every span records, also one that is not sampled, so the destination is always known.
  const span = trace.getSpan(context) as FinishedSpan | undefined;
  if (span?.kind !== SpanKind.CLIENT) return 'everything';
  if (hosts === null) return 'trace-context';
  const { 'server.address': host, 'server.port': port } = span.attributes;
  if (typeof host !== 'string') return 'nothing';
  return hosts(host, port === undefined ? undefined : Number(port)) ? 'everything' : 'nothing';
}

function outgoing(context: Context): string {
  const order = orderIn(context);
  const own = order?.baggage ?? '';
  const baggage = propagation.getBaggage(context);
  if (baggage === undefined) return own;
  const others = baggage.getAllEntries().map(([key, { value }]) => renderMember(key, value));
  return [...(own === '' ? [] : [own]), ...others].join(',');
}

function withBaggage(context: Context, entries: readonly (readonly [string, string])[]): Context {
  const baggage: Baggage = propagation.createBaggage(
    Object.fromEntries(entries.map(([key, value]) => [key, { value }])),
  );
  return propagation.setBaggage(context, baggage);
}
