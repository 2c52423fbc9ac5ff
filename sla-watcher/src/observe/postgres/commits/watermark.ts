import { type Milestone, milestoneOf, type Sight } from './late-commits.ts';
import type { Activity, SourceTime } from './look.ts';
import { widenXid } from './xid.ts';

/** Up to which instant, by the source's clock, everything that is written is seen; null: nobody knows, and why. */
export interface Watermark {
  readonly at: SourceTime | null;
  /** What keeps it back or unknown, in a sentence; null: nothing. */
  readonly because: string | null;
}

/** Longer than this an open transaction is worth naming. */
const LONG_US = 60_000_000n;

/**
 * What a poll that began with this sight has seen once it has read its rows. `lagMs`: how long rows
 * usually take to show. On a standby it is taken off, because a transaction that has not written yet,
 * or whose first row is not in the log yet, is seen by nobody there.
 */
export function watermarkOf(
  activity: Activity,
  sight: Sight,
  milestones: readonly Milestone[],
  lagMs: number,
): Watermark {
  if (activity.standby === null) return onPrimary(activity, sight, milestones);
  const { at, because } = onStandby(activity, sight, milestones);
  return { at: at === null ? null : at - BigInt(lagMs) * 1000n, because };
}

/** The time that a milestone keeps: on a standby not yet held back by what runs there. */
export function seenTo(activity: Activity, watermark: Watermark): SourceTime | null {
  return activity.standby === null ? watermark.at : replayedTo(activity);
}

/** A transaction that is still open may have given its rows any time since it began. */
function onPrimary(activity: Activity, { snapshot }: Sight, milestones: readonly Milestone[]): Watermark {
  const { role, seesOthers, open, prepared, at } = activity;
  if (!seesOthers) {
    const because = `the role may not see open transactions: GRANT pg_read_all_stats TO "${role}"`;
    return { at: null, because };
  }
  let earliest: { readonly at: SourceTime; readonly because: string | null } = { at, because: null };
  for (const { startedAt, who } of open) {
    const because = at - startedAt < LONG_US ? null : `a transaction has been open for long: ${who}`;
    if (startedAt < earliest.at) earliest = { at: startedAt, because };
  }
  for (const xid of prepared) {
    // Its session is gone and with it when it began; but not before what was seen before it had an id.
    const since = milestoneOf(milestones, widenXid(xid, snapshot.xmax))?.seenTo ?? null;
    const because = 'a prepared transaction waits for COMMIT PREPARED (pg_prepared_xacts)';
    if (since === null) return { at: null, because: `${because}, and nobody knows since when it was open` };
    if (since < earliest.at) earliest = { at: since, because };
  }
  return earliest;
}

/**
 * Nobody sees on a standby when a transaction of the primary began, but which ones still run is known
 * by their ids: it was not before the poll to which those ids were new.
 */
function onStandby(
  activity: Activity,
  { snapshot, next }: Sight,
  milestones: readonly Milestone[],
): Watermark {
  const replayed = replayedTo(activity);
  if (replayed === null)
    return { at: null, because: 'the standby has replayed no transaction since it was started' };
  const lag = activity.at - replayed;
  const { role, seesOthers } = activity;
  const because =
    lag < LONG_US || seesOthers
      ? null
      : `the standby may be behind, or its primary idle: GRANT pg_read_all_stats TO "${role}" lets it be known`;
  if (snapshot.xmin >= next) return { at: replayed, because };
  const since = milestoneOf(milestones, snapshot.xmin)?.seenTo ?? null;
  if (since === null)
    return { at: null, because: 'transactions are open that were so before the first poll' };
  if (since >= replayed) return { at: replayed, because };
  const isLong = replayed - since > LONG_US;
  return { at: since, because: isLong ? 'a transaction has been open on the primary for long' : because };
}

/** Up to when, by its primary's clock, a standby shows all; null: nobody knows, or this is none. */
export function replayedTo({ standby, at }: Activity): SourceTime | null {
  const replayed = standby?.caughtUpAt ?? standby?.replayedTo ?? null;
  return replayed !== null && replayed > at ? at : replayed;
}
