import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { NativePostgres } from '../../../../../scripts/services/postgres.ts';
import type { RawRecord } from '../../../domain/observation.ts';
import { createPostgresWitness } from '../create-postgres-witness.ts';
import { parseLsn } from '../slot/lsn.ts';
import { type OwnerDatabase, ownDatabase } from '../testing/database.ts';
import {
  dropSlots,
  moveOrder,
  ORDERS,
  ORDERS_TABLE,
  placeOrders,
  type ReplicatedWatch,
  SLOT,
  slotRow,
  startLogicalPostgres,
  watchReplicated,
} from '../testing/replicated.ts';
import { watchedModel } from '../testing/watched-model.ts';

let server: NativePostgres;
let db: OwnerDatabase;

beforeAll(async () => {
  server = await startLogicalPostgres();
});
afterAll(() => server?.stop());

beforeEach(async () => {
  db = await ownDatabase(server.url, ORDERS_TABLE);
  await dropSlots(db);
});

const WHOLE_DELETES = 'ALTER TABLE orders REPLICA IDENTITY FULL';

const sides = (watch: ReplicatedWatch) =>
  watch.last.flatMap((record) =>
    record.kind === 'side' ? [`${record.order} ${record.says} ${record.status}`] : [],
  );

async function began(sql: OwnerDatabase['sql']): Promise<number> {
  const [row] = await sql('SELECT extract(epoch FROM now()) * 1000 AS at');
  return Number(row?.at);
}

/** By the source's clock. */
async function seenTo(watch: ReplicatedWatch): Promise<number> {
  const { watermark, skewMs } = await watch.health();
  return watermark! + skewMs;
}

describe('the first read', () => {
  it('makes the slot, reads the table, and is healthy with a watermark of now', async () => {
    await placeOrders(db, 'a', 'b');
    const watch = await watchReplicated(db);
    const before = await began(db.sql);
    await watch.read();
    expect(watch.statuses()).toEqual({ a: 'PLACED', b: 'PLACED' });
    expect(await watch.health()).toMatchObject({ state: 'healthy' });
    expect(await seenTo(watch)).toBeGreaterThanOrEqual(before);
    expect(watch.healths[0]).toMatchObject({ state: 'unknown', watermark: null });
    expect(await db.sql('SELECT slot_name, plugin, active FROM pg_replication_slots')).toEqual([
      { slot_name: SLOT, plugin: 'pgoutput', active: false },
    ]);
  });

  it('misses nothing that is committed between the slot, the table and the log', async () => {
    await placeOrders(db, 'a');
    const watch = await watchReplicated(db, { changed: { pageRows: 1 } });
    const open = await db.session();
    let batches = 0;
    watch.onBatch = async () => {
      batches += 1;
      await placeOrders(db, `while ${batches}`);
      if (batches === 1) {
        await open.sql('BEGIN');
        await placeOrders(open, 'open');
      }
      if (batches === 3) await open.sql('COMMIT');
      if (batches > 6) watch.onBatch = () => {};
    };
    await watch.read();
    await watch.read();
    const orders = new Set(watch.all.map((record) => (record.kind === 'row' ? record.row.order_id : '')));
    expect([...orders].toSorted()).toEqual(
      ['a', 'open', ...Array.from({ length: batches }, (_, i) => `while ${i + 1}`)].toSorted(),
    );
  });

  it('goes on in the table where it was cut off, and from the same place in the log', async () => {
    await placeOrders(db, 'a', 'b', 'c', 'd');
    const watch = await watchReplicated(db, { changed: { pageRows: 1 } });
    watch.onBatch = (records) => {
      if (records.length > 0 && watch.last.length === 2) throw new Error('the store is down');
    };
    await expect(watch.attempt()).rejects.toThrow('the store is down');
    expect((await watch.position()).stage).toMatchObject({ kind: 'snapshot' });
    await moveOrder(db, 'a', 'MADE');
    watch.onBatch = () => {};
    await watch.restart();
    await watch.read();
    expect(watch.statuses()).toEqual({ a: 'MADE', c: 'PLACED', d: 'PLACED' });
  });

  it('takes a slot that a crash left before its place was stored', async () => {
    const watch = await watchReplicated(db);
    watch.onBatch = () => {
      throw new Error('killed');
    };
    await expect(watch.attempt()).rejects.toThrow('killed');
    const left = await slotRow(db);
    await placeOrders(db, 'a');
    watch.onBatch = () => {};
    await watch.restart();
    await watch.read();
    expect(left).not.toBeNull();
    expect(watch.statuses()).toEqual({ a: 'PLACED' });
    expect((await watch.position()).setBack).toBeNull();
  });
});

