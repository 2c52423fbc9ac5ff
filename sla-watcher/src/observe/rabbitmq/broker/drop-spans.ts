import { DROP_REASONS, type DropReason, type DropSpan } from '../../../domain/queue-history.ts';

export type DropCounts = Readonly<Partial<Record<DropReason, number>>>;

/** Counters as they stood at some instant between `from` and `to`; `source` counts for itself. */
export interface CounterReading {
  readonly from: number;
  readonly to: number;
  /** Counters of another node say nothing of those before. */
  readonly source: string;
  readonly counts: DropCounts;
}

/** A span, and whether the one before it ends with the reading with which this one begins. */
export interface LinkedSpan extends DropSpan {
  readonly follows: boolean;
}

/** Readings that followed each other and were all the same. */
export interface CounterRun {
  /** When the first of them had been read. */
  readonly since: number;
  readonly last: CounterReading;
  /** Whether the span before it ends with the first of them. */
  readonly follows: boolean;
}

/** One set of counters over time. */
export interface DropSeries {
  /** Null: not read yet. */
  readonly run: CounterRun | null;
  /** Oldest first. */
  readonly spans: readonly LinkedSpan[];
}

export const NO_DROPS: DropSeries = { run: null, spans: [] };

export interface DropLimits {
  /** Readings further apart do not belong together: in between nobody looked. */
  readonly pauseMs: number;
  /** Spans of one series. */
  readonly most: number;
}

/** The difference to the reading before, unless in between nobody looked or counting began anew. */
export function withCounters(series: DropSeries, reading: CounterReading, limits: DropLimits): DropSeries {
  const { run, spans } = series;
  // A clock was set back.
  if (run !== null && reading.from <= run.last.from) return series;
  const dropped = run === null ? null : droppedBetween(run.last, reading, limits.pauseMs);
  if (run === null || dropped === null)
    return { run: { since: reading.to, last: reading, follows: false }, spans };
  const next = isNothing(dropped)
    ? withNothing(spans, run, reading, dropped)
    : withSome(spans, run, reading, dropped);
  return { ...next, spans: bounded(next.spans, limits.most) };
}

/** Null: the two readings prove nothing of the time between them. */
function droppedBetween(before: CounterReading, now: CounterReading, pauseMs: number): DropCounts | null {
  if (before.source !== now.source || now.from - before.from > pauseMs) return null;
  const dropped: Partial<Record<DropReason, number>> = {};
  for (const reason of DROP_REASONS) {
    const [was, is] = [before.counts[reason], now.counts[reason]];
    if (was === undefined || is === undefined) continue;
    // Counting began anew, and with it that of all reasons.
    if (is < was) return null;
    dropped[reason] = is - was;
  }
  // Another set of reasons is another thing to know, and begins anew.
  return Object.keys(dropped).length > 0 && sameReasons(before.counts, now.counts) ? dropped : null;
}

/** Time in which nothing was dropped is one span, however often it was looked at. */
function withNothing(
  spans: readonly LinkedSpan[],
  run: CounterRun,
  reading: CounterReading,
  dropped: DropCounts,
): DropSeries {
  const next = { ...run, last: reading };
  const { since: from, follows } = run;
  // Figures that are old prove nothing yet of the time since they were first so.
  if (reading.from <= from) return { run: next, spans };
  const before = hasSpan(spans, run) ? spans.slice(0, -1) : spans;
  return { run: next, spans: [...before, { from, to: reading.from, dropped, follows }] };
}

function withSome(
  spans: readonly LinkedSpan[],
  run: CounterRun,
  reading: CounterReading,
  dropped: DropCounts,
): DropSeries {
  const follows = run.follows || hasSpan(spans, run);
  const span = { from: run.last.from, to: reading.to, dropped, follows };
  return { run: { since: reading.to, last: reading, follows: true }, spans: [...spans, span] };
}

/** Whether the run has a span by now; only the span of a run without drops begins with it. */
function hasSpan(spans: readonly LinkedSpan[], { since }: CounterRun): boolean {
  const last = spans.at(-1);
  return last !== undefined && last.from === since && isNothing(last.dropped);
}

/** The two oldest become one; what was not read without a pause is forgotten, never guessed. */
function bounded(spans: readonly LinkedSpan[], most: number): readonly LinkedSpan[] {
  const [first, second, ...rest] = spans;
  if (spans.length <= most || first === undefined || second === undefined) return spans;
  return bounded([second.follows ? joinedDrops(first, second) : second, ...rest], most);
}

/** A reason that one of the two does not know is not known of both. */
export function joinedDrops(older: LinkedSpan, younger: LinkedSpan): LinkedSpan {
  const dropped: Partial<Record<DropReason, number>> = {};
  for (const reason of DROP_REASONS) {
    const [a, b] = [older.dropped[reason], younger.dropped[reason]];
    if (a !== undefined && b !== undefined) dropped[reason] = a + b;
  }
  return { from: older.from, to: Math.max(older.to, younger.to), dropped, follows: older.follows };
}

function isNothing(dropped: DropCounts): boolean {
  return Object.values(dropped).every((count) => count === 0);
}

function sameReasons(one: DropCounts, other: DropCounts): boolean {
  return DROP_REASONS.every((reason) => (one[reason] === undefined) === (other[reason] === undefined));
}
