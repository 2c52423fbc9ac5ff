import { describe, expect, inject, it } from 'vitest';
import { ownDatabase, place } from './testing/database.ts';
import { type Watch, watchTable } from './testing/watch.ts';
import { HISTORY, watchedModel } from './testing/watched-model.ts';

const serverUrl = inject('postgresUrl');
const NO_SWEEP = { everyMs: 0, lookbackMs: 0 };
const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => String(from + index));
const keysOf = (watch: Watch) => watch.last.map(({ id }) => id);

describe('pages', () => {
  it('of many rows with one time are read to the end, each row once and none twice', async () => {
    const db = await ownDatabase(serverUrl);
    await db.sql(`INSERT INTO history (order_id, at) VALUES (1, '2026-11-20 12:00:00.123456Z')`);
    await db.sql(`INSERT INTO history (order_id, at)
      SELECT n, timestamptz '2026-11-20 12:00:01.654321Z' FROM generate_series(2, 40) n`);
    await place(db, '41');
    const watch = await watchTable(db.url, watchedModel(HISTORY, { pageRows: 7, sweep: NO_SWEEP }));
    await watch.poll();
    expect(keysOf(watch)).toEqual(numbers(1, 41));
    expect(watch.batches).toEqual([7, 7, 7, 7, 7, 6]);
    await watch.poll();
    expect(watch.last).toEqual([]);
  });

  it('end where their last row is the last of all', async () => {
    const db = await ownDatabase(serverUrl);
    await place(db, ...numbers(1, 14));
    const watch = await watchTable(db.url, watchedModel(HISTORY, { pageRows: 7 }));
    await watch.poll();
    expect(keysOf(watch)).toEqual(numbers(1, 14));
    expect(await watch.health()).toMatchObject({ state: 'healthy' });
  });

  it('go on where they were last durable, on another replica too', async () => {
    const db = await ownDatabase(serverUrl);
    await db.sql(
      `INSERT INTO history (order_id, at) SELECT n, '2026-11-20 12:00Z' FROM generate_series(1, 30) n`,
    );
    const watch = await watchTable(db.url, watchedModel(HISTORY, { pageRows: 10 }));
    let batch = 0;
    watch.onBatch = () => {
      batch += 1;
      if (batch === 3) throw new Error('the store is down');
    };
    await expect(watch.attempt()).rejects.toThrow('the store is down');
    expect(await watch.health()).toMatchObject({
      state: 'unknown',
      watermark: null,
      detail: 'reads everything for the first time: 20 rows so far',
    });
    await watch.restart();
    await watch.poll();
    expect(keysOf(watch)).toEqual(numbers(21, 30));
    expect(await watch.health()).toMatchObject({ state: 'healthy', detail: null });
  });

  it('hand on again what was not durable, without a restart', async () => {
    const db = await ownDatabase(serverUrl);
    const watch = await watchTable(db.url, watchedModel());
    await watch.poll();
    await place(db, 'a');
    watch.onBatch = () => {
      throw new Error('the store is down');
    };
    await expect(watch.attempt()).rejects.toThrow('the store is down');
    watch.onBatch = () => {};
    await watch.poll();
    expect(watch.last).toMatchObject([{ order_id: 'a' }]);
  });

  it('after a restart do not bring again what was read long ago', async () => {
    const db = await ownDatabase(serverUrl);
    await place(db, ...numbers(1, 50));
    const watch = await watchTable(db.url, watchedModel());
    await watch.poll();
    await watch.poll();
    await watch.restart();
    await place(db, 'new');
    await watch.poll();
    expect(watch.last).toMatchObject([{ order_id: 'new' }]);
  });

  it('follow a batch job that touches every row, and find what others write meanwhile', async () => {
    const db = await ownDatabase(serverUrl);
    await db.sql(`INSERT INTO history (order_id, at)
      SELECT n, timestamptz '2026-11-20 12:00Z' + n * interval '1 ms' FROM generate_series(1, 3000) n`);
    const watch = await watchTable(db.url, watchedModel(HISTORY, { pageRows: 250, sweep: NO_SWEEP }));
    await watch.poll();
    await db.sql(`UPDATE history SET at = now(), status = 'MADE'`);
    watch.onBatch = async () => {
      if (watch.batches.length === 3) await place(db, 'meanwhile');
    };
    await watch.poll();
    watch.onBatch = () => {};
    await watch.poll();
    const touched = watch.rows.slice(3000);
    expect(new Set(touched.map(({ id }) => id)).size).toBe(3001);
    expect(touched).toHaveLength(3001);
    expect(watch.batches.every((rows) => rows <= 250)).toBe(true);
  });

  it('of an empty table are empty, and what comes then is read', async () => {
    const db = await ownDatabase(serverUrl);
    const watch = await watchTable(db.url, watchedModel());
    await watch.poll();
    await watch.poll();
    expect(watch.rows).toEqual([]);
    expect(await watch.health()).toMatchObject({ state: 'healthy' });
    await place(db, 'first');
    await watch.poll();
    expect(watch.last).toMatchObject([{ order_id: 'first' }]);
  });

  it('go on when rows are deleted, those at the place where reading stands too', async () => {
    const db = await ownDatabase(serverUrl);
    await place(db, ...numbers(1, 30));
    const watch = await watchTable(db.url, watchedModel(HISTORY, { pageRows: 10 }));
    watch.onBatch = async () => {
      if (watch.batches.length === 0) await db.sql('DELETE FROM history WHERE id BETWEEN 15 AND 22');
    };
    await watch.poll();
    expect(keysOf(watch)).toEqual([...numbers(1, 14), ...numbers(23, 30)]);
    watch.onBatch = () => {};
    await db.sql('DELETE FROM history');
    await watch.poll();
    await place(db, 'after');
    await watch.poll();
    expect(watch.last).toMatchObject([{ order_id: 'after' }]);
  });
});

