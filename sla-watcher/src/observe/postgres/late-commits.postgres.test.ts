import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type NativePostgres, startNativePostgres } from '../../../../scripts/services/postgres.ts';
import { type OwnerDatabase, type OwnerSession, ownDatabase, place, QUICK } from './testing/database.ts';
import { SPARSE_IDS } from './testing/poll-among.ts';
import { type Watch, watchTable } from './testing/watch.ts';
import { BY_ID, HISTORY, watchedModel } from './testing/watched-model.ts';

/** More than are remembered of past polls. */
const MANY_POLLS = 66;
const NO_SWEEP = { everyMs: 0, lookbackMs: 0 };

let cluster: NativePostgres;

beforeAll(async () => {
  cluster = await startNativePostgres({
    settings: { ...QUICK, max_prepared_transactions: 10 },
    say: () => {},
  });
});
afterAll(() => cluster?.stop());

const orders = (watch: Watch) => watch.last.map(({ order_id }) => order_id);
const now = async ({ sql }: Pick<OwnerSession, 'sql'>) =>
  Number((await sql('SELECT extract(epoch FROM now()) * 1000 AS now'))[0]!.now);

async function open(db: OwnerDatabase): Promise<OwnerSession & { readonly began: number }> {
  const session = await db.session();
  await session.sql('BEGIN');
  return { ...session, began: await now(session) };
}

/** Others write and commit, poll by poll; the watermark stays before `began`. */
async function pollOften(db: OwnerDatabase, watch: Watch, began: number, polls = 3): Promise<void> {
  for (let poll = 1; poll <= polls; poll++) {
    await place(db, `other ${poll}`);
    await watch.poll();
    expect(orders(watch)).toEqual([`other ${poll}`]);
    expect(await watch.seenTo()).toBeLessThanOrEqual(began);
  }
}

/** One poll after which nothing is open: everything is seen to the end. */
async function expectCaughtUp(db: OwnerDatabase, watch: Watch): Promise<void> {
  const before = await now(db);
  await watch.poll();
  expect(await watch.seenTo()).toBeGreaterThanOrEqual(Math.floor(before));
}

