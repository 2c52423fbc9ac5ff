import type { DatabaseWitness } from '@orderwatch/model';
import { CURSOR_SQL, quoteName } from '../source/cursor-column.ts';
import type { Query } from '../source/session.ts';
import type { SourceTable } from '../source/source-table.ts';
import { boundUnwritten, type Sight, type Unwritten } from './late-commits.ts';
import { parseSnapshot, widenXid, type Xid } from './xid.ts';

/** Microseconds since 1970, by the clock of the source. */
export type SourceTime = bigint;

/** Another session's open transaction, as pg_stat_activity shows it. */
export interface OpenTransaction {
  readonly id: string;
  readonly startedAt: SourceTime;
  /** The low 32 bits of its id; null: it has none yet. */
  readonly xid: bigint | null;
  /** Who it is, for people. */
  readonly who: string;
}

/** What sessions do, looked at before the snapshot is taken: who begins later is in neither. */
export interface Activity {
  readonly at: SourceTime;
  /** How far the source's clock is ahead of ours, in milliseconds. */
  readonly skewMs: number;
  readonly role: string;
  /** The role may see the transactions of others. */
  readonly seesOthers: boolean;
  readonly open: readonly OpenTransaction[];
  readonly prepared: readonly bigint[];
  /** Null: this is no standby. */
  readonly standby: Standby | null;
}

export interface Standby {
  /** When the last replayed transaction was committed, by the primary's clock. */
  readonly replayedTo: SourceTime | null;
  /** All that the primary had written when it sent this was replayed; null: it was not, or nobody may know. */
  readonly caughtUpAt: SourceTime | null;
}

// Their transactions write no rows of an order table, and may stay open for hours.
const NEVER_WRITE = "'autovacuum worker', 'walsender', 'parallel worker'";
const READ_ONLY_PROGRAMS = "'pg_dump', 'pg_dumpall'";

const ACTIVITY = `
  WITH others AS MATERIALIZED (
    SELECT pid, (extract(epoch FROM xact_start) * 1000000)::bigint AS started, backend_xid::text AS xid,
           usename, application_name
      FROM pg_stat_activity
     WHERE xact_start IS NOT NULL AND pid <> pg_backend_pid() AND datname = current_database()
       AND backend_type NOT IN (${NEVER_WRITE}) AND application_name NOT IN (${READ_ONLY_PROGRAMS}))
  SELECT (extract(epoch FROM statement_timestamp()) * 1000000)::bigint AS at,
         (extract(epoch FROM clock_timestamp()) * 1000000)::bigint AS clock,
         current_user::text AS role,
         pg_has_role('pg_read_all_stats', 'USAGE')::text AS sees_others,
         (SELECT coalesce(json_agg(json_build_array(pid, started::text, xid, usename, application_name)), '[]')
            FROM others)::text AS open,
         (SELECT coalesce(json_agg(transaction::text), '[]') FROM pg_prepared_xacts
           WHERE database = current_database())::text AS prepared,
         pg_is_in_recovery()::text AS is_standby,
         (extract(epoch FROM pg_last_xact_replay_timestamp()) * 1000000)::bigint AS replayed_to,
         (SELECT (extract(epoch FROM last_msg_send_time) * 1000000)::bigint FROM pg_stat_wal_receiver
           WHERE status = 'streaming' AND latest_end_lsn <= pg_last_wal_replay_lsn()) AS caught_up_at`;

