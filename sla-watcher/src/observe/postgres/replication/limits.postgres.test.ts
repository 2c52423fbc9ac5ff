import type { DatabaseWitness } from '@orderwatch/model';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { NativePostgres } from '../../../../../scripts/services/postgres.ts';
import { type OwnerDatabase, ownDatabase } from '../testing/database.ts';
import {
  capSlots,
  dropSlots,
  MAX_WAL_BYTES,
  moveOrder,
  ORDERS_TABLE,
  placeOrders,
  type ReplicatedWatch,
  SLOT,
  slotRow,
  startLogicalPostgres,
  watchReplicated,
} from '../testing/replicated.ts';

const MOST_SLOTS = 3;

let server: NativePostgres;
let db: OwnerDatabase;

beforeAll(async () => {
  server = await startLogicalPostgres({ max_replication_slots: MOST_SLOTS });
});
afterAll(() => server?.stop());

beforeEach(async () => {
  db = await ownDatabase(server.url, ORDERS_TABLE);
  await dropSlots(db);
  await capSlots(server.url, '64MB');
});

function upTo(maxWalBytes: number): Partial<DatabaseWitness> {
  return { capture: { kind: 'replication', slot: SLOT, publication: 'orderwatch', maxWalBytes } };
}

/** Log of about so many bytes, none of it of the table. */
async function writeLog(megabytes: number): Promise<void> {
  await db.sql('CREATE TABLE IF NOT EXISTS filler (text text)');
  for (let i = 0; i < megabytes; i++) {
    await db.sql(`INSERT INTO filler SELECT repeat(md5(n::text), 60) FROM generate_series(1, 500) n`);
  }
}

async function refused(watch: ReplicatedWatch): Promise<string> {
  const polled = await watch.attempt();
  if (polled.reason !== 'unavailable') throw new Error(`it was ${polled.reason}`);
  expect(polled.error.retryable).toBe(false);
  expect(await watch.health()).toMatchObject({ state: 'blind', detail: polled.error.message });
  return polled.error.message;
}

describe('a witness refuses to make a slot', () => {
  it('where the server does not cap what a slot holds back', async () => {
    await capSlots(server.url, '-1');
    const watch = await watchReplicated(db);
    expect(await refused(watch)).toContain("ALTER SYSTEM SET max_slot_wal_keep_size = '64MB'");
    expect(await slotRow(db)).toBeNull();
  });

  it('where the cap is larger than max_wal', async () => {
    const watch = await watchReplicated(db, { changed: upTo(MAX_WAL_BYTES / 2) });
    expect(await refused(watch)).toContain('lets a slot hold back 64MB of its log, more than max_wal');
    expect(await slotRow(db)).toBeNull();
  });

  it('where no slot is free', async () => {
    for (let i = 0; i < MOST_SLOTS; i++)
      await db.sql('SELECT pg_create_physical_replication_slot($1)', [`taken_${i}`]);
    expect(await refused(await watchReplicated(db))).toContain(
      'no replication slot is free, all 3 are taken',
    );
  });

  it('where one of its name is of another kind', async () => {
    await db.sql('SELECT pg_create_physical_replication_slot($1)', [SLOT]);
    expect(await refused(await watchReplicated(db))).toContain('of another kind or database');
    expect(await slotRow(db)).not.toBeNull();
  });

  it.each([
    ['there is no publication', 'DROP PUBLICATION orderwatch', 'CREATE PUBLICATION orderwatch FOR TABLE'],
    [
      'the publication lacks the table',
      'ALTER PUBLICATION orderwatch DROP TABLE orders',
      'ALTER PUBLICATION orderwatch ADD TABLE "public"."orders"',
    ],
    [
      'the publication leaves out updates',
      `ALTER PUBLICATION orderwatch SET (publish = 'insert')`,
      'leaves out inserted or updated rows',
    ],
    [
      'the publication leaves out a column',
      'ALTER PUBLICATION orderwatch SET TABLE orders (order_id, status, updated_at)',
      'leaves out "note"',
    ],
    ['the table lacks a column', 'ALTER TABLE orders DROP COLUMN note', 'lacks column "note"'],
  ])('where %s', async (_, change, message) => {
    await db.sql(change);
    expect(await refused(await watchReplicated(db))).toContain(message);
    expect(await slotRow(db)).toBeNull();
  });

  it('where the role may not use slots, and the message has no secret', async () => {
    const role = await db.role();
    await db.sql(`GRANT SELECT ON orders TO ${role.name}`);
    const message = await refused(await watchReplicated(db, { url: role.url }));
    expect(message).toContain('ALTER ROLE it REPLICATION');
    expect(message).not.toContain(new URL(role.url).password);
  });

  it('on a standby', async () => {
    const standby = await server.startStandby();
    await standby.caughtUp();
    expect(await refused(await watchReplicated(db, { url: standby.urlFor(db.url) }))).toContain(
      'is a standby',
    );
    await standby.stop();
  });
});

