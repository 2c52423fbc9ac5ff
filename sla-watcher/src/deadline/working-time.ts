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
   * Infinity when that takes more than 20 years, or begins in years for which nobody answers.
   */
  add(start: number, ms: number, pauses?: readonly Interval[]): Reached;
  /** Open milliseconds in `[a, b)`; 0 when `b` is not after `a`. */
  between(a: number, b: number, pauses?: readonly Interval[]): number;
  /** The closed intervals in `[a, b)`: the `limit` longest (of equals the earlier), in time order. */
  closures(a: number, b: number, limit: number): readonly Interval[];
}

/** The part of a working time that knows nothing of pauses. */
export interface OpenTime {
  /** From here on the calendar is a guess. */
  readonly knownUntil: number;
  /** The first instant after `start` with `ms > 0` of open time passed; Infinity when none is before `horizon`. */
  advance(start: number, ms: number, horizon: number): number;
  measure(a: number, b: number): number;
  closures(a: number, b: number): readonly Interval[];
}

/** Working time is counted in these years; it keeps what is memoised of a calendar below a few megabytes. */
export const ANSWERS_FROM = Date.UTC(1900, 0, 1);
export const ANSWERS_TO = Date.UTC(2300, 0, 1);

/** Further than this a due time is a mistake: in the limit, in the calendar, or in a time that somebody told. */
const LONGEST_MS = 20 * 365.25 * DAY_MS;

const NO_PAUSES: readonly Interval[] = [];

export function workingTime(open: OpenTime): WorkingTime {
  return {
    add(start, ms, pauses = NO_PAUSES) {
      const reached = addWithin(open, start, ms, pauses);
      return { at: reached, beyondKnown: reached > open.knownUntil };
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

function addWithin(open: OpenTime, start: number, ms: number, pauses: readonly Interval[]): number {
  const horizon = start + LONGEST_MS;
  // Written so that NaN has no answer either.
  if (!(start >= ANSWERS_FROM && horizon < ANSWERS_TO)) return Infinity;
  const at = ms <= 0 ? start : addAround(open, start, ms, pauses, horizon);
  return at <= horizon ? at : Infinity;
}

function addAround(
  open: OpenTime,
  start: number,
  ms: number,
  pauses: readonly Interval[],
  horizon: number,
): number {
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
