import { Logger, makeWorkerUtils, run, runTaskListOnce } from 'graphile-worker';
import pg from 'pg';
import { orderId } from '../sample-orders.ts';
import { type Contestant, inBatches, LOOK_EVERY_MS } from './contestant.ts';

const TASK = 'deadline';
const HOUR_MS = 3_600_000;
const QUIET = new Logger(() => () => {});

/** A job for each order, found by its key: adding it again moves its time. */
export async function createGraphileWorker(url: string): Promise<Contestant> {
  const pool = new pg.Pool({ connectionString: url, max: 8 });
  const utils = await makeWorkerUtils({ pgPool: pool, logger: QUIET });
  await utils.migrate();
  const schedule = (indexes: readonly number[], dueAt: (index: number) => number) =>
    utils.addJobs(
      indexes.map((index) => ({
        identifier: TASK,
        payload: { order: orderId(index), index },
        jobKey: orderId(index),
        runAt: new Date(dueAt(index)),
      })),
    );
  return {
    name: 'graphile-worker',
    writes: '1 row: job, with no journey and no observation',
    fill: (from, to, dueAt) => inBatches(from, to, (indexes) => schedule(indexes, dueAt)),
    async transition(orders, at) {
      await schedule(orders, () => at + 24 * HOUR_MS);
    },
    async tick() {
      const client = await pool.connect();
      let found = 0;
      const count = () => {
        found += 1;
      };
      const worker = runTaskListOnce({ pgPool: pool, logger: QUIET }, { [TASK]: count }, client);
      await worker.promise;
      client.release();
      return found;
    },
    async watch(onDue) {
      const task = (payload: unknown) => onDue((payload as { index: number }).index);
      const options = { pgPool: pool, logger: QUIET, concurrency: 8, pollInterval: LOOK_EVERY_MS };
      const runner = await run({ ...options, noHandleSignals: true, taskList: { [TASK]: task } });
      return { stop: () => runner.stop() };
    },
    async settleDown() {
      await pool.query('VACUUM ANALYZE graphile_worker._private_jobs');
    },
    async close() {
      await utils.release();
      await pool.end();
    },
  };
}
