import { carryContext } from '@orderwatch/instrumentation';
import type { Pool } from 'pg';
import type { Queryable } from '../database/pool.ts';
import type { OrderFacts } from '../order/order-event.ts';
import { mesIdOf } from '../order/order-id.ts';

/** A price that is to be computed. */
export interface PriceJob {
  id: string;
  facts: OrderFacts;
  file: string;
  /** The work that asked for it. */
  carried: string;
  attempts: number;
}

const RETRY_SECONDS = [1, 5, 30, 120];

export async function addPriceJob(tx: Queryable, facts: OrderFacts, file: string): Promise<void> {
  await tx.query('INSERT INTO price_jobs (external_id, facts, file_key, carried) VALUES ($1, $2, $3, $4)', [
    mesIdOf(facts.order),
    JSON.stringify(facts),
    file,
    carryContext(),
  ]);
}

/** What a process had taken that died: there is one MES, and it has just begun. */
export async function releaseTaken(pool: Pool): Promise<void> {
  await pool.query('UPDATE price_jobs SET taken_at = NULL WHERE taken_at IS NOT NULL');
}

export async function takeJobs(pool: Pool, limit: number): Promise<PriceJob[]> {
  const { rows } = await pool.query<PriceJob>(
    `UPDATE price_jobs SET taken_at = now(), attempts = attempts + 1
     WHERE id IN (
       SELECT id FROM price_jobs WHERE taken_at IS NULL AND due_at <= now()
       ORDER BY due_at, id LIMIT $1 FOR UPDATE SKIP LOCKED)
     RETURNING id, facts, file_key AS file, carried, attempts`,
    [limit],
  );
  return rows;
}

export async function finishJob(tx: Queryable, id: string): Promise<void> {
  await tx.query('DELETE FROM price_jobs WHERE id = $1', [id]);
}

/** A price is never given up: the order waits for it. */
export async function postponeJob(pool: Pool, { id, attempts }: PriceJob): Promise<void> {
  const seconds = RETRY_SECONDS[Math.min(attempts, RETRY_SECONDS.length) - 1];
  await pool.query(
    "UPDATE price_jobs SET taken_at = NULL, due_at = now() + $2 * interval '1 second' WHERE id = $1",
    [id, seconds],
  );
}

export async function hasJob(pool: Pool, order: number): Promise<boolean> {
  const { rowCount } = await pool.query('SELECT FROM price_jobs WHERE external_id = $1', [mesIdOf(order)]);
  return rowCount !== 0;
}
