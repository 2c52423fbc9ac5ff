import type { Place, SourceRow } from '../source/read-window.ts';
import type { Cursor, Floor, Sight } from './late-commits.ts';
import { isComparable, widenXid, type Xid } from './xid.ts';

/**
 * The slow second look, for rows that no bound on the cursor foresees: from a transaction that took its
 * time long before its first write and that nobody may see, from ids handed out in blocks, with a
 * back-dated cursor, or changed without moving it. It walks over the last `lookbackMs` of the table and
 * wants only rows whose writer is younger than the sweep before; so hardly any cross the wire.
 *
 * States: resting (`run` null) ──everyMs after the last began──▶ walking, some windows with every poll
 * ──the end of its range──▶ resting.
 */
export interface Sweep {
  /** Wall time, epoch milliseconds. */
  readonly begunAt: number;
  /** All that older transactions wrote was there to be seen when the last sweep began. */
  readonly horizon: Xid;
  readonly run: SweepRun | null;
  /** Where an id column stood at which wall time: what `lookbackMs` means in ids. Oldest first. */
  readonly highs: readonly { readonly at: number; readonly high: Floor }[];
}

export interface SweepRun {
  readonly low: Floor;
  readonly high: Floor;
  readonly horizon: Xid | null;
  readonly after: Place | null;
}

export interface SweepTimes {
  readonly everyMs: number;
  readonly lookbackMs: number;
}

const MOST_HIGHS = 32;
/** Ids that an application takes in advance and uses later (hi/lo generators, sequence caches). */
const BLOCK_OF_IDS = 100_000n;
/** What a bound may learn. Rows changed far back without moving their cursor must not widen every poll. */
const MOST_LEARNED_US = 2n * 3600n * 1_000_000n;

/** What the first poll leaves: it saw everything that older transactions wrote. */
export function firstSweep(sight: Sight, wall: number): Sweep {
  return { begunAt: wall, horizon: sight.snapshot.xmin, run: null, highs: [{ at: wall, high: sight.high }] };
}

/** Begins a sweep where one is due; `last` is the poll that was finished just now. */
export function beginSweep(
  sweep: Sweep,
  last: Sight,
  wall: number,
  { everyMs, lookbackMs }: SweepTimes,
): Sweep {
  if (sweep.run !== null || everyMs === 0 || wall - sweep.begunAt < everyMs) return sweep;
  const low =
    last.clock === null ? lowOfIds(sweep, wall - lookbackMs) : last.clock - BigInt(lookbackMs) * 1000n;
  const horizon = isComparable(sweep.horizon, last.next) ? sweep.horizon : null;
  const spaced = wall - (sweep.highs.at(-1)?.at ?? 0) >= lookbackMs / (MOST_HIGHS - 2);
  return {
    begunAt: wall,
    horizon: last.snapshot.xmin,
    run: { low, high: last.high, horizon, after: null },
    highs: spaced ? [...sweep.highs, { at: wall, high: last.high }].slice(-MOST_HIGHS) : sweep.highs,
  };
}

/** The id that was the highest when the lookback began, or when we began. */
function lowOfIds({ highs }: Sweep, since: number): Floor {
  const high = (highs.findLast(({ at }) => at <= since) ?? highs[0])?.high ?? null;
  return high === null ? null : high - BLOCK_OF_IDS;
}

/**
 * How far the bound must be lowered, so that the next row like these is found by the next poll and not
 * by a sweep: writers' clocks may differ by more than `lag`. `known` are rows that the polls had missed
 * for sure, being written from `since` on. 0: nothing is learned.
 */
export function learnSlack(missed: readonly SourceRow[], last: Sight, since: Xid | null): bigint {
  if (since === null || last.high === null || last.clock === null) return 0n;
  let most = 0n;
  for (const { cursor, writer } of missed) {
    if (writer === null || widenXid(BigInt(writer), last.next) < since) continue;
    const behind: Cursor = last.high - cursor;
    if (behind > most && behind <= MOST_LEARNED_US) most = behind;
  }
  return most + most / 4n;
}
