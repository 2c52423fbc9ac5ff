import type { Calendar, DayHours } from '@orderwatch/model';
import { DAY_MS, MINUTE_MS, type OffsetSpan, offsetsIn } from './zone-offsets.ts';

/** One chunk of a calendar: its open intervals `[opens[i], closes[i])`, sorted and disjoint; over midnight they touch. */
export interface OpenHours {
  readonly opens: Float64Array;
  readonly closes: Float64Array;
  /** Open milliseconds of the chunk before interval `i`; one entry more than there are intervals. */
  readonly before: Float64Array;
}

/** The hours of one local day, counted in days since 1970-01-01. */
export type HoursOfDay = (day: number) => readonly DayHours[];

/** Reads a calendar day by day: hours of their own (holidays, moved days) win over the week's. */
export function hoursOfDay(calendar: Calendar): HoursOfDay {
  const special = new Map<number, readonly DayHours[]>();
  for (const [date, hours] of calendar.days) special.set(Date.parse(`${date}T00:00:00Z`) / DAY_MS, hours);
  // 1970-01-01 was a Thursday: the fourth day of a week that begins on Monday.
  return (day) => special.get(day) ?? calendar.week[(((day + 3) % 7) + 7) % 7] ?? [];
}

/**
 * The open intervals of one chunk. Open means that the clock on the wall shows an open minute: an hour
 * that a spring-forward skips is not there to be worked, one that a fall-back repeats is worked twice.
 * Between two changes of the offset local time is plain arithmetic, so no day needs a Temporal step.
 */
export function compileOpenHours(zone: string, hours: HoursOfDay, chunk: number): OpenHours {
  const edges: number[] = [];
  for (const span of offsetsIn(zone, chunk)) appendSpan(edges, span, hours);
  const count = edges.length / 2;
  const opens = new Float64Array(count);
  const closes = new Float64Array(count);
  const before = new Float64Array(count + 1);
  for (let i = 0; i < count; i++) {
    opens[i] = edges[2 * i]!;
    closes[i] = edges[2 * i + 1]!;
    before[i + 1] = before[i]! + closes[i]! - opens[i]!;
  }
  return { opens, closes, before };
}

/** How much of a chunk's open time has passed at an instant. */
export function openBefore(hours: OpenHours, instant: number): number {
  const i = countUpTo(hours.opens, instant) - 1;
  if (i < 0) return 0;
  return hours.before[i]! + Math.min(instant, hours.closes[i]!) - hours.opens[i]!;
}

/** The first instant at which `ms > 0` of a chunk's open time have passed; the chunk has that much. */
export function instantOf(hours: OpenHours, ms: number): number {
  // The last interval that begins with less than `ms` behind it: what ends with a day ends at its closing.
  let low = 0;
  let high = hours.opens.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (hours.before[middle]! < ms) low = middle;
    else high = middle - 1;
  }
  return hours.opens[low]! + ms - hours.before[low]!;
}

export function openTotal(hours: OpenHours): number {
  return hours.before[hours.before.length - 1]!;
}

/** How many of the sorted numbers are at or below `limit`. */
export function countUpTo(sorted: Float64Array, limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

function appendSpan(edges: number[], span: OffsetSpan, hours: HoursOfDay): void {
  const firstDay = Math.floor((span.from + span.offsetMs) / DAY_MS);
  const lastDay = Math.floor((span.to - 1 + span.offsetMs) / DAY_MS);
  for (let day = firstDay; day <= lastDay; day++) {
    const midnight = day * DAY_MS - span.offsetMs;
    for (const { from, to } of hours(day)) {
      const open = Math.max(midnight + from * MINUTE_MS, span.from);
      const close = Math.min(midnight + to * MINUTE_MS, span.to);
      if (open < close) edges.push(open, close);
    }
  }
}
