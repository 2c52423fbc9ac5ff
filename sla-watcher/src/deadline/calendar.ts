import type { Calendar } from '@orderwatch/model';
import { localMidnightAfter } from './local-time.ts';
import {
  compileOpenHours,
  countUpTo,
  hoursOfDay,
  instantOf,
  type OpenHours,
  openBefore,
  openTotal,
} from './open-hours.ts';
import {
  ANSWERS_FROM,
  ANSWERS_TO,
  type Interval,
  type OpenTime,
  type WorkingTime,
  workingTime,
} from './working-time.ts';
import { chunkOf, chunkStart, offsetsIn } from './zone-offsets.ts';

export { clockTime } from './clock-time.ts';
export { dailyAt, localDateOf, localMidnightAfter, weeklyWindow } from './local-time.ts';
export type { Interval, Reached, WorkingTime } from './working-time.ts';

/**
 * Makes a calendar answer in well under a microsecond: its open hours are compiled to sorted intervals
 * a year at a time, on first use, and a question is a binary search in them. Throws RangeError for a
 * calendar that never opens and for a zone that does not exist.
 */
export function compileCalendar(calendar: Calendar): WorkingTime {
  if (![...calendar.week, ...calendar.days.values()].some((hours) => hours.length > 0)) {
    throw new RangeError(`The calendar "${calendar.name}" has no open hours: no time would ever pass in it`);
  }
  offsetsIn(calendar.zone, chunkOf(0));
  return workingTime(openTime(calendar));
}

type ChunkAt = (chunk: number) => OpenHours;

function openTime(calendar: Calendar): OpenTime {
  const hours = hoursOfDay(calendar);
  const chunks = new Map<number, OpenHours>();
  const chunkAt = (chunk: number): OpenHours => {
    const known = chunks.get(chunk);
    if (known !== undefined) return known;
    const compiled = compileOpenHours(calendar.zone, hours, chunk);
    chunks.set(chunk, compiled);
    return compiled;
  };
  return {
    knownUntil: calendar.until === null ? Infinity : localMidnightAfter(calendar.until, calendar.zone),
    advance: (start, ms, horizon) => advance(chunkAt, answerable(start), ms, horizon),
    measure: (a, b) => measure(chunkAt, answerable(a), answerable(b)),
    closures: (a, b) => closures(chunkAt, answerable(a), answerable(b)),
  };
}

function advance(chunkAt: ChunkAt, start: number, ms: number, horizon: number): number {
  let chunk = chunkOf(start);
  let hours = chunkAt(chunk);
  // Counted from the chunk's beginning, so that one search finds the end.
  let left = ms + openBefore(hours, start);
  while (left > openTotal(hours)) {
    left -= openTotal(hours);
    chunk++;
    if (chunkStart(chunk) >= horizon) return Infinity;
    hours = chunkAt(chunk);
  }
  return instantOf(hours, left);
}

function measure(chunkAt: ChunkAt, a: number, b: number): number {
  const last = chunkOf(b);
  let ms = openBefore(chunkAt(last), b);
  let chunk = chunkOf(a);
  ms -= openBefore(chunkAt(chunk), a);
  for (; chunk < last; chunk++) ms += openTotal(chunkAt(chunk));
  return ms;
}

function closures(chunkAt: ChunkAt, a: number, b: number): Interval[] {
  const found: Interval[] = [];
  // Closed since then, as far as we have read.
  let closedFrom = a;
  for (let chunk = chunkOf(a); chunk <= chunkOf(b); chunk++) {
    const { opens, closes } = chunkAt(chunk);
    for (let i = countUpTo(closes, closedFrom); i < opens.length && opens[i]! < b; i++) {
      if (opens[i]! > closedFrom) found.push({ from: closedFrom, to: opens[i]! });
      closedFrom = closes[i]!;
    }
  }
  if (closedFrom < b) found.push({ from: closedFrom, to: b });
  return found;
}

function answerable(instant: number): number {
  if (instant >= ANSWERS_FROM && instant < ANSWERS_TO) return instant;
  throw new RangeError(
    `The instant ${instant} lies outside the years 1900 to 2299, for which calendars answer`,
  );
}