describe('changes', () => {
  it('are rows as inserted and updated, with what was committed last', async () => {
    const watch = await watchReplicated(db);
    await watch.read();
    await placeOrders(db, 'a', 'b');
    await moveOrder(db, 'a', 'MADE');
    await watch.read();
    expect(watch.last.map((record) => (record.kind === 'row' ? record.row.status : ''))).toEqual([
      'PLACED',
      'PLACED',
      'MADE',
    ]);
    expect(watch.statuses()).toEqual({ a: 'MADE', b: 'PLACED' });
    await watch.read();
    expect(watch.last).toEqual([]);
  });

  it('that are rolled back, whole or to a savepoint, are never seen', async () => {
    const watch = await watchReplicated(db);
    await watch.read();
    await db.sql('BEGIN');
    await placeOrders(db, 'never');
    await db.sql('ROLLBACK; BEGIN');
    await placeOrders(db, 'a');
    await db.sql('SAVEPOINT s');
    await placeOrders(db, 'never again');
    await db.sql('ROLLBACK TO SAVEPOINT s; COMMIT');
    await watch.read();
    expect(watch.statuses()).toEqual({ a: 'PLACED' });
  });

  it('of other tables in the publication are passed over', async () => {
    await db.sql(
      'CREATE TABLE other (order_id text PRIMARY KEY); ALTER PUBLICATION orderwatch ADD TABLE other',
    );
    const watch = await watchReplicated(db);
    await watch.read();
    await db.sql(`INSERT INTO other VALUES ('x'); DELETE FROM other; TRUNCATE other`);
    await placeOrders(db, 'a');
    await watch.read();
    expect(watch.statuses()).toEqual({ a: 'PLACED' });
    expect((await watch.health()).detail).not.toContain('emptied');
  });

  it('of a long transaction come when it commits, and the watermark waits for them', async () => {
    const watch = await watchReplicated(db);
    await watch.read();
    const long = await db.session();
    await long.sql('BEGIN');
    const since = await began(long.sql);
    await placeOrders(long, 'long');
    await placeOrders(db, 'short');
    await watch.read();
    expect(watch.statuses()).toEqual({ short: 'PLACED' });
    expect(await seenTo(watch)).toBeLessThanOrEqual(since);
    await long.sql('COMMIT');
    await watch.read();
    expect(watch.statuses()).toEqual({ long: 'PLACED' });
    expect(await seenTo(watch)).toBeGreaterThan(since);
  });

  it('that are prepared come with COMMIT PREPARED, and the watermark waits for them', async () => {
    const watch = await watchReplicated(db);
    await watch.read();
    const { watermark: before } = await watch.health();
    await db.sql('BEGIN');
    await placeOrders(db, 'prepared');
    await db.sql(`PREPARE TRANSACTION 'p'`);
    await watch.read();
    await watch.read();
    expect(watch.statuses()).toEqual({});
    expect((await watch.health()).watermark).toBe(before);
    expect((await watch.health()).detail).toContain('COMMIT PREPARED');
    await db.sql(`COMMIT PREPARED 'p'`);
    await watch.read();
    expect(watch.statuses()).toEqual({ prepared: 'PLACED' });
    expect((await watch.health()).watermark).toBeGreaterThan(before!);
  });

  it('whose commit did not wait for the disk are in by the watermark', async () => {
    const watch = await watchReplicated(db);
    await watch.read();
    const hasty = await db.session();
    await hasty.sql('SET synchronous_commit = off');
    for (let turn = 0; turn < 5; turn++) {
      await placeOrders(hasty, `hasty ${turn}`);
      await watch.read();
      expect(watch.statuses()).toEqual({ [`hasty ${turn}`]: 'PLACED' });
    }
  });

  it('of a large transaction are handed on in pages', async () => {
    const watch = await watchReplicated(db, { changed: { pageRows: 100 } });
    await watch.read();
    await db.sql(`INSERT INTO orders (order_id) SELECT n FROM generate_series(1, 5000) n`);
    const sizes: number[] = [];
    watch.onBatch = (records) => void sizes.push(records.length);
    await watch.read();
    expect(Math.max(...sizes)).toBe(100);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(5000);
  });

  it('keep values that stand apart from their row and were not changed', async () => {
    await db.sql('ALTER TABLE orders ALTER COLUMN note SET STORAGE EXTERNAL');
    const note = randomBytes(6000).toString('hex');
    await db.sql(`INSERT INTO orders (order_id, note) VALUES ('a', $1), ('b', $1)`, [note]);
    const watch = await watchReplicated(db);
    await watch.read();
    await moveOrder(db, 'a', 'MADE');
    await moveOrder(db, 'b', 'MADE');
    await db.sql(`DELETE FROM orders WHERE order_id = 'b'`);
    await watch.read();
    expect(watch.last).toMatchObject([{ row: { order_id: 'a', status: 'MADE', note: note.slice(0, 4096) } }]);
    await db.sql(WHOLE_DELETES);
    await moveOrder(db, 'a', 'SENT');
    await watch.read();
    expect(watch.last).toMatchObject([{ row: { order_id: 'a', status: 'SENT', note: note.slice(0, 4096) } }]);
  });

  it('have the same form as rows that are polled', async () => {
    await db.sql(`CREATE DOMAIN code AS char(6); CREATE TYPE size AS ENUM ('s', 'm');
      ALTER TABLE orders ADD rush boolean, ADD done bool, ADD code char(10), ADD domain code, ADD price numeric(10,2),
        ADD ratio float8, ADD wanted date, ADD "at Home" timestamp, ADD data jsonb, ADD size size, ADD raw bytea`);
    const columns = [
      'rush',
      'done',
      'code',
      'domain',
      'price',
      'ratio',
      'wanted',
      'at Home',
      'data',
      'size',
      'raw',
    ];
    const table = ORDERS.replace(
      '{ note: note }',
      `{ note: note, ${columns.map((column, i) => `c${i}: { column: "${column}" }`).join(', ')} }`,
    );
    const { config } = watchedModel(table);
    const watch = await watchReplicated(db, { table });
    await watch.read();
    await db.sql(`SET timezone = 'Asia/Tokyo'; SET datestyle = 'German';
      INSERT INTO orders VALUES ('a', 'MADE', '2026-11-21 10:00:00.123456+09', E'tab\\t "quoted" ß 💎', true, false, 'ab', 'cd',
        '12.30', 0.1::float8 + 0.2, '2026-12-31', '2026-12-31 23:59:59.5', '{"b": 1, "a": null}', 'm', '\\x00ff')`);
    await watch.read();
    const clock = { now: Date.now, wall: Date.now, at: (at: number) => at };
    const polled = createPostgresWitness(config, db.url, clock);
    const asPolled: RawRecord[] = [];
    for await (const { records } of polled.read(null, new AbortController().signal))
      asPolled.push(...records);
    expect(watch.last).toEqual(asPolled);
    expect(watch.last).toHaveLength(1);
  });
});

