import { SpanStatusCode, trace } from '@opentelemetry/api';

/** A handler's failure that nobody throws on to the instrumentation. */
export function tellSpan(error: unknown): void {
  const span = trace.getActiveSpan();
  if (error instanceof Error) span?.recordException(error);
  span?.setStatus({ code: SpanStatusCode.ERROR });
}
