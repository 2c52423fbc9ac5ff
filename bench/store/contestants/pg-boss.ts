import pg from 'pg';
import { PgBoss } from 'pg-boss';
import { orderId } from '../sample-orders.ts';
import { type Contestant, inBatches } from './contestant.ts';

const QUEUE = 'deadline';
const HOUR_MS = 3_600_000;
/** The least that its workers may wait between two looks. */
const POLL_SECONDS = 0.5;

/** A job for each order, with an id of ours. It knows no rescheduling of many: they are deleted and inserted. */
export async function createPgBoss(url: string): Promise<Contestant> {
  const boss = new PgBoss({ connectionString: url, max: 8, supervise: false, schedule: false });
  boss.on('error', (error) => console.error(error));
  await boss.start();
  await boss.createQueue(QUEUE, { retentionSeconds: 100_000_000 });
  const pool = new pg.Pool({ connectionString: url, max: 8 });
  const jobsOf = (indexes: readonly number[], dueAt: (index: number) => number) =>
    indexes.map((index) => ({
      id: jobId(index),
      data: { order: orderId(index), index },
      startAfter: new Date(dueAt(index)),
    }));
  return {
    name: 'pg-boss',
    writes: '2 rows: job deleted and inserted, with no journey and no observation',
    fill: (from, to, dueAt) => inBatches(from, to, (indexes) => boss.insert(QUEUE, jobsOf(indexes, dueAt))),
    async transition(orders, at) {
      await inTransaction(pool, async (db) => {
        await boss.deleteJob(QUEUE, orders.map(jobId), { db });
        await boss.insert(
          QUEUE,
          jobsOf(orders, () => at + 24 * HOUR_MS),
          { db },
        );
      });
    },
    tick: async () => (await boss.fetch(QUEUE, { batchSize: 1_000 })).length,
    async watch(onDue) {
      const options = { batchSize: 1_000, pollingIntervalSeconds: POLL_SECONDS };
      const id = await boss.work<{ index: number }>(QUEUE, options, async (jobs) => {
        for (const { data } of jobs) onDue(data.index);
      });
      return { stop: () => boss.offWork(QUEUE, { id }) };
    },
    async settleDown() {
      await pool.query('VACUUM ANALYZE');
    },
    async close() {
      await boss.stop({ graceful: false });
      await pool.end();
    },
  };
}

interface Queries {
  executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
}

async function inTransaction(pool: pg.Pool, work: (db: Queries) => Promise<void>): Promise<void> {
  const client = await pool.connect();
  await client.query('BEGIN');
  await work({ executeSql: (text, values) => client.query(text, values) });
  await client.query('COMMIT');
  client.release();
}

/** Its ids are UUIDs. */
function jobId(index: number): string {
  return `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
}
