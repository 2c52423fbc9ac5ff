import type { AttributeValue } from '@orderwatch/model';
import { localMidnightAfter } from './calendar.ts';

const DATE = /^\d{4}-\d{2}-\d{2}$/;

/**
 * The last instant at which a promise is kept: a promised date (`2026-11-21`) ends with its day in
 * the model's zone, a promised instant (RFC 3339 with an offset) is one. Null: it says no time.
 */
export function endOfPromise(promised: AttributeValue | undefined, zone: string): number | null {
  if (typeof promised !== 'string') return null;
  if (DATE.test(promised)) return localMidnightAfter(promised, zone) - 1;
  const instant = Date.parse(promised);
  return Number.isNaN(instant) ? null : instant;
}
