import { lowest, type Snapshot, type Xid } from './xid.ts';

/**
 * Which rows a poll must read again, because they became visible later than rows with a higher cursor.
 * docs/adr/0004-rows-committed-late.md has the reasoning.
 *
 * 1. A row that this poll sees and the one before did not see was written by a transaction that was
 *    running then, or has begun since. So only what transactions did since the *poll before* counts.
 * 2. A transaction's cursors are not below the highest cursor visible at any time before it began.
 * 3. What is not known is taken for the worst: it began before everything we remember.
 */

/** A cursor value: microseconds since 1970 by the source's clock, or an id. Null: from the first row on. */
export type Cursor = bigint;
export type Floor = Cursor | null;

/** An open transaction that had no id yet when it was seen, and below which cursor it cannot write. */
export interface Unwritten {
  /** Backend and start: the same backend's next transaction is another one. */
  readonly id: string;
  readonly floor: Floor;
}

/** What one poll saw of the server's transactions, before it read its rows. */
export interface Sight {
  /** Microseconds since 1970, by the source's clock. */
  readonly at: bigint;
  /** The same instant as a value of the cursor column; null: it holds ids. */
  readonly clock: Cursor | null;
  readonly snapshot: Snapshot;
  /** Ids from here on were not given out yet. */
  readonly next: Xid;
  /** Null: `snapshot.running` is not known (a standby). */
  readonly complete: boolean;
  /** Empty also where the role may not see them. */
  readonly unwritten: readonly Unwritten[];
  /** The highest cursor that was visible; null: no row was. */
  readonly high: Floor;
  /** How much of the log a standby had replayed; null: this was a primary. */
  readonly replayed: string | null;
}

/** A past poll that running transactions are measured by: ids from `next` on were given out after it. */
export interface Milestone {
  readonly next: Xid;
  /** No transaction that got its id after this poll writes below it. */
  readonly floor: Floor;
  /** Microseconds by the source's clock: up to here this poll had seen everything; null: unknown. */
  readonly seenTo: bigint | null;
}

/** Reads rows with `cursor >= low` whose writer is not older than `horizon` (null: all of them). */
export interface ReadPlan {
  readonly low: Floor;
  readonly horizon: Xid | null;
}

const MOST_UNWRITTEN = 200;
const MOST_MILESTONES = 64;

/** `slack` is taken off the bound, in units of the cursor: for writers whose clocks differ a little. */
export function planRead(last: Sight, milestones: readonly Milestone[], now: Sight, slack: bigint): ReadPlan {
  const open = new Set(now.unwritten.map(({ id }) => id));
  const floors: Floor[] = [
    last.high,
    ...last.unwritten.filter(({ id }) => !open.has(id)).map(({ floor }) => floor),
  ];
  const ended = last.complete ? endedSince(last, now) : oldestIfEnded(last, now);
  // Ids from xmax on may have been given out already, to transactions that nothing lists.
  const unlisted = last.snapshot.xmax < last.next ? [last.snapshot.xmax] : [];
  for (const xid of [...ended, ...unlisted]) floors.push(milestoneOf(milestones, xid)?.floor ?? null);
  const low = lowestFloor(floors);
  const writers = last.complete ? [last.snapshot.xmax, ...ended] : [last.snapshot.xmin];
  return { low: low === null ? null : low - slack, horizon: lowest(writers) };
}

function endedSince(last: Sight, now: Sight): readonly Xid[] {
  const running = new Set(now.snapshot.running);
  return last.snapshot.running.filter((xid) => !running.has(xid));
}

/**
 * On a standby nobody lists what runs between xmin and xmax. Rows of those in between may be found
 * late: when the oldest ends, or by the sweep. The watermark waits for them (see watermark.ts).
 */
function oldestIfEnded(last: Sight, now: Sight): readonly Xid[] {
  const isOldestRunning = last.snapshot.xmin < last.next && now.snapshot.xmin <= last.snapshot.xmin;
  return isOldestRunning ? [] : [last.snapshot.xmin];
}

/** The newest poll before which this id was not given out. */
export function milestoneOf(milestones: readonly Milestone[], xid: Xid): Milestone | null {
  return milestones.findLast(({ next }) => next <= xid) ?? null;
}

/** Keeps the milestones that what runs now is measured by, and the newest. */
export function keepMilestones(
  milestones: readonly Milestone[],
  now: Sight,
  added: Milestone,
): readonly Milestone[] {
  const { running, xmin, xmax } = now.snapshot;
  const all = [...milestones, added];
  const needed = new Set([...running, xmin, xmax].map((xid) => milestoneOf(all, xid)));
  const kept = all.filter((milestone) => milestone === added || needed.has(milestone));
  // One that is dropped leaves its transactions to an older one, which is lower.
  return kept.length <= MOST_MILESTONES
    ? kept
    : [...kept.slice(0, MOST_MILESTONES / 2), ...kept.slice(-MOST_MILESTONES / 2)];
}

/** The floor of transactions that get their id after this poll: those not begun yet, and the unwritten. */
export function floorOf({ high, unwritten }: Sight): Floor {
  return lowestFloor([high, ...unwritten.map(({ floor }) => floor)]);
}

/** More than we want to remember become one that is never found again, and so is always reckoned with. */
export function boundUnwritten(unwritten: readonly Unwritten[]): readonly Unwritten[] {
  if (unwritten.length <= MOST_UNWRITTEN) return unwritten;
  return [{ id: 'many', floor: lowestFloor(unwritten.map(({ floor }) => floor)) }];
}

function lowestFloor(floors: readonly Floor[]): Floor {
  const known = floors.filter((floor) => floor !== null);
  return known.length < floors.length ? null : lowest(known);
}
