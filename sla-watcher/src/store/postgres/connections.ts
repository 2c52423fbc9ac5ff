import pg, { type ClientBase, type PoolConfig } from 'pg';
import { StoreUnavailable } from '../../domain/errors.ts';
import { classifyPostgresError, isBroken } from './classify-error.ts';
import type { ResolvedOptions } from './options.ts';
import { type Session, sessionOn } from './session.ts';

/**
 * All connections to the server.
 *
 * States: open → closing → closed.
 * 1. Writing, reading and upkeep have connections of their own: none of them waits for another, and a
 *    transaction can have a partition made while it is under way.
 * 2. A connection on which anything broke is never used again.
 * 3. Closing refuses what is new and waits for what is under way.
 */
export interface Connections {
  /** One statement, or several that need not be one. */
  write<T>(work: (session: Session) => Promise<T>): Promise<T>;
  transact<T>(work: (session: Session) => Promise<T>): Promise<T>;
  read<T>(work: (session: Session) => Promise<T>): Promise<T>;
  /** With much time. Two at once: retention waits for transactions, which may wait for a partition. */
  upkeep<T>(work: (client: ClientBase) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

const UPKEEP_TIMEOUT_MS = 600_000;
/** A transaction that waits longer for another's row than this is run again. */
const LOCK_TIMEOUT_MS = 10_000;
/** A replica that stands still in a transaction loses it, so that the others get its rows. */
const IDLE_IN_TRANSACTION_MS = 60_000;
const IDLE_MS = 30_000;
/** How much longer than the server we wait for it, before we take the connection for dead. */
const GRACE_MS = 5_000;

export function createConnections(options: ResolvedOptions): Connections {
  const { schema, statementTimeoutMs } = options;
  // Our statements are made for their indexes. On a table that grew since it was last counted, the
  // planner would rather join by reading all of it, and keep that plan.
  const byIndex = 'SET enable_hashjoin = off; SET enable_mergejoin = off; SET enable_seqscan = off';
  // Nor is any of them worth compiling, or starting further processes for.
  const small = 'SET jit = off; SET max_parallel_workers_per_gather = 0';
  const base = `SET search_path = ${schema}; ${small}`;
  const writing = createPool(options, options.transactions, statementTimeoutMs, [base, byIndex]);
  const readOnly = 'SET default_transaction_read_only = on';
  const reading = createPool(options, 2, statementTimeoutMs, [base, readOnly]);
  const keeping = createPool(options, 2, UPKEEP_TIMEOUT_MS, [base]);
  const pools = [writing, reading, keeping];
  const underway = new Set<Promise<unknown>>();
  let closing: Promise<void> | null = null;

  function run<T>(pool: pg.Pool, work: (client: ClientBase) => Promise<T>): Promise<T> {
    if (closing !== null) return Promise.reject(new StoreUnavailable('the store is closed'));
    const result = withClient(pool, work);
    underway.add(result);
    const done = () => underway.delete(result);
    result.then(done, done);
    return result;
  }

  return {
    write: (work) => run(writing, (client) => work(sessionOn(client))),
    transact: (work) => run(writing, (client) => inTransaction(client, work)),
    read: (work) => run(reading, (client) => work(sessionOn(client))),
    upkeep: (work) => run(keeping, work),
    close() {
      closing ??= Promise.allSettled(underway).then(async () => {
        await Promise.all(pools.map((pool) => pool.end()));
      });
      return closing;
    },
  };
}

function createPool(
  options: ResolvedOptions,
  max: number,
  timeoutMs: number,
  setUp: readonly string[],
): pg.Pool {
  const config: PoolConfig = {
    connectionString: options.url,
    application_name: 'orderwatch',
    max,
    connectionTimeoutMillis: options.connectTimeoutMs,
    idleTimeoutMillis: IDLE_MS,
    keepAlive: true,
    statement_timeout: timeoutMs,
    lock_timeout: LOCK_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    // Notices a server that is gone without a word: the statement timeout is the server's own.
    query_timeout: timeoutMs + GRACE_MS,
    onConnect: async (client) => {
      await client.query(setUp.join('; '));
    },
  };
  const pool = new pg.Pool(config);
  // A connection that breaks while nobody uses it concerns nobody.
  pool.on('error', () => {});
  return pool;
}

async function withClient<T>(pool: pg.Pool, work: (client: ClientBase) => Promise<T>): Promise<T> {
  let client: pg.PoolClient;
  try {
    client = await pool.connect();
  } catch (error) {
    throw classifyPostgresError(error);
  }
  let broken = false;
  const onError = () => {
    broken = true;
  };
  client.on('error', onError);
  try {
    return await work(client);
  } catch (error) {
    broken ||= isBroken(error) || isBroken((error as { cause?: unknown }).cause);
    throw classifyPostgresError(error);
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
}

async function inTransaction<T>(client: ClientBase, work: (session: Session) => Promise<T>): Promise<T> {
  // Each statement sees what was committed before it: what waited for another looks again (see tables/).
  await client.query('BEGIN ISOLATION LEVEL READ COMMITTED');
  try {
    const result = await work(sessionOn(client));
    await client.query('COMMIT');
    return result;
  } catch (error) {
    // The first error counts; where the connection broke, the server rolls back by itself.
    if (!isBroken(error)) await client.query('ROLLBACK').catch(() => {});
    throw error;
  }
}
