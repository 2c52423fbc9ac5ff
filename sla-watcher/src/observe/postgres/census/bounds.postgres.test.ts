import { Client } from 'pg';
import { describe, expect, inject, it, onTestFinished, vi } from 'vitest';
import { census, INDEXED, pollTimes, SNAPSHOT, SNAPSHOT_TABLE } from '../testing/census.ts';
import { ownDatabase, place } from '../testing/database.ts';
import { watchTable } from '../testing/watch.ts';
import { HISTORY, watchedModel } from '../testing/watched-model.ts';

const serverUrl = inject('postgresUrl');

describe('order columns', () => {
  const TYPES: readonly [string, string, string][] = [
    ['bigint', '42', '43'],
    ['smallint', '42', '43'],
    ['uuid', '00000000-0000-0000-0000-000000000042', '00000000-0000-0000-0000-000000000043'],
    ['char(12)', 'A 42', 'A 43'],
    ['varchar(9)', "o'42", 'o"43'],
    ['numeric', '42', '43'],
  ];
  it.each(TYPES)('of type %s are asked after', async (type, gone, stays) => {
    const db = await ownDatabase(serverUrl, SNAPSHOT_TABLE.replace('order_id text', `order_id ${type}`));
    await db.sql(`INSERT INTO orders (order_id, status) VALUES ($1, 'made'), ($2, 'made')`, [gone, stays]);
    const watch = await census(db, watchedModel(SNAPSHOT));
    await pollTimes(watch, 2);
    expect(watch.said).toEqual([]);
    await db.sql(`DELETE FROM orders WHERE order_id = $1`, [gone]);
    await pollTimes(watch, 2);
    expect(watch.said).toEqual([`gone ${gone} made`]);
  });

  it('are not asked for what their type cannot hold', async () => {
    const db = await ownDatabase(serverUrl, SNAPSHOT_TABLE);
    await db.sql(`INSERT INTO orders (order_id, status) VALUES ('old-1', 'made'), ('7', 'made')`);
    const watch = await census(db, watchedModel(SNAPSHOT));
    await watch.poll();
    await db.sql(`DELETE FROM orders; ALTER TABLE orders ALTER order_id TYPE bigint USING order_id::bigint`);
    await pollTimes(watch, 2);
    expect(watch.said).toEqual(['gone 7 made']);
  });
});

describe('a census', () => {
  /** Statements that our witness made of the server, by what they begin with. */
  function countStatements(): () => readonly string[] {
    const query = vi.spyOn(Client.prototype, 'query');
    onTestFinished(() => query.mockRestore());
    return () => {
      const made = query.mock.calls.flatMap(([text], i) => {
        const client = query.mock.contexts[i] as unknown as {
          connectionParameters: { application_name?: string };
        };
        const ours = client.connectionParameters.application_name?.startsWith('orderwatch ') ?? false;
        return ours && typeof text === 'string' ? [text.trim().split(/\s/)[0]!] : [];
      });
      query.mockClear();
      return made;
    };
  }

  it('of 5,000 orders in flight goes round with four statements a poll, and finds the one that is gone', async () => {
    const db = await ownDatabase(serverUrl, SNAPSHOT_TABLE);
    await db.sql(`INSERT INTO orders (order_id, status) SELECT n, 'made' FROM generate_series(1, 5000) n`);
    const without = await watchTable(db.url, watchedModel(SNAPSHOT), 'ingests');
    const watch = await census(db, watchedModel(SNAPSHOT));
    await without.poll();
    await watch.poll();
    await db.sql(`DELETE FROM orders WHERE order_id = '777'`);
    const statements = countStatements();
    await without.poll();
    const usual = statements().length;
    const more: number[] = [];
    for (let poll = 0; poll < 11; poll++) {
      await watch.poll();
      more.push(statements().length - usual);
    }
    // Ten pages of 500, behind which there is nothing to ask after.
    expect(more).toEqual([...Array<number>(9).fill(4), 0, 4]);
    expect(watch.said).toEqual(['gone 777 made']);
  });

  it('needs no right but SELECT, and says nothing false without any other', async () => {
    const db = await ownDatabase(serverUrl);
    const role = await db.role();
    await db.sql(`${INDEXED}; GRANT SELECT ON history TO ${role.name}`);
    await place(db, '1', '2');
    const watch = await watchTable(role.url, watchedModel(), 'takes a census');
    await pollTimes(watch, 2);
    expect(watch.said).toEqual([]);
    await db.sql(`DELETE FROM history WHERE order_id = '1'`);
    await pollTimes(watch, 2);
    expect(watch.said).toEqual(['gone 1 PLACED']);
  });

  it('that is switched off asks nothing', async () => {
    const db = await ownDatabase(serverUrl);
    await place(db, '1');
    const watch = await census(db, watchedModel(`${HISTORY}\n    census: false`));
    await watch.poll();
    await db.sql('DELETE FROM history');
    await pollTimes(watch, 3);
    expect(watch.said).toEqual([]);
    expect((await watch.position()).census.after).toBeNull();
  });

  it('of a large table without an index on the order says what it lacks, and asks nothing', async () => {
    const db = await ownDatabase(serverUrl);
    await db.sql(`ALTER TABLE history ADD COLUMN filling text`);
    await db.sql(
      `INSERT INTO history (order_id, filling) SELECT n, repeat('x', 1500) FROM generate_series(1, 12000) n`,
    );
    await db.sql('VACUUM history');
    const watch = await watchTable(db.url, watchedModel(), 'takes a census');
    await watch.poll();
    await db.sql('DELETE FROM history');
    await pollTimes(watch, 2);
    expect(watch.said).toEqual([]);
    expect(await watch.health()).toMatchObject({
      state: 'healthy',
      detail: expect.stringContaining('an index of public.history that begins with "order_id"'),
    });
  });

  it('that takes too long asks after fewer and then rests, and its witness sees as before', async () => {
    const db = await ownDatabase(serverUrl);
    await db.sql(
      `ALTER TABLE history RENAME TO log;
       CREATE FUNCTION slow(text) RETURNS text LANGUAGE plpgsql STABLE AS 'BEGIN PERFORM pg_sleep(0.02); RETURN $1; END';
       CREATE VIEW history AS SELECT id, slow(order_id) AS order_id, status, at FROM log`,
    );
    const watch = await census(db, watchedModel(HISTORY, { statementTimeoutMs: 1000 }));
    const write = (...orders: string[]) =>
      db.sql('INSERT INTO log (order_id) SELECT unnest($1::text[])', [orders]);
    await write('1', '2', '3');
    await watch.poll();
    expect((await watch.position()).census.size).toBe(500);
    // A poll reads only what is new; who asks by the order has to wait for every row.
    await db.sql(`INSERT INTO log (order_id, at) SELECT 'old', '2020-01-01' FROM generate_series(1, 100)`);
    const sizes: number[] = [];
    for (let poll = 0; poll < 6; poll++) {
      await watch.poll();
      sizes.push((await watch.position()).census.size);
    }
    expect(sizes).toEqual([250, 125, 62, 50, 50, 50]);
    expect(await watch.health()).toMatchObject({
      state: 'healthy',
      detail: expect.stringContaining('rows that are gone are not noticed for some minutes'),
    });
  });
});
