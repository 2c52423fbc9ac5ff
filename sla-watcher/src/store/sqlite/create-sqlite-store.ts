import { setTimeout as pause } from 'node:timers/promises';
import type { Store, StoreReads, StoreTx } from '../../ports.ts';
import { classifiedReads } from '../classified-reads.ts';
import { runGuarded } from '../guarded-tx.ts';
import { type Patience, runAgain } from '../run-again.ts';
import { createSweep, type Sweep } from '../sweep.ts';
import { createTally, type Tally } from '../tally.ts';
import { classifySqliteError, sqliteRetryDelay } from './classify-error.ts';
import { type Database, openReader, openWriter } from './database.ts';
import { migrateSqlite } from './migrate.ts';
import { pruneSqlite } from './prune.ts';
import { sqliteAliases } from './tables/aliases.ts';
import { writeTally } from './tables/counts.ts';
import {
  claimSqliteDeliveries,
  settleSqliteDelivery,
  sqliteDeliveryReads,
  sqliteWantDeliveries,
} from './tables/deliveries.ts';
import { sqliteIncidentCalls, sqliteIncidentReads } from './tables/incidents.ts';
import { sqliteJourneys } from './tables/journeys.ts';
import { acquireSqliteLease, releaseSqliteLeases } from './tables/leases.ts';
import { sqliteMemberCalls, sqliteMemberReads } from './tables/members.ts';
import { sqliteMemoryCalls, sqliteMemoryReads } from './tables/memory.ts';
import { sqliteObservationReads } from './tables/observation-reads.ts';
import { sqliteObservationCalls } from './tables/observations.ts';
import { sqliteOrders } from './tables/orders.ts';
import { sqliteSourceCalls } from './tables/sources.ts';
import { createWriter } from './writer.ts';

export interface SqliteOptions {
  /** The file; its folder is made if it is missing. */
  readonly path: string;
  /** Beyond this size the store is full; by default the disk is the limit. */
  readonly maxBytes?: number;
  /** How long to wait for another process that writes, in ms. */
  readonly busyForMs?: number;
  readonly patience?: Patience;
}

/** The embedded store: one process, one file, no server. Throws `StoreUnavailable` if it cannot be opened. */
export function createSqliteStore(options: SqliteOptions): Store {
  const { busyForMs = 10_000, patience = PATIENCE } = options;
  const { writing, reading } = openBoth(options);
  const writer = createWriter(writing, busyForMs, patience);
  const sweep = createSweep();
  let closing: Promise<void> | null = null;

  return {
    ...readsOf(reading),
    migrate: () => writer.write(migrateSqlite),
    transaction: (work) =>
      runAgain(
        () => writer.write((database) => runTransaction(database, sweep, work)),
        sqliteRetryDelay,
        patience,
      ),
    claimDeliveries: (wall, leaseMs, limit, except) =>
      writer.write((database) => claimSqliteDeliveries(database, wall, leaseMs, limit, except)),
    settleDelivery: (delivery, outcome, wall) =>
      writer.write((database) => settleSqliteDelivery(database, delivery, outcome, wall)),
    acquireLease: (name, owner, wall, forMs) =>
      writer.write((database) => acquireSqliteLease(database, name, owner, wall, forMs)),
    releaseLeases: (owner) => writer.write((database) => releaseSqliteLeases(database, owner)),
    prune: (before) => pruneSqlite(writer, before),
    close() {
      closing ??= writer.close().then(() => reading.close());
      return closing;
    },
  };
}

const PATIENCE: Patience = { pause: (ms) => pause(ms), random: Math.random };

function openBoth({ path, maxBytes }: SqliteOptions): { writing: Database; reading: Database } {
  try {
    const writing = openWriter(path, maxBytes ?? null);
    return { writing, reading: openReader(path) };
  } catch (error) {
    throw classifySqliteError(error);
  }
}

async function runTransaction<T>(
  database: Database,
  sweep: Sweep,
  work: (tx: StoreTx) => Promise<T>,
): Promise<T> {
  const tally = createTally();
  const result = await runGuarded(callsOf(database, tally, sweep), work);
  writeTally(database, tally);
  return result;
}

function callsOf(database: Database, tally: Tally, sweep: Sweep): StoreTx {
  return {
    ...sqliteAliases(database),
    ...sqliteJourneys(database, tally, sweep),
    ...sqliteObservationCalls(database),
    ...sqliteIncidentCalls(database),
    ...sqliteMemberCalls(database),
    ...sqliteWantDeliveries(database),
    ...sqliteMemoryCalls(database),
    ...sqliteSourceCalls(database),
  };
}

function readsOf(database: Database): StoreReads {
  const reads: StoreReads = {
    ...sqliteOrders(database),
    ...sqliteObservationReads(database),
    ...sqliteIncidentReads(database),
    ...sqliteMemberReads(database),
    ...sqliteDeliveryReads(database),
    ...sqliteMemoryReads(database),
  };
  return classifiedReads(reads, classifySqliteError);
}