describe('a role of its own', () => {
  it('needs REPLICATION, the table and three connections; with pg_read_all_stats it has a watermark', async () => {
    const role = await db.role('REPLICATION CONNECTION LIMIT 3');
    await db.sql(`GRANT SELECT ON orders TO ${role.name}`);
    await placeOrders(db, 'a');
    const watch = await watchReplicated(db, { url: role.url });
    await watch.read();
    expect(watch.statuses()).toEqual({ a: 'PLACED' });
    expect(await watch.health()).toMatchObject({ state: 'unknown', watermark: null });
    expect((await watch.health()).detail).toContain('GRANT pg_read_all_stats');
    await db.sql(`GRANT pg_read_all_stats TO ${role.name}`);
    await watch.read();
    expect(await watch.health()).toMatchObject({ state: 'healthy', watermark: expect.any(Number) });
  });
});

describe('a slot that holds back more than max_wal', () => {
  it('is dropped; that is said, with the time that nobody saw, and everything is read again', async () => {
    await placeOrders(db, 'a', 'b', 'c');
    await capSlots(server.url, '32MB');
    const watch = await watchReplicated(db, { changed: upTo(32 * 2 ** 20) });
    await watch.read();
    const { watermark } = await watch.health();
    await moveOrder(db, 'a', 'MADE');
    await db.sql(`DELETE FROM orders WHERE order_id = 'c'`);
    await writeLog(40);
    const before = (await slotRow(db))!;
    expect(before.heldBytes).toBeGreaterThan(32 * 2 ** 20);
    await watch.read();
    expect(watch.healths[0]).toMatchObject({
      state: 'blind',
      cause: 'overflowed',
      watermark,
      gaps: [{ from: watermark, to: expect.any(Number) }],
      detail: expect.stringContaining('it began anew'),
    });
    expect(watch.statuses()).toEqual({ a: 'MADE', b: 'PLACED' });
    expect(await watch.health()).toMatchObject({
      state: 'healthy',
      detail: expect.stringContaining('did not see what was changed twice or deleted'),
    });
    expect((await watch.health()).watermark).toBeGreaterThan(watermark!);
    expect((await slotRow(db))!.heldBytes).toBeLessThan(2 ** 20);
  });

  it('is said to have been dropped by whoever comes after a crash in between', async () => {
    await placeOrders(db, 'a');
    const watch = await watchReplicated(db);
    await watch.read();
    await db.sql('SELECT pg_drop_replication_slot($1)', [SLOT]);
    await moveOrder(db, 'a', 'MADE');
    let batches = 0;
    watch.onBatch = () => {
      batches += 1;
      if (batches === 2) throw new Error('killed');
    };
    await expect(watch.attempt()).rejects.toThrow('killed');
    expect(await watch.health()).toMatchObject({ state: 'blind', cause: 'behind' });
    await watch.restart();
    await watch.read();
    expect(watch.healths[0]).toMatchObject({ state: 'blind', cause: 'behind' });
    expect(watch.statuses()).toEqual({ a: 'MADE' });
    expect(await watch.health()).toMatchObject({ state: 'healthy' });
  });
});

