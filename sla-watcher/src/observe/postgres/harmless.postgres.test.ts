import { setImmediate } from 'node:timers/promises';
import { describe, expect, inject, it } from 'vitest';
import { Session } from './source/session.ts';
import { ownDatabase, place, type Rows } from './testing/database.ts';
import { watchTable } from './testing/watch.ts';
import { HISTORY, watchedModel } from './testing/watched-model.ts';

const serverUrl = inject('postgresUrl');
const forever = new AbortController().signal;
const SESSIONS = `SELECT pid, application_name, state FROM pg_stat_activity
  WHERE datname = current_database() AND application_name LIKE 'orderwatch%'`;

async function sessionOn(url: string): Promise<Session> {
  return Session.open(url, 'orderwatch test', 2000, forever);
}

describe('a session', () => {
  it.each([
    `INSERT INTO history (order_id) VALUES ('x')`,
    'UPDATE history SET status = status',
    'DELETE FROM history',
    'TRUNCATE history',
    'CREATE TABLE mine (id int)',
    `SELECT nextval('history_id_seq')`,
    'SELECT * FROM history FOR UPDATE',
  ])('cannot write, even as the owner: %s', async (statement) => {
    const db = await ownDatabase(serverUrl);
    await place(db, 'a');
    const session = await sessionOn(db.url);
    await expect(session.transaction((query) => query(statement), forever)).rejects.toMatchObject({
      code: 'witness-unavailable',
      cause: { code: '25006' },
    });
    expect(session.isOpen).toBe(false);
    expect(await db.sql('SELECT order_id, status FROM history')).toEqual([
      { order_id: 'a', status: 'PLACED' },
    ]);
  });

  it('is bounded in every way, and leaves nothing set behind', async () => {
    const db = await ownDatabase(serverUrl);
    const session = await sessionOn(db.url);
    const settings = await session.transaction(
      (query) =>
        query(`SELECT name, setting FROM pg_settings WHERE name IN ('statement_timeout', 'lock_timeout',
          'idle_in_transaction_session_timeout', 'transaction_read_only', 'transaction_isolation', 'application_name')`),
      forever,
    );
    expect(Object.fromEntries(settings.map(({ name, setting }) => [name, setting]))).toEqual({
      application_name: 'orderwatch test',
      idle_in_transaction_session_timeout: '7000',
      lock_timeout: '1000',
      statement_timeout: '2000',
      transaction_isolation: 'repeatable read',
      transaction_read_only: 'on',
    });
    expect(await db.sql(SESSIONS)).toMatchObject([{ application_name: 'orderwatch test', state: 'idle' }]);
    await session.close();
  });

  it('ends at once when it is told to, in the middle of a statement', async () => {
    const db = await ownDatabase(serverUrl);
    const session = await Session.open(db.url, 'orderwatch test', 60_000, forever);
    const stop = new AbortController();
    const reading = session.transaction((query) => {
      const slept = query('SELECT pg_sleep(60)');
      stop.abort();
      return slept;
    }, stop.signal);
    await expect(reading).rejects.toThrow('connection to the database was lost');
    // The server notices when its statement ends, which statement_timeout bounds.
    await db.sql(`SELECT pg_terminate_backend(pid, 5000) FROM (${SESSIONS}) sessions`);
    await session.close();
  });
});

describe('a witness', () => {
  it('has no transaction open while a page is worked on, and no connection between polls', async () => {
    const db = await ownDatabase(serverUrl);
    await place(db, 'a', 'b', 'c');
    const watch = await watchTable(db.url, watchedModel(HISTORY, { pageRows: 1 }));
    const seen: Rows[number][] = [];
    watch.onBatch = async () => void seen.push(...(await db.sql(SESSIONS)));
    await watch.poll();
    expect(seen.length).toBeGreaterThan(3);
    expect(new Set(seen.map(({ application_name, state }) => `${application_name} ${state}`))).toEqual(
      new Set(['orderwatch shop-db idle']),
    );
    expect(await db.sql(SESSIONS)).toEqual([]);
  });

  it('reads by pages: no statement of a poll brings more rows than one', async () => {
    const db = await ownDatabase(serverUrl);
    await db.sql(`INSERT INTO history (order_id) SELECT n FROM generate_series(1, 1000) n`);
    const watch = await watchTable(db.url, watchedModel(HISTORY, { pageRows: 100 }));
    let most = 0;
    watch.onBatch = (rows) => {
      most = Math.max(most, rows.length);
    };
    await watch.poll();
    await db.sql('UPDATE history SET at = now()');
    await watch.sweep();
    expect(most).toBe(100);
    expect(watch.rows).toHaveLength(2000);
  });

  it('shares two connections with all other witnesses of its database', async () => {
    const db = await ownDatabase(serverUrl);
    const role = await db.role('CONNECTION LIMIT 2');
    await db.sql(`GRANT SELECT ON history TO ${role.name}`);
    await db.sql(`INSERT INTO history (order_id) SELECT n FROM generate_series(1, 20) n`);
    const url = role.url;
    const watches = await Promise.all(
      Array.from({ length: 6 }, () => watchTable(url, watchedModel(HISTORY, { pageRows: 3 }))),
    );
    let most = 0;
    for (const watch of watches) {
      watch.onBatch = async () => {
        await setImmediate();
        most = Math.max(most, (await db.sql(SESSIONS)).length);
      };
    }
    await Promise.all(watches.map((watch) => watch.poll()));
    for (const watch of watches) expect(watch.rows).toHaveLength(20);
    // The server would refuse a third; and who is waited for gives its own away between two pages.
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThanOrEqual(2);
  });

  it('with its database locked does not keep the others of that database from reading', async () => {
    const db = await ownDatabase(serverUrl);
    await db.sql('CREATE TABLE other (LIKE history INCLUDING ALL)');
    await db.sql(`INSERT INTO other (order_id) VALUES ('a')`);
    const holder = await db.session();
    await holder.sql('BEGIN');
    await holder.sql('LOCK TABLE history IN ACCESS EXCLUSIVE MODE');
    const locked = await Promise.all(
      [1, 2, 3].map(() => watchTable(db.url, watchedModel(HISTORY, { statementTimeoutMs: 200 }))),
    );
    const other = await watchTable(db.url, watchedModel(HISTORY.replace('public.history', 'other')));
    const polled = await Promise.all([...locked, other].map((watch) => watch.attempt()));
    expect(polled.map(({ reason }) => reason)).toEqual(['unavailable', 'unavailable', 'unavailable', 'read']);
    expect(other.last).toMatchObject([{ order_id: 'a' }]);
  });
});
