import { type Attributes, SpanStatusCode } from '@opentelemetry/api';
import type { WorkSpan } from '../trace/work-span.ts';

const KNOWN = new Set([
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'DELETE',
  'CONNECT',
  'OPTIONS',
  'TRACE',
  'PATCH',
  'QUERY',
]);

/** What the conventions know, or `_OTHER`: a method is a word that anybody may send. */
export function knownMethod(method: string): string {
  if (KNOWN.has(method)) return method;
  const upper = method.toUpperCase();
  return KNOWN.has(upper) ? upper : '_OTHER';
}

/** Says how a request ended; `failsFrom` is 500 for who answers and 400 for who asks. */
export function recordStatus(span: WorkSpan, status: number, failsFrom: 400 | 500): void {
  const attributes: Attributes = span.attributes;
  attributes['http.response.status_code'] = status;
  if (status >= 100 && status < failsFrom) return;
  attributes['error.type'] = String(status);
  span.setStatus({ code: SpanStatusCode.ERROR });
}

export function recordFailure(span: WorkSpan, error: unknown): void {
  const { name, code } = error as Partial<Error & { code: unknown }>;
  span.attributes['error.type'] = typeof code === 'string' ? code : (name ?? '_OTHER');
  if (error instanceof Error) span.recordException(error);
  span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.message : '' });
}
