import type { Store, StoreReads, StoreTx } from '../../ports.ts';
import { classifiedReads } from '../classified-reads.ts';
import { runGuarded } from '../guarded-tx.ts';
import { runAgain } from '../run-again.ts';
import { createSweep, type Sweep } from '../sweep.ts';
import { createTally, type Tally } from '../tally.ts';
import { classifyPostgresError, postgresRetryDelay } from './classify-error.ts';
import { type Connections, createConnections } from './connections.ts';
import { createCountFolder } from './fold-counts.ts';
import { migratePostgres } from './migrate.ts';
import { type PostgresOptions, resolveOptions } from './options.ts';
import { createPartitions, type Partitions } from './partitions.ts';
import { prunePostgres } from './prune.ts';
import type { Session } from './session.ts';
import { postgresAliases } from './tables/aliases.ts';
import { postgresCounts, writeTally } from './tables/counts.ts';
import {
  claimPostgresDeliveries,
  postgresDeliveryReads,
  postgresWantDeliveries,
  settlePostgresDelivery,
} from './tables/deliveries.ts';
import { postgresIncidentCalls, postgresIncidentReads } from './tables/incidents.ts';
import { postgresJourneys } from './tables/journeys.ts';
import { acquirePostgresLease, releasePostgresLeases } from './tables/leases.ts';
import { postgresMemberCalls, postgresMemberReads } from './tables/members.ts';
import { postgresMemoryCalls, postgresMemoryReads } from './tables/memory.ts';
import { postgresObservationReads } from './tables/observation-reads.ts';
import { postgresObservationCalls } from './tables/observations.ts';
import { postgresOrders } from './tables/orders.ts';
import { postgresSourceCalls } from './tables/sources.ts';

/** The store of many replicas. Connects when it is first used; throws `ConfigInvalid` for an address that is none. */
export function createPostgresStore(options: PostgresOptions): Store {
  const resolved = resolveOptions(options);
  const connections = createConnections(resolved);
  const partitions = createPartitions(connections.upkeep);
  const sweep = createSweep();
  const countFolded = createCountFolder(connections);

  const again = <T>(attempt: () => Promise<T>) => runAgain(attempt, postgresRetryDelay, resolved.patience);
  const write = <T>(work: (session: Session) => Promise<T>) => again(() => connections.write(work));

  async function attempt<T>(work: (tx: StoreTx) => Promise<T>): Promise<T> {
    try {
      return await connections.transact((session) => runTransaction(session, partitions, sweep, work));
    } catch (error) {
      // Another replica's retention may have dropped a partition that we hold for made.
      partitions.forget();
      throw error;
    }
  }

  return {
    ...readsOf(connections),
    migrate: () => connections.upkeep((client) => migratePostgres(client, resolved.schema)),
    async transaction(work) {
      const result = await again(() => attempt(work));
      countFolded();
      return result;
    },
    claimDeliveries: (...args) => write((session) => claimPostgresDeliveries(session, ...args)),
    settleDelivery: (...args) => write((session) => settlePostgresDelivery(session, ...args)),
    acquireLease: (...args) => write((session) => acquirePostgresLease(session, ...args)),
    releaseLeases: (owner) => write((session) => releasePostgresLeases(session, owner)),
    prune: (before) => again(() => prunePostgres(connections, before)),
    close: () => connections.close(),
  };
}

async function runTransaction<T>(
  session: Session,
  partitions: Partitions,
  sweep: Sweep,
  work: (tx: StoreTx) => Promise<T>,
): Promise<T> {
  const tally = createTally();
  const result = await runGuarded(callsOf(session, partitions, tally, sweep), work);
  await writeTally(session, tally);
  return result;
}

function callsOf(session: Session, partitions: Partitions, tally: Tally, sweep: Sweep): StoreTx {
  return {
    ...postgresAliases(session),
    ...postgresJourneys(session, tally, sweep),
    ...postgresObservationCalls(session, partitions),
    ...postgresIncidentCalls(session),
    ...postgresMemberCalls(session),
    ...postgresWantDeliveries(session),
    ...postgresMemoryCalls(session),
    ...postgresSourceCalls(session),
  };
}

/** Each statement takes a connection for itself, so that a page that is read slowly holds none. */
function readsOf(connections: Connections): StoreReads {
  const session: Session = {
    rows: (...query) => connections.read((one) => one.rows(...query)),
    count: (...query) => connections.read((one) => one.count(...query)),
  };
  const reads: StoreReads = {
    ...postgresOrders(session),
    ...postgresCounts(session),
    ...postgresObservationReads(session),
    ...postgresIncidentReads(session),
    ...postgresMemberReads(session),
    ...postgresDeliveryReads(session),
    ...postgresMemoryReads(session),
  };
  return classifiedReads(reads, classifyPostgresError);
}
