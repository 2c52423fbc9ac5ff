import { DAY_MS } from './zone-offsets.ts';

/** `[from, to)`, epoch milliseconds. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

export interface Reached {
  readonly at: number;
  /** The result lies after the last day that the calendar knows: the weekly hours were assumed. */
  readonly beyondKnown: boolean;
}

/**
 * Time that counts towards a limit. Pauses are sorted, disjoint intervals that do not count, given by
 * the caller; they may overlap closed time in any way.
 */
export interface WorkingTime {
  /**
   * The first instant at which `ms` of open time have passed since `start`.
   *
   * - A start in closed time counts from the next opening; one in a pause from the pause's end.
   * - What is used up exactly at closing time, or as a pause begins, is due at that instant, not at the
   *   next opening.
   * - Zero (or less) is `start` itself, open or closed.
   *
   * Throws RangeError when that takes more than 20 years.
   */
  add(start: number, ms: number, pauses?: readonly Interval[]): Reached;
  /** Open milliseconds in `[a, b)`; 0 when `b` is not after `a`. */
  between(a: number, b: number, pauses?: readonly Interval[]): number;
  /** The closed intervals in `[a, b)`: the `limit` longest (of equals the earlier), in time order. */
  closures(a: number, b: number, limit: number): readonly Interval[];
}

/** The part of a working time that knows nothing of pauses. */
export interface OpenTime {
  /** What counts, in messages: `calendar "working"`. */
  readonly title: string;
  /** From here on the calendar is a guess. */
  readonly knownUntil: number;
  /** The first instant after `start` with `ms > 0` of open time passed; Infinity when none is before `horizon`. */
  advance(start: number, ms: number, horizon: number): number;
  measure(a: number, b: number): number;
  closures(a: number, b: number): readonly Interval[];
}

/** Further than this a due time is a mistake in the limit or the calendar. */
const LONGEST_MS = 20 * 365.25 * DAY_MS;

const NO_PAUSES: readonly Interval[] = [];

export function workingTime(open: OpenTime): WorkingTime {
  return {
    add(start, ms, pauses = NO_PAUSES) {
      const at = ms <= 0 ? start : addAround(open, start, ms, pauses);
      // Not `at > …`, so that NaN is refused too.
      if (!(at <= start + LONGEST_MS)) throw new RangeError(tooLong(open, start, ms));
      return { at, beyondKnown: at > open.knownUntil };
    },
    between(a, b, pauses = NO_PAUSES) {
      if (!(b > a)) return 0;
      let ms = open.measure(a, b);
      for (const pause of pauses) {
        const from = Math.max(a, pause.from);
        const to = Math.min(b, pause.to);
        if (from < to) ms -= open.measure(from, to);
      }
      return ms;
    },
    closures(a, b, limit) {
      if (!(b > a)) return [];
      return longest(open.closures(a, b), limit);
    },
  };
}

function addAround(open: OpenTime, start: number, ms: number, pauses: readonly Interval[]): number {
  const horizon = start + LONGEST_MS;
  let from = start;
  let left = ms;
  for (const pause of pauses) {
    if (pause.to <= from) continue;
    if (pause.from > from) {
      const passed = open.measure(from, Math.min(pause.from, horizon));
      if (passed >= left) break;
      left -= passed;
    }
    from = pause.to;
    if (from > horizon) return Infinity;
  }
  return open.advance(from, left, horizon);
}

function longest(intervals: readonly Interval[], limit: number): readonly Interval[] {
  if (intervals.length <= limit) return intervals;
  return intervals
    .toSorted((x, y) => y.to - y.from - (x.to - x.from) || x.from - y.from)
    .slice(0, limit)
    .sort((x, y) => x.from - y.from);
}

function tooLong(open: OpenTime, start: number, ms: number): string {
  const since = Number.isFinite(start) && Math.abs(start) < 8.64e15 ? new Date(start).toISOString() : start;
  return `${+(ms / 3_600_000).toFixed(2)} h of ${open.title}, counted from ${since}, would take more than 20 years`;
}
