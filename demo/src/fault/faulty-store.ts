import type { Pool, PoolClient } from 'pg';
import { inTransaction } from '../database/pool.ts';
import type { Envelope } from '../order/order-event.ts';
import type { FaultGate, Strike } from './fault.ts';

export type Stored<T> =
  | { kind: 'stored'; value: T }
  /** The handler takes it for stored. */
  | { kind: 'lost' };

/** `query_canceled`, which is what a timeout of a statement says. */
const TIMED_OUT = '57014';
const STATEMENT_MS = 50;

class RolledBack extends Error {}

/** Stores what a message says in one transaction, unless a fault at `store` strikes. */
export async function storeMessage<T>(
  pool: Pool,
  faults: FaultGate,
  { hop, event }: Envelope,
  work: (tx: PoolClient) => Promise<T>,
): Promise<Stored<T>> {
  const strike = await faults.at('store', hop, String(event.order));
  try {
    const value = await inTransaction(pool, async (tx) => {
      const result = await work(tx);
      if (strike !== undefined) await spoil(tx, strike);
      return result;
    });
    return { kind: 'stored', value };
  } catch (error) {
    const isSpoilt = error instanceof RolledBack || (error as { code?: string }).code === TIMED_OUT;
    if (strike !== undefined && isSpoilt) return { kind: 'lost' };
    throw error;
  }
}

async function spoil(tx: PoolClient, { fault }: Strike): Promise<void> {
  if (fault === 'rolled-back') throw new RolledBack();
  if (fault === 'store-timed-out') {
    await tx.query(`SET LOCAL statement_timeout = ${STATEMENT_MS}`);
    await tx.query('SELECT pg_sleep(5)');
  }
}
