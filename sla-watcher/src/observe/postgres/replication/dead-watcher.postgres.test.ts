import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { NativePostgres } from '../../../../../scripts/services/postgres.ts';
import { type OwnerDatabase, ownDatabase } from '../testing/database.ts';
import {
  MAX_WAL_BYTES,
  ORDERS_TABLE,
  slotRow,
  startLogicalPostgres,
  watchReplicated,
} from '../testing/replicated.ts';

const MB = 2 ** 20;
const SEGMENT = 16 * MB;
/** How much the server writes between two checkpoints, at which it looks at its slots. */
const CHECKPOINT_EVERY = 32 * MB;
const WRITTEN = 8 * MAX_WAL_BYTES;
const ORDERS = 2000;
const WRITERS = 4;

let server: NativePostgres;
let db: OwnerDatabase;

beforeAll(async () => {
  server = await startLogicalPostgres({ max_wal_size: '64MB', min_wal_size: '32MB', full_page_writes: 'on' });
});
afterAll(() => server?.stop());

interface Load {
  readonly writes: number;
  readonly failed: number;
  readonly slowestMs: number;
  /** The most that pg_wal held at any time, and that the slot held back. */
  readonly mostOnDisk: number;
  readonly mostHeld: number;
  readonly lostAfter: number | null;
}

async function onDisk(): Promise<number> {
  const [row] = await db.sql('SELECT sum(size)::text AS size FROM pg_ls_waldir()');
  return Number(row?.size);
}

async function logPlace(): Promise<number> {
  const [row] = await db.sql(`SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::text AS at`);
  return Number(row?.at);
}

/** Orders move, and other tables of the shop are written, until the log has grown by so much. */
async function writeLog(bytes: number): Promise<Load> {
  const begun = await logPlace();
  let [writes, failed, slowestMs, mostOnDisk, mostHeld] = [0, 0, 0, 0, 0];
  let lostAfter: number | null = null;
  let [written, checkpointAt] = [0, CHECKPOINT_EVERY];
  const sessions = await Promise.all(Array.from({ length: WRITERS }, () => db.session()));
  const write = async (session: (typeof sessions)[number], writer: number) => {
    for (let turn = 0; written < bytes; turn++) {
      const order = `o${(writer + WRITERS * turn) % ORDERS}`;
      const at = performance.now();
      await session
        .sql(`WITH moved AS (UPDATE orders SET status = CASE status WHEN 'PLACED' THEN 'MADE' ELSE 'SENT' END,
                     updated_at = clock_timestamp() WHERE order_id = '${order}')
              INSERT INTO filler SELECT repeat(md5(n::text), 60) FROM generate_series(1, 50) n`)
        .catch(() => {
          failed += 1;
        });
      slowestMs = Math.max(slowestMs, performance.now() - at);
      writes += 1;
    }
  };
  const measure = async () => {
    while (written < bytes) {
      written = (await logPlace()) - begun;
      if (written >= checkpointAt) {
        await db.sql('CHECKPOINT');
        checkpointAt = written + CHECKPOINT_EVERY;
      }
      mostOnDisk = Math.max(mostOnDisk, await onDisk());
      const slot = await slotRow(db);
      if (slot?.status === 'lost') lostAfter ??= written;
      else mostHeld = Math.max(mostHeld, slot?.heldBytes ?? 0);
    }
  };
  await Promise.all([measure(), ...sessions.map(write)]);
  for (const session of sessions) await session.end();
  return { writes, failed, slowestMs, mostOnDisk, mostHeld, lostAfter };
}

it('a dead watcher costs its source no more log than the cap and no write, and misses no order when it is back', async () => {
  db = await ownDatabase(server.url, `${ORDERS_TABLE}; CREATE TABLE filler (text text)`);
  await db.sql(`INSERT INTO orders (order_id) SELECT 'o' || n FROM generate_series(0, ${ORDERS - 1}) n`);
  const without = await writeLog(WRITTEN);
  await db.sql(`UPDATE orders SET status = 'PLACED', updated_at = now(); TRUNCATE filler`);

  const watch = await watchReplicated(db, { staysMs: 3_600_000 });
  const stop = new AbortController();
  const reading = watch.attempt(stop.signal);
  await vi.waitFor(async () => expect((await watch.health()).state).toBe('healthy'), { timeout: 60_000 });
  expect(Object.keys(watch.statuses())).toHaveLength(ORDERS);
  // No goodbye: the connection is cut.
  stop.abort();
  await reading;
  const { watermark } = await watch.health();

  const dead = await writeLog(WRITTEN);
  await db.sql('CHECKPOINT');
  const kept = await onDisk();
  const inMb = (bytes: number) => Math.round(bytes / MB);
  console.log(
    `a slot without a reader, cap ${inMb(MAX_WAL_BYTES)} MB, ${inMb(WRITTEN)} MB of log written by ${dead.writes} writes: ` +
      `${dead.failed} failed, slowest ${Math.round(dead.slowestMs)} ms (without a slot ${Math.round(without.slowestMs)} ms); ` +
      `pg_wal at most ${inMb(dead.mostOnDisk)} MB (without ${inMb(without.mostOnDisk)} MB), held back at most ${inMb(dead.mostHeld)} MB, ` +
      `given up by the server after ${inMb(dead.lostAfter ?? 0)} MB; ${inMb(kept)} MB in the end`,
  );
  expect([without.failed, dead.failed]).toEqual([0, 0]);
  expect(dead.lostAfter).not.toBeNull();
  expect(dead.mostOnDisk).toBeLessThanOrEqual(without.mostOnDisk + MAX_WAL_BYTES + 2 * SEGMENT);
  expect(kept).toBeLessThanOrEqual(without.mostOnDisk + 2 * SEGMENT);
  expect((await slotRow(db))?.status).toBe('lost');

  await watch.restart();
  const end = new AbortController();
  const back = watch.attempt(end.signal);
  await vi.waitFor(() => expect(watch.healths.at(-1)).toMatchObject({ state: 'healthy' }), {
    timeout: 60_000,
  });
  expect(watch.healths[0]).toMatchObject({
    state: 'blind',
    cause: 'overflowed',
    gaps: [{ from: watermark, to: expect.any(Number) }],
    detail: expect.stringContaining('the server has given up its replication slot'),
  });
  const inTable = await db.sql('SELECT order_id, status FROM orders');
  expect(watch.statuses()).toEqual(Object.fromEntries(inTable.map((row) => [row.order_id, row.status])));
  expect(new Set(Object.values(watch.statuses()))).not.toContain('PLACED');
  expect(await slotRow(db)).toMatchObject({ status: 'reserved' });
  end.abort();
  await back;
}, 300_000);
