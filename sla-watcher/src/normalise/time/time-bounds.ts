import type { TimeFault } from './read-time.ts';

/** Older than any order that anybody waits for: a default or a broken clock (1970, 0001-01-01). */
export const OLDEST_MS = Date.UTC(1990, 0, 1);
/** Room for a source whose clock runs ahead, or that was given the wrong zone, within a day. */
export const AHEAD_MS = 86_400_000;

export type TimeRejection = TimeFault | 'time-too-old' | 'time-in-future';

/** Lets an instant through that an order can have, as seen at `now`. */
export function withinBounds(instant: number | TimeFault, now: number): number | TimeRejection {
  if (typeof instant === 'string') return instant;
  if (instant < OLDEST_MS) return 'time-too-old';
  return instant > now + AHEAD_MS ? 'time-in-future' : instant;
}

/** What to tell of a refused time, without the time itself. */
export function explainTime(place: string, rejection: TimeRejection): string {
  switch (rejection) {
    case 'bad-time':
      return `${place} is no time as ISO 8601 or the witness's time_format has it`;
    case 'time-without-zone':
      return `${place} carries no offset, and the witness names no zone`;
    case 'time-too-old':
      return `${place} is before 1990`;
    case 'time-in-future':
      return `${place} is more than a day ahead of now`;
  }
}
