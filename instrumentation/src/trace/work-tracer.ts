import {
  type Attributes,
  type Context,
  context,
  INVALID_SPAN_CONTEXT,
  isSpanContextValid,
  type Span,
  type SpanContext,
  SpanKind,
  type SpanOptions,
  TraceFlags,
  type Tracer,
  type TracerProvider,
  trace,
} from '@opentelemetry/api';
import { isTracingSuppressed } from '../context/suppress.ts';
import { createScope, scopeIn } from '../order/scope.ts';
import { newSpanId, newTraceId } from './ids.ts';
import type { Sampler } from './sampler.ts';
import type { SharedAttributes } from './shared-attributes.ts';
import { type SpanKit, WorkSpan } from './work-span.ts';

export interface Beginning {
  name: string;
  kind: SpanKind;
  /** Ours, and clean: they become the span's own. */
  attributes: Attributes;
  shared?: SharedAttributes;
  parent: Context;
}

/** OpenTelemetry's tracer, with a way in for our own spans that neither copies nor checks. */
export class WorkTracer implements Tracer {
  readonly #kit: SpanKit;
  readonly #isSampled: Sampler;

  constructor(kit: SpanKit, isSampled: Sampler) {
    this.#kit = kit;
    this.#isSampled = isSampled;
  }

  /** Whether tracing is suppressed is for the caller to ask. */
  begin({ name, kind, attributes, shared, parent }: Beginning): WorkSpan {
    const from = validParent(trace.getSpan(parent));
    const traceId = from?.traceId ?? newTraceId();
    const own: SpanContext = {
      traceId,
      spanId: newSpanId(),
      traceFlags: this.#isSampled(name, from, traceId) ? TraceFlags.SAMPLED : TraceFlags.NONE,
    };
    if (from?.traceState !== undefined) own.traceState = from.traceState;
    const order = scopeIn(parent) ?? createScope();
    const span = new WorkSpan(this.#kit, { name, kind, own, parent: from, attributes, shared, order });
    this.#kit.onStart(span);
    return span;
  }

  startSpan(name: string, options: SpanOptions = {}, parent: Context = context.active()): Span {
    if (isTracingSuppressed(parent)) return trace.wrapSpanContext(INVALID_SPAN_CONTEXT);
    const span = this.begin({
      name,
      kind: options.kind ?? SpanKind.INTERNAL,
      attributes: {},
      parent: options.root ? trace.deleteSpan(parent) : parent,
    });
    if (options.attributes !== undefined) span.setAttributes(options.attributes);
    if (options.links !== undefined) span.addLinks(options.links);
    if (options.startTime !== undefined) span.startedAt(options.startTime);
    return span;
  }

  startActiveSpan<F extends (span: Span) => unknown>(name: string, fn: F): ReturnType<F>;
  startActiveSpan<F extends (span: Span) => unknown>(
    name: string,
    options: SpanOptions,
    fn: F,
  ): ReturnType<F>;
  startActiveSpan<F extends (span: Span) => unknown>(
    name: string,
    options: SpanOptions,
    parent: Context,
    fn: F,
  ): ReturnType<F>;
  startActiveSpan(name: string, ...rest: unknown[]): unknown {
    const fn = rest.at(-1) as (span: Span) => unknown;
    const options = rest.length > 1 ? (rest[0] as SpanOptions) : {};
    const parent = rest.length > 2 ? (rest[1] as Context) : context.active();
    const span = this.startSpan(name, options, parent);
    return context.with(trace.setSpan(parent, span), fn, undefined, span);
  }
}

/** Our own are valid; others may be anything. */
function validParent(span: Span | undefined): SpanContext | undefined {
  const above = span?.spanContext();
  return above !== undefined && (span instanceof WorkSpan || isSpanContextValid(above)) ? above : undefined;
}

/** One tracer for each scope. */
export class WorkTracers implements TracerProvider {
  readonly #kit: Omit<SpanKit, 'scope'>;
  readonly #isSampled: Sampler;
  readonly #tracers = new Map<string, WorkTracer>();

  constructor(kit: Omit<SpanKit, 'scope'>, isSampled: Sampler) {
    this.#kit = kit;
    this.#isSampled = isSampled;
  }

  getTracer(name: string, version?: string, options?: { schemaUrl?: string }): WorkTracer {
    const key = `${name}@${version ?? ''}:${options?.schemaUrl ?? ''}`;
    let tracer = this.#tracers.get(key);
    if (tracer === undefined) {
      const scope = { name, version, schemaUrl: options?.schemaUrl };
      tracer = new WorkTracer({ ...this.#kit, scope }, this.#isSampled);
      this.#tracers.set(key, tracer);
    }
    return tracer;
  }
}
