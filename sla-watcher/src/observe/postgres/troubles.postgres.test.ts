import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type NativePostgres, startNativePostgres } from '../../../../scripts/services/postgres.ts';
import { ownDatabase, place, QUICK } from './testing/database.ts';
import { type Watch, watchTable } from './testing/watch.ts';
import { HISTORY, watchedModel } from './testing/watched-model.ts';

let cluster: NativePostgres;

beforeAll(async () => {
  cluster = await startNativePostgres({ settings: QUICK, say: () => {} });
});
afterAll(() => cluster?.stop());

const orders = (watch: Watch) => watch.last.map(({ order_id }) => order_id);
const unavailable = (message: string, retryable = true) => ({
  reason: 'unavailable',
  error: { code: 'witness-unavailable', message: expect.stringContaining(message), retryable },
});

/** Ends the server as a crash does; resolves when nobody listens any more. */
async function crash(): Promise<void> {
  process.kill(cluster.pid()!, 'SIGQUIT');
  const { hostname, port } = new URL(cluster.url);
  while (await isListening(Number(port), hostname));
}

function isListening(port: number, host: string): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect(port, host, () => resolve(true)).on('error', () => resolve(false));
  return promise.finally(() => socket.destroy());
}

describe('a database that goes down', () => {
  it('is told as down since it was, keeps its position, and goes on by itself', async () => {
    const db = await ownDatabase(cluster.url);
    const watch = await watchTable(db.url, watchedModel());
    await place(db, 'a');
    await watch.poll();
    await place(db, 'b');
    const stored = (await watch.store.witnesses())[0]!;
    await crash();
    expect(await watch.attempt()).toMatchObject(unavailable('refuses connections'));
    const down = await watch.health();
    expect(down).toMatchObject({
      state: 'blind',
      watermark: stored.health.watermark,
      detail: 'the database refuses connections: it is down, or the address is wrong',
    });
    watch.pass(60_000);
    await watch.attempt();
    expect(await watch.health()).toMatchObject({ state: 'blind', since: down.since });
    expect((await watch.store.witnesses())[0]!.cursor).toBe(stored.cursor);
    await cluster.restart('fast');
    await watch.poll();
    expect(orders(watch)).toEqual(['b']);
    const up = await watch.health();
    expect(up.state).toBe('healthy');
    expect(up.since).toBeGreaterThan(down.since);
  });

  it('in the middle of a read: what was durable is not read again, and nothing is missed', async () => {
    const db = await ownDatabase(cluster.url);
    await db.sql(`INSERT INTO history (order_id, at) SELECT n, '2026-11-20Z' FROM generate_series(1, 20) n`);
    const watch = await watchTable(db.url, watchedModel(HISTORY, { pageRows: 5 }));
    watch.onBatch = async () => {
      if (watch.batches.length === 1) await crash();
    };
    expect(await watch.attempt()).toMatchObject({ reason: 'unavailable' });
    watch.onBatch = () => {};
    expect(watch.rows).toHaveLength(10);
    await cluster.restart('fast');
    await watch.poll();
    expect(watch.rows.map(({ order_id }) => Number(order_id))).toEqual(
      Array.from({ length: 20 }, (_, index) => index + 1),
    );
  });

  it('with a transaction open: its rows never come, and the watermark goes on', async () => {
    const db = await ownDatabase(cluster.url);
    const watch = await watchTable(db.url, watchedModel());
    const late = await db.session();
    await late.sql('BEGIN');
    await place(late, 'lost');
    await watch.poll();
    await cluster.restart('immediate');
    const again = await db.session();
    await place(again, 'after');
    await watch.poll();
    expect(orders(watch)).toEqual(['after']);
    expect(await watch.health()).toMatchObject({ state: 'healthy', detail: null });
  });

  it('ends our session between two pages: reading goes on with a new one', async () => {
    const db = await ownDatabase(cluster.url);
    await db.sql(`INSERT INTO history (order_id) SELECT n FROM generate_series(1, 4) n`);
    const watch = await watchTable(db.url, watchedModel(HISTORY, { pageRows: 2 }));
    watch.onBatch = async () => {
      await db.sql(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'orderwatch shop-db'`,
      );
    };
    await watch.attempt();
    watch.onBatch = () => {};
    await watch.poll();
    expect(watch.rows.map(({ order_id }) => order_id)).toEqual(['1', '2', '3', '4']);
  });
});

describe('a database that is slow', () => {
  const slow = watchedModel(HISTORY, { statementTimeoutMs: 200 });

  it('because somebody holds the table is not waited for, and it is told why', async () => {
    const db = await ownDatabase(cluster.url);
    const watch = await watchTable(db.url, slow);
    await place(db, 'a');
    await watch.poll();
    await place(db, 'b');
    const holder = await db.session();
    await holder.sql('BEGIN');
    await holder.sql('LOCK TABLE history IN ACCESS EXCLUSIVE MODE');
    const stored = (await watch.store.witnesses())[0]!;
    expect(await watch.attempt()).toMatchObject(unavailable('somebody holds a lock on the table'));
    expect(await watch.health()).toMatchObject({ state: 'blind', watermark: stored.health.watermark });
    const waiting = await db.sql('SELECT 1 FROM pg_locks WHERE NOT granted');
    expect(waiting).toEqual([]);
    await holder.sql('COMMIT');
    await watch.poll();
    expect(orders(watch)).toEqual(['b']);
  });

  it('is given up by statement_timeout, and an index is advised', async () => {
    const db = await ownDatabase(cluster.url);
    await place(db, 'a');
    await db.sql(`ALTER TABLE history RENAME TO log; CREATE VIEW history AS
      SELECT id, order_id, status, CASE WHEN pg_sleep(1)::text = '' THEN at END AS at FROM log`);
    const watch = await watchTable(db.url, slow);
    expect(await watch.attempt()).toMatchObject(unavailable('an index on the cursor column makes it quick'));
    await db.sql('DROP VIEW history; CREATE VIEW history AS SELECT * FROM log');
    await watch.poll();
    expect(orders(watch)).toEqual(['a']);
  });

  it('that has no connection left for the role is told so', async () => {
    const db = await ownDatabase(cluster.url);
    const role = await db.role('CONNECTION LIMIT 0');
    const watch = await watchTable(role.url, slow);
    expect(await watch.attempt()).toMatchObject(unavailable('no connection left for this role'));
  });
});
