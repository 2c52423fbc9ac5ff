import {
  context,
  INVALID_SPAN_CONTEXT,
  isSpanContextValid,
  type SpanContext,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { guard } from '../start/guard.ts';
import { running } from '../start/running.ts';
import { parseTraceParent, renderTraceParent } from '../trace/traceparent.ts';
import { readBaggage } from './baggage.ts';
import type { Order } from './order.ts';
import { createScope, orderIn, withScope } from './scope.ts';

const SEPARATOR = ' ';

/**
 * The current work as one short line of text, to be kept in a row of a database: an outbox, a job, a
 * status that is read days later. The form is a W3C traceparent, a space, and W3C baggage.
 * Empty while nothing is traced.
 */
export function carryContext(): string {
  return (
    guard('carryContext', () => {
      const active = context.active();
      const span = trace.getSpanContext(active) ?? INVALID_SPAN_CONTEXT;
      const order = orderIn(active);
      if (!isSpanContextValid(span) && order === undefined) return '';
      const traceparent = renderTraceParent(span);
      return order === undefined ? traceparent : `${traceparent}${SEPARATOR}${order.baggage}`;
    }) ?? ''
  );
}

export interface ResumeOptions {
  /** Of the span that the resumed work runs in. */
  name?: string;
}

/**
 * Goes on with carried work: runs `fn` in a span that links to where it was carried from, with its
 * order bound. A link, since a trace that stays open for days is of no use to anybody. A text that
 * cannot be read is passed over, and `fn` runs all the same.
 */
export function resumeContext<T>(
  carried: string | null | undefined,
  fn: () => T,
  options: ResumeOptions = {},
): T {
  const resumed = guard('resumeContext', () => startResumed(carried, options));
  if (resumed === undefined) return fn();
  const { span, inner } = resumed;
  const end = () => span.end();
  const fail = (error: unknown) => {
    span.setStatus({ code: SpanStatusCode.ERROR });
    if (error instanceof Error) span.recordException(error);
    span.end();
  };
  try {
    const result = context.with(inner, fn);
    if (result instanceof Promise) result.then(end, fail);
    else end();
    return result;
  } catch (error) {
    fail(error);
    throw error;
  }
}

function startResumed(carried: string | null | undefined, { name = 'resume' }: ResumeOptions) {
  const live = running();
  if (live === undefined) return undefined;
  const { from, order } = readCarried(carried, live.settings.orderAttributes);
  const active = context.active();
  const scoped = order === undefined ? active : withScope(active, createScope(order, true));
  const span = live.tracer.startSpan(name, from === undefined ? {} : { links: [{ context: from }] }, scoped);
  return { span, inner: trace.setSpan(scoped, span) };
}

interface Carried {
  from?: SpanContext;
  order?: Order;
}

function readCarried(carried: string | null | undefined, allowed: ReadonlySet<string>): Carried {
  if (typeof carried !== 'string') return {};
  const [traceparent = '', baggage] = carried.split(SEPARATOR, 2);
  const from = parseTraceParent(traceparent);
  const { order } = readBaggage(baggage, allowed);
  return {
    ...(from === undefined ? {} : { from: { ...from, isRemote: true } }),
    ...(order === undefined ? {} : { order }),
  };
}
