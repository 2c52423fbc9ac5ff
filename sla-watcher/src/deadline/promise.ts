import { type AttributeValue, parseDate, parseInstant } from '@orderwatch/model';
import { localMidnightAfter } from './calendar.ts';

/** Local time is known from then on: a date in the year 0 is what is left of a missing one. */
const FIRST_DATE = '0001-01-01';

/**
 * The last instant at which a promise is kept: a promised date (`2026-11-21`) ends with its day in
 * the model's zone, a promised instant (RFC 3339 with an offset) is one. Null: it says no time.
 */
export function endOfPromise(promised: AttributeValue | undefined, zone: string): number | null {
  if (typeof promised !== 'string') return null;
  const date = parseDate(promised);
  if (date.ok) return date.value < FIRST_DATE ? null : localMidnightAfter(date.value, zone) - 1;
  const instant = parseInstant(promised);
  return instant.ok ? instant.value : null;
}
