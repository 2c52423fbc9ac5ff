import { beforeEach, describe, expect, inject, it } from 'vitest';
import { type OwnerDatabase, ownDatabase, place } from './testing/database.ts';
import { SPARSE_IDS } from './testing/poll-among.ts';
import { type Watch, watchTable } from './testing/watch.ts';
import { BY_ID, HISTORY, watchedModel } from './testing/watched-model.ts';

const serverUrl = inject('postgresUrl');
const orders = (watch: Watch) => watch.last.map(({ order_id }) => order_id);

let db: OwnerDatabase;
let role: { readonly name: string; readonly url: string };

beforeEach(async () => {
  db = await ownDatabase(serverUrl, SPARSE_IDS);
  role = await db.role('CONNECTION LIMIT 2');
  await db.sql(`GRANT SELECT ON history TO ${role.name}`);
});

describe.each([
  ['time', HISTORY],
  ['id', BY_ID],
])('a role that may not see what others do, reading by %s', (_, table) => {
  const begin = async () => {
    const watch = await watchTable(role.url, watchedModel(table));
    await place(db, 'before');
    await watch.poll();
    return watch;
  };

  it('reads rows, and says that it does not know how far it has seen, and what to grant', async () => {
    const watch = await begin();
    expect(orders(watch)).toEqual(['before']);
    expect(await watch.health()).toMatchObject({
      state: 'unknown',
      watermark: null,
      detail: `the role may not see open transactions: GRANT pg_read_all_stats TO "${role.name}"`,
    });
    await db.sql(`GRANT pg_read_all_stats TO ${role.name}`);
    await watch.poll();
    expect(await watch.health()).toMatchObject({
      state: 'healthy',
      watermark: expect.any(Number),
      detail: null,
    });
  });

  it('finds with the next poll what a transaction had written before the poll before', async () => {
    const watch = await begin();
    const late = await db.session();
    await late.sql('BEGIN');
    await place(late, 'late');
    for (const other of ['other 1', 'other 2', 'other 3']) {
      await place(db, other);
      await watch.poll();
      expect(orders(watch)).toEqual([other]);
    }
    await late.sql('COMMIT');
    await watch.poll();
    expect(orders(watch)).toEqual(['late']);
  });

  it('finds with the next poll what has the newest id of all, and an older time than others', async () => {
    const watch = await begin();
    const late = await db.session();
    await late.sql('BEGIN');
    await place(db, 'other');
    await place(late, 'late');
    await watch.poll();
    expect(orders(watch)).toEqual(['other']);
    await late.sql('COMMIT');
    await watch.poll();
    expect(orders(watch)).toEqual(['late']);
  });

  it('finds with the sweep what a transaction wrote long after it began', async () => {
    const watch = await begin();
    const late = await db.session();
    await late.sql('BEGIN');
    await late.sql('SELECT 1');
    const [row] = await db.sql(`SELECT nextval('history_id_seq')::text AS id`);
    for (const other of ['other 1', 'other 2', 'other 3']) {
      await place(db, other);
      await watch.poll();
    }
    await late.sql(`INSERT INTO history (id, order_id) OVERRIDING SYSTEM VALUE VALUES ($1, 'late')`, [
      row!.id,
    ]);
    await late.sql('COMMIT');
    expect(await watch.sweptRows()).toMatchObject([{ order_id: 'late' }]);
    await watch.sweep();
    expect(orders(watch)).toEqual([]);
  });
});

describe('the sweep', () => {
  it('finds rows that were changed without moving their cursor, some pages with each poll', async () => {
    await db.sql(`INSERT INTO history (order_id, at)
      SELECT n, now() - (100 - n) * interval '1 s' FROM generate_series(1, 100) n`);
    const watch = await watchTable(db.url, watchedModel(HISTORY, { pageRows: 4 }));
    await watch.poll();
    await db.sql(`UPDATE history SET status = 'MADE' WHERE order_id IN ('17', '98')`);
    expect(await watch.sweptRows()).toMatchObject([
      { order_id: '17', status: 'MADE' },
      { order_id: '98', status: 'MADE' },
    ]);
  });

  it('finds back-dated rows of a transaction that was open during the sweep before', async () => {
    const watch = await watchTable(db.url, watchedModel());
    await place(db, 'before');
    await watch.poll();
    const late = await db.session();
    await late.sql('BEGIN');
    await late.sql(`INSERT INTO history (order_id, at) VALUES ('late', now() - interval '1 day')`);
    await place(db, 'other');
    await watch.sweep();
    await late.sql('COMMIT');
    expect(await watch.sweptRows()).toMatchObject([{ order_id: 'late' }]);
  });

  it('goes on after a restart, and comes at its time only', async () => {
    await db.sql(`INSERT INTO history (order_id) SELECT n FROM generate_series(1, 30) n`);
    const watch = await watchTable(db.url, watchedModel(HISTORY, { pageRows: 1 }));
    await watch.poll();
    await db.sql(`UPDATE history SET status = 'MADE' WHERE order_id = '29'`);
    watch.pass(15 * 60_000 - 60_000);
    await watch.poll();
    expect((await watch.position()).sweep?.run).toBeNull();
    watch.pass(60_000);
    // The clock runs on with each page, so that the sweep's share of the time is used up at once.
    watch.onBatch = () => watch.pass(1000);
    await watch.poll();
    expect((await watch.position()).sweep?.run).toMatchObject({ after: expect.anything() });
    await watch.restart();
    for (let poll = 0; poll < 9 && orders(watch).length === 0; poll++) await watch.poll();
    expect(watch.last).toMatchObject([{ order_id: '29', status: 'MADE' }]);
  });
});

describe('a sequence that begins anew', () => {
  it('is read from its beginning, though higher ids were read', async () => {
    await db.sql(`INSERT INTO history (order_id) SELECT n FROM generate_series(1, 100) n`);
    const watch = await watchTable(db.url, watchedModel(BY_ID, { sweep: { everyMs: 0, lookbackMs: 0 } }));
    await watch.poll();
    await db.sql('TRUNCATE history RESTART IDENTITY');
    await place(db, 'anew 1', 'anew 2');
    await watch.poll();
    expect(orders(watch)).toEqual(['anew 1', 'anew 2']);
  });
});