describe('keys', () => {
  const KEYS: readonly [type: string, expression: string][] = [
    ['bigint', '9007199254740993 + n'],
    ['uuid', `md5(n::text)::uuid`],
    ['text', `chr(128512 + n) || '"''\\' || n`],
    ['text COLLATE "C"', `CASE WHEN n % 2 = 0 THEN 'a' ELSE 'B' END || n`],
    ['varchar(40)', `'k' || n`],
    ['char(12)', `'k' || n`],
    ['numeric', 'n / 7.0'],
    ['timestamptz', `timestamptz '2026-11-20 12:00Z' + n * interval '1 microsecond'`],
  ];

  it.each(KEYS)('of type %s are paged through', async (type, expression) => {
    const db = await ownDatabase(
      serverUrl,
      `CREATE TABLE history (id ${type} PRIMARY KEY, order_id text, status text, at timestamptz);
       INSERT INTO history SELECT ${expression}, n, 'PLACED', '2026-11-20 12:00Z' FROM generate_series(1, 40) n`,
    );
    const watch = await watchTable(db.url, watchedModel(HISTORY, { pageRows: 3, sweep: NO_SWEEP }));
    await watch.poll();
    expect(watch.last.map(({ order_id }) => Number(order_id)).sort((a, b) => a - b)).toEqual(
      numbers(1, 40).map(Number),
    );
  });
});

describe('cursors', () => {
  const CURSORS: readonly [name: string, type: string, value: string][] = [
    ['before Christ', 'timestamptz', '0044-03-15 12:00:00.000001+00 BC'],
    ['at the end of all times', 'timestamptz', '9999-12-31 23:59:59.999999Z'],
    ['at the end of all times, without a zone', 'timestamp', '9999-12-31 23:59:59.999999'],
    ['between microseconds', 'timestamptz', '2026-11-20 12:00:00.000001Z'],
  ];

  it.each(CURSORS)('%s are paged through', async (_, type, value) => {
    const db = await ownDatabase(
      serverUrl,
      `CREATE TABLE history (id int PRIMARY KEY, order_id text, status text, at ${type});
       INSERT INTO history SELECT n, n, 'PLACED', '${value}' FROM generate_series(1, 10) n`,
    );
    const table = `${HISTORY}\n    zone: Europe/Berlin`;
    const watch = await watchTable(db.url, watchedModel(table, { pageRows: 3 }));
    watch.onBatch = () => {
      if (watch.batches.length > 20) throw new Error('it never ends');
    };
    await watch.poll();
    expect(keysOf(watch)).toEqual(numbers(1, 10));
    await db.sql(`INSERT INTO history VALUES (11, 11, 'PLACED', now())`);
    await watch.poll();
    expect(keysOf(watch)).toEqual(['11']);
  });

  it('that are NULL or infinite are read all the same, once', async () => {
    const db = await ownDatabase(serverUrl);
    const unplaced = `VALUES ('null', NULL), ('late', 'infinity'), ('early', '-infinity'::timestamptz)`;
    await db.sql(`INSERT INTO history (order_id, at) ${unplaced}`);
    await place(db, 'placed');
    const watch = await watchTable(db.url, watchedModel());
    await watch.poll();
    const orders = () => watch.last.map(({ order_id }) => order_id).sort();
    expect(orders()).toEqual(['early', 'late', 'null', 'placed']);
    await watch.poll();
    expect(orders()).toEqual([]);
    await db.sql(`INSERT INTO history (order_id, at) VALUES ('null again', NULL)`);
    await watch.poll();
    expect(orders()).toEqual(['null again']);
  });
});
