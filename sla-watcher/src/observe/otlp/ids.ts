import type { DecodedSpan } from './telemetry.ts';

export const TRACE_ID_BYTES = 16;
export const SPAN_ID_BYTES = 8;

/** An id while it is read is lowercase hex; one of these two where there is none. */
export const NO_ID = '';
export const WRONG_ID = 'wrong';

/** Protobuf's default and all zeros mean the same: nothing. */
export function isNoId(hex: string): boolean {
  return /^0*$/.test(hex);
}

/** What is wrong with the ids of a span, in a sentence; null: nothing. */
export function idFault({ traceId, spanId, parentSpanId }: DecodedSpan): string | null {
  if (traceId === NO_ID || traceId === WRONG_ID)
    return `the trace id is not ${TRACE_ID_BYTES} bytes, or all zeros`;
  if (spanId === NO_ID || spanId === WRONG_ID)
    return `the span id is not ${SPAN_ID_BYTES} bytes, or all zeros`;
  if (parentSpanId === WRONG_ID) return `the parent span id is not ${SPAN_ID_BYTES} bytes`;
  return null;
}

/** For a parent, a link and a log record, where there need not be one. */
export function idOrNull(id: string | null): string | null {
  return id === NO_ID || id === WRONG_ID ? null : id;
}
