import type { DatabaseWitness } from '@orderwatch/model';
import type { Clock } from '../../ports.ts';
import {
  type Floor,
  floorOf,
  keepMilestones,
  type Milestone,
  planRead,
  type ReadPlan,
  type Sight,
} from './commits/late-commits.ts';
import type { Activity } from './commits/look.ts';
import { firstSweep } from './commits/sweep.ts';
import { seenTo, type Watermark, watermarkOf } from './commits/watermark.ts';
import { highest, isComparable } from './commits/xid.ts';
import type { PollRun, Position, Seen } from './position.ts';
import type { CursorKind } from './source/cursor-column.ts';

const HOUR_US = 3_600_000_000n;
/** Sequences hand out ids a little before the transaction that uses them is known by its own. */
const SLACK_IDS = 1000n;

/** A poll before it reads its first row. `server` went back in time: see `hasGoneBack`. */
export function beginPoll(
  position: Position,
  config: DatabaseWitness,
  kind: CursorKind,
  activity: Activity,
  sight: Sight,
  clock: Clock,
): PollRun {
  const plan =
    position.last === null ? planFirst(position, config, sight) : planNext(position, config, kind, sight);
  const milestones = milestonesOf(position, config, sight);
  const watermark = watermarkOf(activity, sight, milestones, config.lagMs);
  return { sight, plan, after: null, rows: 0, seen: seenBy(activity, watermark, clock) };
}

/** Everything up to the snapshot of its beginning has been read. */
export function finishPoll(
  position: Position,
  poll: PollRun,
  config: DatabaseWitness,
  wall: number,
): Position {
  const { sight, seen } = poll;
  const added: Milestone = { next: sight.next, floor: floorOf(sight), seenTo: seen.seenTo };
  return {
    ...position,
    last: sight,
    milestones: keepMilestones(milestonesOf(position, config, sight), sight, added),
    seen,
    poll: null,
    sweep: position.sweep ?? firstSweep(sight, wall),
  };
}

/**
 * The server has given out fewer transaction ids than it had: it was restored, or it is another one
 * that lags behind.
 */
export function hasGoneBack(position: Position, sight: Sight): boolean {
  return position.last !== null && sight.next < position.last.next;
}

/**
 * Nothing that is known of transactions holds any longer; what was read stays read. Servers of one cluster
 * have one log, so how far it was read still counts there.
 */
export function forgetTransactions(position: Position, server: string | null): Position {
  const reached = isOtherCluster(position.server, server) ? null : position.reached;
  return { ...position, server, last: null, milestones: [], poll: null, sweep: null, reached };
}

/** Their names begin with that of the cluster (source/server.ts). */
function isOtherCluster(before: string | null, now: string | null): boolean {
  return before !== null && now !== null && before.split(' ')[0] !== now.split(' ')[0];
}

/** All there is; after a failover what was changed lately, for there the ids of writers mean nothing. */
function planFirst(position: Position, config: DatabaseWitness, sight: Sight): ReadPlan {
  return { low: position.seen === null ? null : lookedBack(config, sight), horizon: null };
}

function planNext(position: Position, config: DatabaseWitness, kind: CursorKind, sight: Sight): ReadPlan {
  const slack = highest(position.slack, usualSlack(config, kind));
  const { low, horizon } = planRead(position.last!, position.milestones, sight, slack);
  const isAnew = kind === 'id' && wentDown(position.last!.high, sight.high);
  return {
    low: isAnew ? null : low,
    horizon: horizon !== null && isComparable(horizon, sight.next) ? horizon : null,
  };
}

/** Then ids may be given out below those that were read: TRUNCATE … RESTART IDENTITY. */
function wentDown(before: Floor, now: Floor): boolean {
  return before !== null && now !== null && now < before;
}

function usualSlack({ lagMs, mapping }: DatabaseWitness, kind: CursorKind): bigint {
  if (kind === 'id') return SLACK_IDS;
  const lag = BigInt(lagMs) * 1000n;
  // A wall clock repeats an hour when summer time ends.
  return kind === 'instant' || mapping.zone === 'UTC' ? lag : lag + HOUR_US;
}

/** Before the first poll lies one that saw nothing: whoever ran then may have begun at any time. */
function milestonesOf(position: Position, config: DatabaseWitness, sight: Sight): readonly Milestone[] {
  if (position.milestones.length > 0) return position.milestones;
  return [{ next: 0n, floor: lookedBack(config, sight), seenTo: null }];
}

/** How far back the sweep would look; null: to the first row. */
function lookedBack({ sweep }: DatabaseWitness, { clock }: Sight): bigint | null {
  return clock === null || sweep.lookbackMs === 0 ? null : clock - BigInt(sweep.lookbackMs) * 1000n;
}

function seenBy(activity: Activity, watermark: Watermark, clock: Clock): Seen {
  const { skewMs } = activity;
  const { at, because } = watermark;
  return {
    watermark: at === null ? null : clock.at(Number(at / 1000n) - skewMs),
    because,
    seenTo: seenTo(activity, watermark),
    skewMs,
  };
}
