import type { SpanKind, SpanStatus } from './telemetry.ts';

const KINDS: readonly SpanKind[] = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'];
const STATUSES: readonly SpanStatus[] = ['unset', 'ok', 'error'];
const HIGHEST_SEVERITY = 24;

/** Numbers that a later version of the protocol may bring count as unspecified. */
export function kindOf(number: number): SpanKind {
  return KINDS[number] ?? 'unspecified';
}

export function statusOf(number: number): SpanStatus {
  return STATUSES[number] ?? 'unset';
}

export function severityOf(number: number): number {
  return number >= 0 && number <= HIGHEST_SEVERITY ? number : 0;
}