describe.each([
  ['time', HISTORY, MANY_POLLS],
  ['id', BY_ID, 5],
])('read by %s, rows of a transaction that stays open', (_, table, polls) => {
  const model = watchedModel(table, { sweep: NO_SWEEP });

  async function begin(): Promise<{ readonly db: OwnerDatabase; readonly watch: Watch }> {
    const db = await ownDatabase(cluster.url, SPARSE_IDS);
    const watch = await watchTable(db.url, model);
    await place(db, 'before');
    await watch.poll();
    return { db, watch };
  }

  it('are seen when it commits, however long after others of later times', async () => {
    const { db, watch } = await begin();
    const late = await open(db);
    await place(late, 'late 1', 'late 2');
    await pollOften(db, watch, late.began, polls);
    await late.sql('COMMIT');
    await watch.poll();
    expect(orders(watch)).toEqual(['late 1', 'late 2']);
    await expectCaughtUp(db, watch);
    expect(orders(watch)).toEqual([]);
  });

  it('are seen when it has only looked for long, and writes just before it commits', async () => {
    const { db, watch } = await begin();
    const late = await open(db);
    await late.sql('SELECT count(*) FROM history');
    const [row] = await late.sql(`SELECT nextval('history_id_seq')::text AS id`);
    await pollOften(db, watch, late.began);
    await late.sql(`INSERT INTO history (id, order_id) OVERRIDING SYSTEM VALUE VALUES ($1, 'late')`, [
      row!.id,
    ]);
    await late.sql('COMMIT');
    await watch.poll();
    expect(orders(watch)).toEqual(['late']);
  });

  it('are seen when they were written under savepoints, but not those of one that was rolled back', async () => {
    const { db, watch } = await begin();
    const late = await open(db);
    await late.sql('SAVEPOINT a');
    await place(late, 'kept');
    await late.sql('RELEASE a');
    await pollOften(db, watch, late.began, 2);
    await late.sql('SAVEPOINT b');
    await place(late, 'undone');
    await pollOften(db, watch, late.began, 2);
    await late.sql('ROLLBACK TO b');
    await place(late, 'kept too');
    await pollOften(db, watch, late.began, 2);
    await late.sql('COMMIT');
    await watch.poll();
    expect(orders(watch)).toEqual(['kept', 'kept too']);
  });

  it('are never seen when it is rolled back, and it holds nothing up any longer', async () => {
    const { db, watch } = await begin();
    const late = await open(db);
    await place(late, 'never');
    await pollOften(db, watch, late.began, 2);
    await late.sql('ROLLBACK');
    await expectCaughtUp(db, watch);
    expect(watch.rows.map(({ order_id }) => order_id)).not.toContain('never');
  });

  it('are seen one by one where several overlap, in whatever order they end', async () => {
    const { db, watch } = await begin();
    const [a, b, c] = [await open(db), await open(db), await open(db)];
    await place(b, 'b');
    await pollOften(db, watch, a.began, 2);
    await place(a, 'a');
    await pollOften(db, watch, a.began, 2);
    await place(c, 'c');
    await pollOften(db, watch, a.began, 2);
    const d = await open(db);
    await place(d, 'd');
    await b.sql('COMMIT');
    await pollOnceMore(watch, ['b'], a.began);
    await d.sql('COMMIT');
    await pollOnceMore(watch, ['d'], a.began);
    await a.sql('COMMIT');
    await pollOnceMore(watch, ['a'], c.began);
    await c.sql('COMMIT');
    await expectCaughtUp(db, watch);
    expect(orders(watch)).toEqual(['c']);
  });

  it('are seen at COMMIT PREPARED, and the watermark waits for that', async () => {
    const { db, watch } = await begin();
    const late = await open(db);
    await place(late, 'prepared');
    await pollOften(db, watch, late.began, 2);
    await late.sql(`PREPARE TRANSACTION 'p-${db.name}'`);
    await late.end();
    await pollOften(db, watch, late.began);
    expect(await watch.health()).toMatchObject({ detail: expect.stringContaining('COMMIT PREPARED') });
    await watch.restart();
    await db.sql(`COMMIT PREPARED 'p-${db.name}'`);
    await expectCaughtUp(db, watch);
    expect(orders(watch)).toContain('prepared');
  });

  it('are seen after a restart of the watcher in between', async () => {
    const { db, watch } = await begin();
    const late = await open(db);
    await place(late, 'late');
    await pollOften(db, watch, late.began, 2);
    await watch.restart();
    await late.sql('COMMIT');
    await watch.poll();
    expect(orders(watch)).toContain('late');
  });

  it('are seen when it was open before the first poll of all', async () => {
    const db = await ownDatabase(cluster.url, SPARSE_IDS);
    const late = await open(db);
    await place(late, 'late');
    await place(db, 'other');
    const watch = await watchTable(db.url, model);
    await watch.poll();
    await pollOften(db, watch, late.began, 2);
    await late.sql('COMMIT');
    await watch.poll();
    expect(orders(watch)).toEqual(['late']);
  });
});

async function pollOnceMore(watch: Watch, seen: readonly string[], began: number): Promise<void> {
  await watch.poll();
  expect(orders(watch)).toEqual(seen);
  expect(await watch.seenTo()).toBeLessThanOrEqual(began);
}

describe('a prepared transaction from before the first poll', () => {
  it('leaves the watermark unknown, because nobody knows since when it is open', async () => {
    const db = await ownDatabase(cluster.url);
    const late = await open(db);
    await place(late, 'prepared');
    await late.sql(`PREPARE TRANSACTION 'p-${db.name}'`);
    const watch = await watchTable(db.url, watchedModel());
    await watch.poll();
    expect(await watch.health()).toMatchObject({
      state: 'unknown',
      watermark: null,
      detail: expect.stringContaining('nobody knows since when it was open'),
    });
    await db.sql(`COMMIT PREPARED 'p-${db.name}'`);
    await expectCaughtUp(db, watch);
    expect(orders(watch)).toEqual(['prepared']);
  });
});
