import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type NativePostgres,
  type Standby,
  startNativePostgres,
} from '../../../../scripts/services/postgres.ts';
import { type OwnerDatabase, ownDatabase, place, QUICK } from './testing/database.ts';
import { SPARSE_IDS } from './testing/poll-among.ts';
import { type Watch, watchTable } from './testing/watch.ts';
import { BY_ID, HISTORY, watchedModel } from './testing/watched-model.ts';

const NO_SWEEP = { everyMs: 0, lookbackMs: 0 };

let primary: NativePostgres;
let standby: Standby;
let db: OwnerDatabase;

beforeAll(async () => {
  primary = await startNativePostgres({
    settings: { ...QUICK, max_prepared_transactions: 10 },
    say: () => {},
  });
  standby = await primary.startStandby();
});
afterAll(() => primary?.stop());

beforeEach(async () => {
  db = await ownDatabase(primary.url, SPARSE_IDS);
  await standby.caughtUp();
});

const orders = (watch: Watch) => watch.last.map(({ order_id }) => order_id);

/** Something committed on the primary, shown by the standby, and polled. */
async function placeAndPoll(watch: Watch, ...placed: readonly string[]): Promise<void> {
  await place(db, ...placed);
  await standby.caughtUp();
  await watch.poll();
}

async function openWith(...placed: readonly string[]) {
  const session = await db.session();
  await session.sql('BEGIN');
  await place(session, ...placed);
  const [row] = await session.sql('SELECT extract(epoch FROM now()) * 1000 AS began');
  return { ...session, began: Number(row!.began) };
}

describe.each([
  ['time', HISTORY],
  ['id', BY_ID],
])('a standby read by %s', (_, table) => {
  const model = watchedModel(table, { sweep: NO_SWEEP });

  it('shows rows of a transaction of the primary that nobody can see there, when it commits', async () => {
    const watch = await watchTable(standby.urlFor(db.url), model);
    await placeAndPoll(watch, 'before');
    const late = await openWith('late');
    for (let poll = 1; poll <= 6; poll++) {
      await placeAndPoll(watch, `other ${poll}`);
      expect(orders(watch)).toEqual([`other ${poll}`]);
      expect(await watch.seenTo()).toBeLessThanOrEqual(late.began);
    }
    await late.sql('COMMIT');
    await placeAndPoll(watch, 'after');
    expect(orders(watch)).toEqual(['late', 'after']);
    expect(await watch.seenTo()).toBeGreaterThan(late.began);
  });

  it('shows what overlaps with a longer one once that has ended, and its watermark waits so long', async () => {
    const watch = await watchTable(standby.urlFor(db.url), model);
    await placeAndPoll(watch, 'before');
    const longest = await openWith('longest');
    await placeAndPoll(watch, 'other 1');
    const shorter = await openWith('shorter');
    await placeAndPoll(watch, 'other 2');
    await shorter.sql('COMMIT');
    await placeAndPoll(watch, 'other 3');
    expect(await watch.seenTo()).toBeLessThanOrEqual(longest.began);
    await longest.sql('COMMIT');
    await placeAndPoll(watch, 'other 4');
    expect([...watch.rows.map(({ order_id }) => order_id)].sort()).toEqual(
      ['before', 'longest', 'other 1', 'other 2', 'other 3', 'other 4', 'shorter'].sort(),
    );
    expect(await watch.seenTo()).toBeGreaterThan(shorter.began);
  });

  it('shows rows of a prepared transaction when it is committed', async () => {
    const watch = await watchTable(standby.urlFor(db.url), model);
    await placeAndPoll(watch, 'before');
    const late = await openWith('prepared');
    await late.sql(`PREPARE TRANSACTION 'p-${db.name}'`);
    for (const other of ['other 1', 'other 2', 'other 3']) {
      await placeAndPoll(watch, other);
      expect(await watch.seenTo()).toBeLessThanOrEqual(late.began);
    }
    await db.sql(`COMMIT PREPARED 'p-${db.name}'`);
    await placeAndPoll(watch, 'after');
    expect(orders(watch)).toEqual(['prepared', 'after']);
  });
});

