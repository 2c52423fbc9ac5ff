import type { ClientBase } from 'pg';
import { NO_TIME } from '../rows/observation-row.ts';
import { ADVISORY_CLASS } from './migrate.ts';

/**
 * The partitions of observations: one for each month from 2000 to 2099 that has any, made when the
 * first observation of the month arrives; one for all times before, one for all after, and one for
 * those without a time. So there is a place for every observation, and a bounded number of places.
 *
 * 1. A partition is attached, never created in place: that would wait for every transaction.
 * 2. Attaching and detaching do not exclude each other by an advisory lock: detaching waits for the
 *    transactions of others, which may be waiting for their partition.
 */
export interface Partitions {
  /** Makes what is missing for these times. */
  ensure(times: Iterable<number>): Promise<void>;
  /** A partition may have been dropped by another replica. */
  forget(): void;
}

const FIRST = Date.UTC(2000, 0);
const END = Date.UTC(2100, 0);

/** Months since the year 0; null: the time lies in a partition that is always there. */
type Month = number;

export function createPartitions(
  upkeep: <T>(work: (client: ClientBase) => Promise<T>) => Promise<T>,
): Partitions {
  const known = new Set<Month>();
  return {
    async ensure(times) {
      const missing = monthsOf(times).filter((month) => !known.has(month));
      if (missing.length === 0) return;
      await upkeep((client) => attachMonths(client, missing));
      for (const month of missing) known.add(month);
    },
    forget: () => known.clear(),
  };
}

export function partitionOf(month: Month): { name: string; from: number; to: number } {
  const [year, index] = [Math.floor(month / 12), month % 12];
  const name = `observation_${year}_${String(index + 1).padStart(2, '0')}`;
  return { name, from: Date.UTC(year, index), to: Date.UTC(year, index + 1) };
}

function monthsOf(times: Iterable<number>): Month[] {
  const months = new Set<Month>();
  for (const at of times) {
    if (at < FIRST || at >= END || at === NO_TIME) continue;
    const date = new Date(at);
    months.add(date.getUTCFullYear() * 12 + date.getUTCMonth());
  }
  return [...months].sort((a, b) => a - b);
}

async function attachMonths(client: ClientBase, months: readonly Month[]): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query('SET LOCAL lock_timeout = 3000');
    await client.query(`SELECT pg_advisory_xact_lock($1, hashtext(current_schema() || ' partitions'))`, [
      ADVISORY_CLASS,
    ]);
    for (const month of months) await attach(client, month);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  }
}

async function attach(client: ClientBase, month: Month): Promise<void> {
  const { name, from, to } = partitionOf(month);
  const { rows } = await client.query<{ attached: boolean }>(
    'SELECT relispartition AS attached FROM pg_class WHERE oid = to_regclass($1)',
    [name],
  );
  if (rows[0]?.attached === true) return;
  // One that a crash left detached and not yet dropped is old: retention finds it again.
  if (rows[0] === undefined) await client.query(`CREATE TABLE ${name} (LIKE observation INCLUDING DEFAULTS)`);
  await client.query(`ALTER TABLE observation ATTACH PARTITION ${name} FOR VALUES FROM (${from}) TO (${to})`);
}

/** Drops the partitions of months that were over before `before`. Returns how many observations they held. */
export async function dropPartitions(client: ClientBase, before: number): Promise<number> {
  const lock = [ADVISORY_CLASS];
  const mine = await client.query<{ locked: boolean }>(
    `SELECT pg_try_advisory_lock($1, hashtext(current_schema() || ' retention')) AS locked`,
    lock,
  );
  if (mine.rows[0]?.locked !== true) return 0;
  try {
    let dropped = 0;
    for (const name of await oldPartitions(client, before)) dropped += await dropPartition(client, name);
    return dropped;
  } finally {
    await client.query(`SELECT pg_advisory_unlock($1, hashtext(current_schema() || ' retention'))`, lock);
  }
}

async function oldPartitions(client: ClientBase, before: number): Promise<string[]> {
  const { rows } = await client.query<{ relname: string }>(
    `SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'
     AND relname ~ '^observation_\\d{4}_\\d{2}$' ORDER BY relname`,
  );
  return rows.map(({ relname }) => relname).filter((name) => endOf(name) <= before);
}

function endOf(name: string): number {
  const [year, month] = name.replace('observation_', '').split('_').map(Number) as [number, number];
  return Date.UTC(year, month);
}

/** In steps that wait for nobody who writes; what a crash left half done is finished by the next round. */
async function dropPartition(client: ClientBase, name: string): Promise<number> {
  const { rows } = await client.query<{ pending: boolean }>(
    'SELECT inhdetachpending AS pending FROM pg_inherits WHERE inhrelid = $1::regclass',
    [name],
  );
  const [attached] = rows;
  if (attached?.pending === true)
    await client.query(`ALTER TABLE observation DETACH PARTITION ${name} FINALIZE`);
  else if (attached !== undefined) {
    await client.query(`ALTER TABLE observation DETACH PARTITION ${name} CONCURRENTLY`);
  }
  const counted = await client.query<{ count: string }>(`SELECT count(*) FROM ${name}`);
  await client.query(`DROP TABLE ${name}`);
  return Number(counted.rows[0]?.count);
}