describe('rows that go', () => {
  it.each([
    ['all of a deleted row is in the log', WHOLE_DELETES],
    [
      'order and status are in the identity',
      'CREATE UNIQUE INDEX shown ON orders (order_id, status); ALTER TABLE orders REPLICA IDENTITY USING INDEX shown',
    ],
  ])('are told with their last status where %s', async (_, identity) => {
    await db.sql(identity);
    await placeOrders(db, 'a', 'b');
    const watch = await watchReplicated(db);
    await watch.read();
    await moveOrder(db, 'a', 'MADE');
    await db.sql(`DELETE FROM orders WHERE order_id = 'a'`);
    await watch.read();
    expect(sides(watch)).toEqual(['a gone MADE']);
    const [said] = watch.last.filter(({ kind }) => kind === 'side');
    expect(said).toMatchObject({ witness: 'shop-db', line: null, at: expect.any(Number) });
    expect(await watch.store.rejections(10)).toEqual([]);
  });

  it('are left to the census where the log shows no status of them, and that is said', async () => {
    await placeOrders(db, 'a');
    const watch = await watchReplicated(db);
    await watch.read();
    await db.sql(`DELETE FROM orders WHERE order_id = 'a'`);
    await watch.read();
    expect(watch.last).toEqual([]);
    expect((await watch.health()).detail).toContain('REPLICA IDENTITY FULL');
  });

  it('are seen by the census where the log does not show whose they were, with TRUNCATE too, and back', async () => {
    await placeOrders(db, 'a', 'b');
    const watch = await watchReplicated(db, { takesCensus: true });
    await watch.read();
    expect(sides(watch)).toEqual([]);
    await db.sql(`DELETE FROM orders WHERE order_id = 'a'`);
    await watch.read();
    expect(sides(watch)).toEqual(['a gone PLACED']);
    await db.sql('TRUNCATE orders');
    await watch.read();
    expect(sides(watch)).toEqual(['b gone PLACED']);
    await db.sql(`INSERT INTO orders (order_id, updated_at) VALUES ('a', '2026-01-01')`);
    await watch.read();
    expect(sides(watch)).toEqual(['a back PLACED']);
    await watch.read();
    expect(watch.last).toEqual([]);
    expect(await watch.store.rejections(10)).toEqual([]);
  });

  it('are told once where the log shows them and the census asks', async () => {
    await db.sql(WHOLE_DELETES);
    await placeOrders(db, 'a');
    const watch = await watchReplicated(db, { takesCensus: true });
    await watch.read();
    await db.sql(`DELETE FROM orders`);
    await watch.read();
    await watch.read();
    await watch.restart();
    await watch.read();
    expect(watch.all.filter(({ kind }) => kind === 'side')).toHaveLength(1);
  });

  it('and come again in the same transaction were never gone', async () => {
    await db.sql(WHOLE_DELETES);
    await placeOrders(db, 'a');
    const watch = await watchReplicated(db, { changed: { pageRows: 1 } });
    await watch.read();
    await db.sql(`BEGIN; DELETE FROM orders WHERE order_id = 'a'`);
    await placeOrders(db, 'b', 'a');
    await db.sql('COMMIT');
    await watch.read();
    expect(sides(watch)).toEqual([]);
    expect(watch.statuses()).toEqual({ a: 'PLACED', b: 'PLACED' });
  });

  it('and come again later are back', async () => {
    await db.sql(WHOLE_DELETES);
    await placeOrders(db, 'a');
    const watch = await watchReplicated(db);
    await watch.read();
    await db.sql(`DELETE FROM orders WHERE order_id = 'a'`);
    await watch.read();
    await db.sql(`INSERT INTO orders VALUES ('a', 'MADE', '2026-01-01', NULL)`);
    await watch.read();
    expect(sides(watch)).toEqual(['a back MADE']);
  });

  it('with their id alone: the order under the old id is gone', async () => {
    await db.sql(WHOLE_DELETES);
    await placeOrders(db, 'a');
    const watch = await watchReplicated(db);
    await watch.read();
    await db.sql(`UPDATE orders SET order_id = 'b'`);
    await watch.read();
    expect(watch.statuses()).toEqual({ b: 'PLACED' });
    expect(sides(watch)).toEqual(['a gone PLACED']);
  });

  it('all at once by TRUNCATE are not told one by one, and the health says when', async () => {
    await placeOrders(db, 'a');
    const watch = await watchReplicated(db);
    await watch.read();
    await db.sql('TRUNCATE orders');
    await placeOrders(db, 'b');
    await watch.read();
    expect(watch.statuses()).toEqual({ b: 'PLACED' });
    expect((await watch.health()).detail).toMatch(/the table was emptied at 20\d\d-/);
  });
});