describe('a standby', () => {
  it('finds rows of a transaction that wrote long after it began with the sweep', async () => {
    const watch = await watchTable(standby.urlFor(db.url), watchedModel());
    await placeAndPoll(watch, 'before');
    const late = await db.session();
    await late.sql('BEGIN');
    await late.sql('SELECT 1');
    await placeAndPoll(watch, 'other 1');
    await placeAndPoll(watch, 'other 2');
    await place(late, 'late');
    await late.sql('COMMIT');
    await standby.caughtUp();
    expect(await watch.sweptRows()).toMatchObject([{ order_id: 'late' }]);
  });

  it('keeps its watermark back by the lag, for who has begun there and not written yet', async () => {
    const lagMs = 15_000;
    const watch = await watchTable(standby.urlFor(db.url), watchedModel(HISTORY, { lagMs }));
    await placeAndPoll(watch, 'before');
    const [row] = await db.sql('SELECT extract(epoch FROM now()) * 1000 AS now');
    expect(await watch.seenTo()).toBeLessThanOrEqual(Number(row!.now) - lagMs);
    expect(await watch.seenTo()).toBeGreaterThan(Number(row!.now) - 2 * lagMs);
  });

  it('whose replay stands still is not taken for one that has seen everything', async () => {
    const watch = await watchTable(standby.urlFor(db.url), watchedModel());
    await placeAndPoll(watch, 'before');
    await standby.pauseReplay();
    try {
      const [row] = await db.sql(
        `INSERT INTO history (order_id) VALUES ('hidden') RETURNING extract(epoch FROM at) * 1000 AS at`,
      );
      await watch.poll();
      expect(orders(watch)).toEqual([]);
      expect(await watch.seenTo()).toBeLessThan(Number(row!.at));
    } finally {
      await standby.resumeReplay();
    }
    await standby.caughtUp();
    await watch.poll();
    expect(orders(watch)).toEqual(['hidden']);
  });

  it('with a transaction open since before the first poll does not know how far it has seen', async () => {
    const late = await openWith('late');
    const watch = await watchTable(standby.urlFor(db.url), watchedModel());
    await placeAndPoll(watch, 'other');
    expect(await watch.health()).toMatchObject({
      state: 'unknown',
      watermark: null,
      detail: expect.stringContaining('open that were so before the first poll'),
    });
    await late.sql('COMMIT');
    await placeAndPoll(watch, 'after');
    expect(orders(watch)).toEqual(['late', 'after']);
    expect(await watch.health()).toMatchObject({ state: 'healthy' });
  });

  it('that is behind the server read before waits until it has caught up', async () => {
    const role = await db.role();
    await db.sql(`GRANT SELECT ON history TO ${role.name}`);
    // What the server is called may be known to few; then it counts only how far its ids are.
    await db.sql('REVOKE EXECUTE ON FUNCTION pg_control_system() FROM PUBLIC');
    await standby.caughtUp();
    const model = watchedModel();
    const watch = await watchTable(role.url, model);
    await place(db, 'before');
    await watch.poll();
    await standby.pauseReplay();
    try {
      await place(db, 'more');
      await watch.poll();
      await watch.moveTo(standby.urlFor(role.url));
      await watch.poll();
      expect(watch.last).toEqual([]);
      expect(await watch.health()).toMatchObject({ detail: expect.stringContaining('behind the server') });
    } finally {
      await standby.resumeReplay();
    }
    await placeAndPoll(watch, 'new');
    expect(orders(watch)).toContain('new');
  });

  it('goes on with a poll only where as much is replayed as where it was begun', async () => {
    const second = await primary.startStandby();
    try {
      await place(db, 'a', 'b', 'c', 'd');
      await Promise.all([standby.caughtUp(), second.caughtUp()]);
      await second.pauseReplay();
      await db.sql(`UPDATE history SET order_id = order_id || '!', at = now()`);
      await standby.caughtUp();
      const watch = await watchTable(standby.urlFor(db.url), watchedModel(HISTORY, { pageRows: 2 }));
      watch.onBatch = () => {
        if (watch.batches.length === 1) throw new Error('the store is down');
      };
      await expect(watch.attempt()).rejects.toThrow('the store is down');
      watch.onBatch = () => {};
      await watch.moveTo(second.urlFor(db.url));
      expect(await watch.attempt()).toMatchObject({
        reason: 'unavailable',
        error: { message: expect.stringContaining('behind the one that was read before') },
      });
      await second.resumeReplay();
      await second.caughtUp();
      await watch.poll();
      expect(watch.rows.map(({ order_id }) => order_id)).toEqual(['a!', 'b!', 'c!', 'd!']);
    } finally {
      await second.stop();
    }
  });

  it('that another server is asked instead of reads again what was changed lately, and misses nothing', async () => {
    const watch = await watchTable(db.url, watchedModel());
    const late = await openWith('late');
    await place(db, 'before');
    await watch.poll();
    await watch.moveTo(standby.urlFor(db.url));
    await placeAndPoll(watch, 'new');
    expect(await watch.health()).toMatchObject({ detail: expect.stringContaining('another server answers') });
    await late.sql('COMMIT');
    await placeAndPoll(watch, 'after');
    expect(watch.rows.map(({ order_id }) => order_id)).toEqual(
      expect.arrayContaining(['before', 'late', 'new', 'after']),
    );
  });
});
