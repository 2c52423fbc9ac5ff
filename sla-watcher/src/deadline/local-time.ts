import type { Interval } from './working-time.ts';
import { chunkOf, DAY_MS, MINUTE_MS, type OffsetSpan, offsetAt, offsetsIn } from './zone-offsets.ts';

/** A local time as the number that the same digits would be in UTC. */
type LocalMs = number;

/** No two clocks in the world, nor one clock before and after a change, differ by more. */
const WIDEST_OFFSET_MS = 36 * 3_600_000;

/** The local date `YYYY-MM-DD` at an instant. */
export function localDateOf(instant: number, zone: string): string {
  return new Date(localOf(instant, zone)).toISOString().slice(0, 10);
}

/**
 * The instant at which a local date `YYYY-MM-DD` ends: the first one after which that date is never
 * shown again. A date that the zone skipped ends where it would have been. Throws RangeError for a
 * date that does not exist.
 */
export function localMidnightAfter(date: string, zone: string): number {
  return lastBefore(parseDate(date) + DAY_MS, zone);
}

/**
 * The next instant after `after` at which a day reaches that minute (0 to 1439) of its local time: the
 * first of the two where clocks go back, the first after the gap where they go forward. A day that the
 * zone skipped has none.
 */
export function dailyAt(zone: string, minute: number, after: number): number {
  for (let day = dayOf(localOf(after, zone)) - 1; ; day++) {
    const at = firstAtOrAfter(day * DAY_MS + minute * MINUTE_MS, zone);
    const skipped = firstAtOrAfter((day + 1) * DAY_MS, zone) <= firstAtOrAfter(day * DAY_MS, zone);
    if (at > after && !skipped) return at;
  }
}

/**
 * The window of the week that contains `now`, or null. `day` 0 is Monday; `from` and `to` are minutes
 * of that local day, and `to` may exceed 1440 to reach into the next ones. An edge within a repeated
 * hour counts in the window's favour: from its first to its last showing.
 */
export function weeklyWindow(
  now: number,
  zone: string,
  day: number,
  from: number,
  to: number,
): Interval | null {
  const today = dayOf(localOf(now, zone));
  // One day ahead and one behind, because an edge may be moved over midnight by a change of the clocks.
  for (let date = today + 1; date >= today - Math.ceil(to / 1440) - 1; date--) {
    if (weekday(date) !== day) continue;
    const opens = firstAtOrAfter(date * DAY_MS + from * MINUTE_MS, zone);
    const closes = lastBefore(date * DAY_MS + to * MINUTE_MS, zone);
    if (opens <= now && now < closes) return { from: opens, to: closes };
  }
  return null;
}

function localOf(instant: number, zone: string): LocalMs {
  return instant + offsetAt(zone, instant);
}

function dayOf(local: LocalMs): number {
  return Math.floor(local / DAY_MS);
}

/** Monday is 0; day 0 of the epoch was a Thursday. */
function weekday(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}

function parseDate(date: string): LocalMs {
  const local = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(local) || new Date(local).toISOString().slice(0, 10) !== date) {
    throw new RangeError(`"${date}" is not a date: expected YYYY-MM-DD`);
  }
  return local;
}

/** The first instant at which the zone's clocks show `local` or later. */
function firstAtOrAfter(local: LocalMs, zone: string): number {
  for (const span of spansAround(local, zone)) {
    const at = Math.max(local - span.offsetMs, span.from);
    if (at < span.to) return at;
  }
  throw new RangeError(`No clock in ${zone} shows that time`);
}

/** The end of the last stretch in which the zone's clocks show less than `local`. */
function lastBefore(local: LocalMs, zone: string): number {
  for (const span of spansAround(local, zone).toReversed()) {
    const end = Math.min(local - span.offsetMs, span.to);
    if (end > span.from) return end;
  }
  throw new RangeError(`No clock in ${zone} shows that time`);
}

/** All offsets that could be in force when the zone's clocks show `local`. */
function spansAround(local: LocalMs, zone: string): readonly OffsetSpan[] {
  const first = chunkOf(local - WIDEST_OFFSET_MS);
  const last = chunkOf(local + WIDEST_OFFSET_MS);
  const spans = offsetsIn(zone, first);
  return first === last ? spans : [...spans, ...offsetsIn(zone, last)];
}
