import { Pool, type PoolClient } from 'pg';
import type { Logger } from 'pino';

const CONNECT_MS = 5_000;
const STATEMENT_MS = 10_000;
const IDLE_MS = 30_000;
const MAX_CONNECTIONS = 8;

/** Where a statement can be made, inside a transaction or on its own. */
export type Queryable = Pick<PoolClient, 'query'>;

export function createPool(url: string, name: string, log: Logger): Pool {
  const pool = new Pool({
    connectionString: url,
    application_name: name,
    max: MAX_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_MS,
    statement_timeout: STATEMENT_MS,
    idleTimeoutMillis: IDLE_MS,
  });
  // An idle connection that the server closes would otherwise end the process.
  pool.on('error', (error) => log.warn({ err: error }, 'an idle database connection was lost'));
  return pool;
}

/** Runs `work` in a transaction: durable when this resolves, undone when it rejects. */
export async function inTransaction<T>(pool: Pool, work: (tx: PoolClient) => Promise<T>): Promise<T> {
  const tx = await pool.connect();
  let broken: Error | undefined;
  try {
    await tx.query('BEGIN');
    const result = await work(tx);
    await tx.query('COMMIT');
    return result;
  } catch (error) {
    await tx.query('ROLLBACK').catch((cause: Error) => {
      broken = cause;
    });
    throw error;
  } finally {
    tx.release(broken);
  }
}
