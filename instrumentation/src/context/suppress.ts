import { type Context, createContextKey } from '@opentelemetry/api';

/** That of OpenTelemetry's SDK: what asks for silence there is given it here. */
const SUPPRESSED = createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING');

/** Work in this context is not traced: our own, or that of who asked for it. */
export function suppressTracing(context: Context): Context {
  return context.setValue(SUPPRESSED, true);
}

export function isTracingSuppressed(context: Context): boolean {
  return context.getValue(SUPPRESSED) === true;
}
