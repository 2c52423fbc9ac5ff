import { type Census, FIRST_CENSUS } from './census/census.ts';
import type { Floor, Milestone, ReadPlan, Sight } from './commits/late-commits.ts';
import type { Sweep, SweepRun } from './commits/sweep.ts';
import type { Snapshot, Xid } from './commits/xid.ts';
import type { Place } from './source/read-window.ts';
import { bigint, list, nullable, number, object, readStored, string } from './stored-fields.ts';

/** A poll that is under way: what it saw when it began, and how far it has read. */
export interface PollRun {
  readonly sight: Sight;
  readonly plan: ReadPlan;
  readonly after: Place | null;
  readonly rows: number;
  readonly seen: Seen;
}

/** Up to where a poll will have seen everything. */
export interface Seen {
  /** Order time, epoch milliseconds; null: nobody knows. */
  readonly watermark: number | null;
  readonly because: string | null;
  /** What its milestone keeps: microseconds by the source's clock. */
  readonly seenTo: bigint | null;
  readonly skewMs: number;
}

/** All that is remembered between polls, across restarts and replicas. It becomes durable with each batch. */
export interface Position {
  /** What was read, and from which server: another one starts over. */
  readonly source: string;
  readonly server: string | null;
  /** The last poll that was finished; null: none was. */
  readonly last: Sight | null;
  readonly milestones: readonly Milestone[];
  readonly seen: Seen | null;
  readonly poll: PollRun | null;
  readonly sweep: Sweep | null;
  readonly census: Census;
  /** How far the log reached behind any page that was read; null: none was, or an earlier program read it. */
  readonly reached: string | null;
  /** What is taken off every bound beside the usual, in units of the cursor: learned from the sweeps. */
  readonly slack: bigint;
}

const VERSION = 1;

export function writePosition(position: Position): string {
  const text = (_key: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value);
  return JSON.stringify({ version: VERSION, ...position }, text);
}

/** Null: it is not one of ours, or of a form that we no longer read. */
export function readPosition(text: string): Position | null {
  return readStored(text, (value) => {
    if (value.version !== VERSION) return null;
    return {
      source: string(value.source),
      server: nullable(string)(value.server),
      last: nullable(sight)(value.last),
      milestones: list(milestone)(value.milestones),
      seen: nullable(seen)(value.seen),
      poll: nullable(pollRun)(value.poll),
      sweep: nullable(sweep)(value.sweep),
      census: value.census === undefined ? FIRST_CENSUS : census(value.census),
      reached: value.reached === undefined ? null : nullable(string)(value.reached),
      slack: bigint(value.slack),
    };
  });
}

const floor: (value: unknown) => Floor = nullable(bigint);
const xid: (value: unknown) => Xid = bigint;

function place(value: unknown): Place {
  const { cursor, key } = object(value);
  return { cursor: bigint(cursor), key: string(key) };
}
function snapshot(value: unknown): Snapshot {
  const { xmin, xmax, running } = object(value);
  return { xmin: xid(xmin), xmax: xid(xmax), running: list(xid)(running) };
}
function sight(value: unknown): Sight {
  const fields = object(value);
  const { at, clock, snapshot: seenSnapshot, next, complete, unwritten, high } = fields;
  return {
    at: bigint(at),
    clock: floor(clock),
    snapshot: snapshot(seenSnapshot),
    next: xid(next),
    complete: complete === true,
    unwritten: list((entry) => {
      const fields = object(entry);
      return { id: string(fields.id), floor: floor(fields.floor) };
    })(unwritten),
    high: floor(high),
    replayed: nullable(string)(fields.replayed),
  };
}
function milestone(value: unknown): Milestone {
  const { next, floor: lowest, seenTo } = object(value);
  return { next: xid(next), floor: floor(lowest), seenTo: nullable(bigint)(seenTo) };
}
function seen(value: unknown): Seen {
  const { watermark, because, seenTo, skewMs } = object(value);
  return {
    watermark: nullable(number)(watermark),
    because: nullable(string)(because),
    seenTo: nullable(bigint)(seenTo),
    skewMs: number(skewMs),
  };
}
function pollRun(value: unknown): PollRun {
  const fields = object(value);
  const plan = object(fields.plan);
  return {
    sight: sight(fields.sight),
    plan: { low: floor(plan.low), horizon: nullable(xid)(plan.horizon) },
    after: nullable(place)(fields.after),
    rows: number(fields.rows),
    seen: seen(fields.seen),
  };
}
function census(value: unknown): Census {
  const { after, size, restUntil } = object(value);
  return { after: nullable(string)(after), size: number(size), restUntil: nullable(number)(restUntil) };
}
function sweepRun(value: unknown): SweepRun {
  const { low, high, horizon, after } = object(value);
  return {
    low: floor(low),
    high: floor(high),
    horizon: nullable(xid)(horizon),
    after: nullable(place)(after),
  };
}
function sweep(value: unknown): Sweep {
  const { begunAt, horizon, run, highs } = object(value);
  return {
    begunAt: number(begunAt),
    horizon: xid(horizon),
    run: nullable(sweepRun)(run),
    highs: list((entry) => {
      const fields = object(entry);
      return { at: number(fields.at), high: floor(fields.high) };
    })(highs),
  };
}
