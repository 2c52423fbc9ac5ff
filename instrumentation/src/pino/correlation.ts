import { context, isSpanContextValid, trace } from '@opentelemetry/api';
import type { OrderValue } from '../order/order.ts';
import { orderIn } from '../order/scope.ts';

/** What joins a line to its trace and its order; the names of the trace are those of OpenTelemetry. */
export function correlation(): Record<string, OrderValue> {
  const active = context.active();
  const fields: Record<string, OrderValue> = {};
  const span = trace.getSpanContext(active);
  if (span !== undefined && isSpanContextValid(span)) {
    fields.trace_id = span.traceId;
    fields.span_id = span.spanId;
    fields.trace_flags = span.traceFlags.toString(16).padStart(2, '0');
  }
  const order = orderIn(active);
  if (order !== undefined) for (const [name, value] of order.entries) fields[name] = value;
  return fields;
}