describe('what the server is told', () => {
  it('is never ahead of what is durable, and no less once that is', async () => {
    const watch = await watchReplicated(db, { changed: { pageRows: 2 } });
    await watch.read();
    let checked = 0;
    watch.onBatch = async () => {
      const { stage } = await watch.position();
      expect(stage.kind === 'stream' && stage.at).toBeGreaterThanOrEqual((await slotRow(db))!.confirmed);
      checked += 1;
    };
    for (let turn = 0; turn < 10; turn++) await placeOrders(db, `${turn} a`, `${turn} b`, `${turn} c`);
    await watch.read();
    expect(checked).toBeGreaterThan(10);
    const { stage } = await watch.position();
    expect(stage).toEqual({ kind: 'stream', at: (await slotRow(db))!.confirmed });
  });

  it('is nothing of a batch that did not become durable: all of it comes again', async () => {
    const watch = await watchReplicated(db);
    await watch.read();
    await placeOrders(db, 'a');
    watch.onBatch = () => {
      throw new Error('the store is down');
    };
    await expect(watch.attempt()).rejects.toThrow('the store is down');
    watch.onBatch = () => {};
    await watch.restart();
    await watch.read();
    expect(watch.statuses()).toEqual({ a: 'PLACED' });
  });

  it('is said by the next read where it died between the batch and the word to the server', async () => {
    const watch = await watchReplicated(db);
    await watch.read();
    const before = (await slotRow(db))!.confirmed;
    await placeOrders(db, 'a');
    const stop = new AbortController();
    // Durable, and the reader is gone before it asks for more.
    const taken = watch.onBatch;
    watch.onBatch = async (records) => {
      await taken(records);
      if (records.length > 0) stop.abort();
    };
    await watch.attempt(stop.signal);
    expect(watch.statuses()).toEqual({ a: 'PLACED' });
    expect((await slotRow(db))!.confirmed).toBe(before);
    await watch.restart();
    watch.onBatch = () => {};
    await watch.read();
    expect(watch.last).toEqual([]);
    expect((await slotRow(db))!.confirmed).toBeGreaterThan(before);
    expect(await watch.store.observations('a', 10)).toHaveLength(1);
  });

  it('does not pass over a commit that stands right behind the last', async () => {
    const watch = await watchReplicated(db);
    await watch.read();
    const [first, second] = [await db.session(), await db.session()];
    let adjacent = 0;
    for (let turn = 0; adjacent < 3 && turn < 30; turn++) {
      await first.sql('BEGIN');
      await second.sql('BEGIN');
      await placeOrders(first, `first ${turn}`);
      await placeOrders(second, `second ${turn}`);
      await first.sql('COMMIT');
      await watch.read();
      const [log] = await db.sql('SELECT pg_current_wal_insert_lsn()::text AS at');
      const { stage } = await watch.position();
      if (stage.kind === 'stream' && stage.at === parseLsn(String(log?.at))) adjacent += 1;
      await second.sql('COMMIT');
      await watch.read();
      expect(watch.statuses()).toEqual({ [`second ${turn}`]: 'PLACED' });
    }
    expect(adjacent).toBe(3);
  });
});