describe('it begins anew, and says so', () => {
  const cases: readonly (readonly [string, () => Promise<unknown>, string])[] = [
    ['the slot is gone', () => db.sql('SELECT pg_drop_replication_slot($1)', [SLOT]), 'is gone'],
    [
      'somebody else has read from it',
      () =>
        db.sql(
          `SELECT count(*) FROM pg_logical_slot_get_binary_changes($1, NULL, NULL, 'proto_version', '1', 'publication_names', 'orderwatch')`,
          [SLOT],
        ),
      'somebody else has read',
    ],
    [
      'its publication was not there for a while',
      async () => {
        await db.sql('DROP PUBLICATION orderwatch');
        await placeOrders(db, 'unpublished');
        await db.sql('CREATE PUBLICATION orderwatch FOR TABLE orders');
      },
      'its publication was not there all the time',
    ],
  ];

  it.each(cases)('where %s', async (_, trouble, said) => {
    await placeOrders(db, 'a');
    const watch = await watchReplicated(db);
    await watch.read();
    await moveOrder(db, 'a', 'MADE');
    await trouble();
    await watch.read();
    if ((await watch.health()).state === 'blind') await watch.read();
    expect(watch.healths.map(({ state }) => state)).toContain('blind');
    expect(watch.statuses()).toMatchObject({ a: 'MADE' });
    expect(await watch.health()).toMatchObject({ state: 'healthy', detail: expect.stringContaining(said) });
    await moveOrder(db, 'a', 'SENT');
    await watch.read();
    expect(watch.statuses()).toEqual({ a: 'SENT' });
  });

  it('gives its slot up where the server no longer caps it, and refuses', async () => {
    const watch = await watchReplicated(db);
    await watch.read();
    await capSlots(server.url, '-1');
    expect(await refused(watch)).toContain('max_slot_wal_keep_size');
    expect(await slotRow(db)).toBeNull();
  });
});

describe('a read that stays', () => {
  const forever = { staysMs: 3_600_000, changed: { pollMs: 500 } };

  it('hands on what is committed as it comes, and ends when it is told to', async () => {
    const watch = await watchReplicated(db, forever);
    const stop = new AbortController();
    const reading = watch.attempt(stop.signal);
    await vi.waitFor(async () => expect((await watch.health()).state).toBe('healthy'), { timeout: 30_000 });
    const { watermark } = await watch.health();
    await placeOrders(db, 'a');
    await vi.waitFor(() => expect(watch.statuses()).toEqual({ a: 'PLACED' }), { timeout: 30_000 });
    await moveOrder(db, 'a', 'MADE');
    await vi.waitFor(() => expect(watch.statuses()).toEqual({ a: 'MADE' }), { timeout: 30_000 });
    await vi.waitFor(async () => expect((await watch.health()).watermark).toBeGreaterThan(watermark!), {
      timeout: 30_000,
    });
    stop.abort();
    expect(await reading).toMatchObject({ reason: 'read' });
    await vi.waitFor(
      async () =>
        expect(
          await db.sql(`SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'orderwatch%'`),
        ).toEqual([]),
      { timeout: 30_000 },
    );
  });

  it('tells of itself when there is nothing else to tell, so that it keeps its lease', async () => {
    const watch = await watchReplicated(db, { staysMs: 3_600_000, changed: { pollMs: 60_000 } });
    const stop = new AbortController();
    const reading = watch.attempt(stop.signal);
    await vi.waitFor(async () => expect((await watch.health()).state).toBe('healthy'), { timeout: 30_000 });
    const before = watch.healths.length;
    await vi.waitFor(() => expect(watch.healths.length).toBeGreaterThan(before + 1), { timeout: 40_000 });
    expect(watch.last).toEqual([]);
    stop.abort();
    await reading;
  });

  it('keeps others from the slot, who say so and do not crash', async () => {
    const watch = await watchReplicated(db, forever);
    const stop = new AbortController();
    const reading = watch.attempt(stop.signal);
    await vi.waitFor(async () => expect((await watch.health()).state).toBe('healthy'), { timeout: 30_000 });
    const other = await watchReplicated(db);
    const polled = await other.attempt();
    expect(polled).toMatchObject({ reason: 'unavailable', error: { retryable: true } });
    expect((await other.health()).detail).toContain('is being read by another connection');
    stop.abort();
    await reading;
    await other.read();
  });

  it('is cut off by a restart of the server, and goes on after it without a loss', async () => {
    const watch = await watchReplicated(db, forever);
    const reading = watch.attempt();
    await vi.waitFor(async () => expect((await watch.health()).state).toBe('healthy'), { timeout: 30_000 });
    await server.restart('immediate');
    expect(await reading).toMatchObject({ reason: 'unavailable', error: { retryable: true } });
    await placeOrders(await db.session(), 'a');
    const next = watch.attempt();
    await vi.waitFor(() => expect(watch.statuses()).toEqual({ a: 'PLACED' }), { timeout: 30_000 });
    await server.restart('fast');
    await next;
  });
});