/** `wall`: our own clock, in milliseconds; asked before and after. */
export async function readActivity(query: Query, wall: () => number): Promise<Activity> {
  const before = wall();
  const [row] = await query(ACTIVITY);
  const after = wall();
  if (!row) throw new TypeError('PostgreSQL answered without a row');
  const open = JSON.parse(row.open) as [number, string, string | null, string | null, string][];
  const time = (text: string | null) => (text === null ? null : BigInt(text));
  return {
    at: BigInt(row.at),
    skewMs: Math.round(Number(BigInt(row.clock) / 1000n) - (before + after) / 2),
    role: row.role,
    seesOthers: row.sees_others === 'true',
    open: open.map(([pid, started, xid, user, program]) => ({
      id: `${pid}.${started}`,
      startedAt: BigInt(started),
      xid: time(xid),
      who: `pid ${pid} of role ${user ?? '?'}${program === '' ? '' : ` (${program})`}`,
    })),
    prepared: (JSON.parse(row.prepared) as string[]).map(BigInt),
    standby:
      row.is_standby === 'true'
        ? { replayedTo: time(row.replayed_to), caughtUpAt: time(row.caught_up_at) }
        : null,
  };
}

/**
 * What the server's transactions are now. `last` is the sight before: a transaction that began after it
 * cannot write below the highest cursor of then.
 */
export async function readSight(
  query: Query,
  table: SourceTable,
  { cursor, mapping }: DatabaseWitness,
  activity: Activity,
  last: Sight | null,
): Promise<Sight> {
  const clock = table.cursorKind === 'id' ? null : await cursorAt(query, table, mapping.zone, activity.at);
  const { toBigint, fromBigint, isPlaced } = CURSOR_SQL[table.cursorKind];
  const column = quoteName(cursor);
  // A row from the future would be the highest for ever, and nothing after it would be read.
  const past = clock === null ? 'true' : `${isPlaced(column)} AND ${column} <= ${fromBigint('$1')}`;
  const [row] = await query(
    `SELECT pg_current_snapshot()::text AS snapshot, age('3'::xid)::text AS age,
            CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn()::text END AS replayed,
            (SELECT ${toBigint(`max(${column})`)} FROM ${table.name} WHERE ${past}) AS high`,
    clock === null ? [] : [String(clock)],
  );
  if (!row) throw new TypeError('PostgreSQL answered without a row');
  const snapshot = parseSnapshot(row.snapshot);
  return {
    at: activity.at,
    clock,
    snapshot,
    // age() counts from the next id that will be given out; what it returns has wrapped to 32 bits.
    next: widenXid((BigInt(row.age) + 3n) & 0xffffffffn, snapshot.xmax),
    complete: activity.standby === null,
    unwritten: boundUnwritten(unwrittenOf(activity, snapshot.xmax, last, table)),
    high: row.high === null ? null : BigInt(row.high),
    // Read after the snapshot was taken, so that it covers what the snapshot shows.
    replayed: row.replayed,
  };
}

/**
 * Those without an id, or with one that the snapshot does not list. On a standby the sessions that can
 * be seen are its own, which write nothing.
 */
function unwrittenOf(
  { open, standby }: Activity,
  xmax: Xid,
  last: Sight | null,
  table: SourceTable,
): readonly Unwritten[] {
  if (standby !== null) return [];
  const known = new Map(last?.unwritten.map(({ id, floor }) => [id, floor]));
  const floorOfNew = ({ id, startedAt }: OpenTransaction) => {
    const floor = known.get(id);
    if (floor !== undefined) return floor;
    if (last !== null && startedAt >= last.at) return last.high;
    // It was hidden from us until now.
    return table.cursorKind === 'instant' ? startedAt : null;
  };
  return open
    .filter(({ xid }) => xid === null || widenXid(xid, xmax) >= xmax)
    .map((transaction) => ({ id: transaction.id, floor: floorOfNew(transaction) }));
}

/** An instant of the source's clock as a value of its cursor column. */
async function cursorAt(
  query: Query,
  table: SourceTable,
  zone: string | null,
  at: SourceTime,
): Promise<bigint> {
  if (table.cursorKind !== 'wall-clock') return at;
  const local = `(${CURSOR_SQL.instant.fromBigint('$1')} AT TIME ZONE $2)`;
  const [row] = await query(`SELECT ${CURSOR_SQL['wall-clock'].toBigint(local)} AS at`, [String(at), zone]);
  return BigInt(row?.at);
}
