import type { Query } from '../source/session.ts';
import { type Lsn, parseLsn } from './lsn.ts';

/** What a server says of its log and of one slot. */
export interface ServerFacts {
  /** PostgreSQL's own number: 150004 is 15.4. */
  readonly version: number;
  readonly isStandby: boolean;
  readonly walLevel: string;
  /** How much of its log it lets a slot hold back, in bytes; null: any amount. */
  readonly keptAtMost: number | null;
  readonly slots: { readonly used: number; readonly most: number };
  /** Up to where the log is written down, and begun to be; 0 on a standby. */
  readonly flushed: Lsn;
  readonly inserted: Lsn;
  /** How long at most a commit that does not wait for it stays off the disk, in milliseconds. */
  readonly flushDelayMs: number;
  readonly slot: SlotFacts | null;
}

export interface SlotFacts {
  readonly plugin: string | null;
  readonly isOfThisDatabase: boolean;
  /** Of the server's process that reads it; null: nobody does. */
  readonly activePid: string | null;
  /** The server has thrown away log that it had still to send. */
  readonly isLost: boolean;
  /** How much of the log it holds back, in bytes. */
  readonly heldBytes: number;
  /** All before this was acknowledged; null: it is not known yet, or no more. */
  readonly confirmed: Lsn | null;
}

/** PostgreSQL's documentation: at most three times wal_writer_delay. */
const FLUSHES = 3;

/** The heads of the log's pages and of its segments: what is inserted next comes behind them. */
const HEADS = [24n, 40n];

export async function readServer(query: Query, slot: string): Promise<ServerFacts> {
  const [row] = await query(
    `SELECT current_setting('server_version_num') AS version, pg_is_in_recovery()::text AS is_standby,
            current_setting('wal_level') AS wal_level,
            pg_size_bytes(current_setting('max_slot_wal_keep_size'))::text AS keep,
            (SELECT count(*) FROM pg_replication_slots)::text AS used,
            current_setting('max_replication_slots') AS most,
            current_setting('wal_block_size') AS page,
            (SELECT setting FROM pg_settings WHERE name = 'wal_writer_delay') AS delay,
            CASE WHEN NOT pg_is_in_recovery() THEN pg_current_wal_flush_lsn()::text END AS flushed,
            CASE WHEN NOT pg_is_in_recovery() THEN pg_current_wal_insert_lsn()::text END AS inserted`,
  );
  if (!row) throw new TypeError('PostgreSQL answered without a row');
  const isStandby = row.is_standby === 'true';
  const keep = Number(row.keep);
  return {
    version: Number(row.version),
    isStandby,
    walLevel: row.wal_level,
    keptAtMost: keep < 0 ? null : keep,
    slots: { used: Number(row.used), most: Number(row.most) },
    flushed: row.flushed === null ? 0n : parseLsn(row.flushed),
    inserted: row.inserted === null ? 0n : beforeHead(parseLsn(row.inserted), BigInt(row.page)),
    flushDelayMs: FLUSHES * Number(row.delay),
    slot: isStandby ? null : await readSlot(query, slot),
  };
}

async function readSlot(query: Query, slot: string): Promise<SlotFacts | null> {
  const [row] = await query(
    `SELECT plugin::text, (database = current_database())::text AS is_ours, active_pid::text AS active,
            coalesce(wal_status = 'lost', false)::text AS is_lost, confirmed_flush_lsn::text AS confirmed,
            coalesce(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn), 0)::text AS held
       FROM pg_replication_slots WHERE slot_name = $1`,
    [slot],
  );
  if (!row) return null;
  return {
    plugin: row.plugin,
    isOfThisDatabase: row.is_ours === 'true',
    activePid: row.active,
    isLost: row.is_lost === 'true',
    heldBytes: Number(row.held),
    confirmed: row.confirmed === null ? null : parseLsn(row.confirmed),
  };
}

/** At the beginning of a page nothing lies between the end of the last record and its head. */
function beforeHead(lsn: Lsn, page: bigint): Lsn {
  const offset = lsn % page;
  return HEADS.includes(offset) ? lsn - offset : lsn;
}
