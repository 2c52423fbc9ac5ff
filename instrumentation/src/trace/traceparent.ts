import { createTraceState, type SpanContext } from '@opentelemetry/api';

/** https://www.w3.org/TR/trace-context/#traceparent-header: later versions may say more after it. */
const TRACEPARENT =
  /^ ?(?!ff)([\da-f]{2})-(?!0{32})([\da-f]{32})-(?!0{16})([\da-f]{16})-([\da-f]{2})(-.*)? ?$/;

export function parseTraceParent(text: string): SpanContext | undefined {
  const match = TRACEPARENT.exec(text);
  if (match === null) return undefined;
  const [, version, traceId = '', spanId = '', flags = '', rest] = match;
  if (version === '00' && rest !== undefined) return undefined;
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16) };
}

export function renderTraceParent({ traceId, spanId, traceFlags }: SpanContext): string {
  return `00-${traceId}-${spanId}-${traceFlags === 1 ? '01' : traceFlags.toString(16).padStart(2, '0')}`;
}

/** What came in from another process; a header that came twice counts once. */
export function readRemote(parent: unknown, state: unknown): SpanContext | undefined {
  const text: unknown = Array.isArray(parent) ? parent[0] : parent;
  const found = typeof text === 'string' ? parseTraceParent(text) : undefined;
  if (found === undefined) return undefined;
  found.isRemote = true;
  const entries: unknown = Array.isArray(state) ? state.join(',') : state;
  if (typeof entries === 'string' && entries !== '') found.traceState = createTraceState(entries);
  return found;
}
