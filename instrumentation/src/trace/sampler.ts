import { type SpanContext, TraceFlags } from '@opentelemetry/api';
import { SPAN_ORDERWATCH_HEARTBEAT } from '@orderwatch/conventions';
import type { Settings } from '../config/settings.ts';

/** Whether a span is sent. `parent` is valid, or there is none. */
export type Sampler = (name: string, parent: SpanContext | undefined, traceId: string) => boolean;

/**
 * As OTEL_TRACES_SAMPLER says, but every span records: the order, the metrics and the hosts that may
 * learn of it must not depend on what is sampled. Heartbeats always go out.
 */
export function createSampler({ name, ratio }: Settings['sampler']): Sampler {
  const root = rootSampler(name, ratio);
  const follows = name.startsWith('parentbased_');
  return (spanName, parent, traceId) =>
    (follows && parent !== undefined ? isSampled(parent) : root(traceId)) ||
    spanName === SPAN_ORDERWATCH_HEARTBEAT;
}

const isSampled = ({ traceFlags }: SpanContext): boolean => (traceFlags & TraceFlags.SAMPLED) !== 0;

function rootSampler(name: Settings['sampler']['name'], ratio: number): (traceId: string) => boolean {
  if (name.endsWith('always_on')) return () => true;
  if (name.endsWith('always_off')) return () => false;
  // As OpenTelemetry's own sampler decides, so that services of one trace decide alike.
  const bound = ratio >= 1 ? 2 ** 32 : Math.floor(Math.max(0, ratio) * (2 ** 32 - 1));
  return (traceId) => foldTraceId(traceId) < bound;
}

function foldTraceId(traceId: string): number {
  let folded = 0;
  for (let at = 0; at < 32; at += 8) folded ^= Number.parseInt(traceId.slice(at, at + 8), 16);
  return folded >>> 0;
}
