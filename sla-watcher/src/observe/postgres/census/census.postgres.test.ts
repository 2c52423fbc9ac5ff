import { describe, expect, inject, it } from 'vitest';
import { coursesOf } from '../../../journey/course.ts';
import { census, INDEXED, pollTimes, SNAPSHOT, SNAPSHOT_TABLE } from '../testing/census.ts';
import { ownDatabase, place } from '../testing/database.ts';
import type { Watch } from '../testing/watch.ts';
import { HISTORY, type WatchedModel, watchedModel } from '../testing/watched-model.ts';

const serverUrl = inject('postgresUrl');

const WIDE = `
    table: orders
    shape: wide
    columns: { order: id, key: id, cursor: touched, status: status, stages: { PLACED: placed, MADE: made } }
    zone: Europe/Berlin`;
const WIDE_TABLE = `
  CREATE TABLE orders (id bigint PRIMARY KEY, touched timestamptz DEFAULT now(), status text, placed timestamp, made date);
  CREATE INDEX ON orders (touched)`;
/** What the witness has the order in, as the journey reads it; null: nothing that stands. */
async function claimed(
  watch: Watch,
  { model }: WatchedModel,
  order: string,
  line = '',
): Promise<string | null> {
  const record = await watch.store.order(order);
  const course = record && coursesOf(record.journey, model).findLast((one) => one.line === line);
  return course?.claims[0]?.stage ?? null;
}

describe('a history', () => {
  const model = watchedModel();

  it('whose rows of an order are deleted says that it is gone, once, and back when they are restored', async () => {
    const db = await ownDatabase(
      serverUrl,
      `CREATE TABLE saved (id bigint, order_id text, status text, at timestamptz);
      CREATE TABLE history (id bigserial PRIMARY KEY, order_id text, status text DEFAULT 'PLACED', at timestamptz DEFAULT now());
      CREATE INDEX ON history (at, id); ${INDEXED}`,
    );
    await place(db, '1', '2');
    await db.sql(`INSERT INTO history (order_id, status) VALUES ('1', 'MADE')`);
    const watch = await census(db, model);
    await pollTimes(watch, 2);
    expect(watch.said).toEqual([]);
    await db.sql(`INSERT INTO saved SELECT * FROM history WHERE order_id = '1'`);
    await db.sql(`DELETE FROM history WHERE order_id = '1'`);
    await pollTimes(watch, 3);
    expect(watch.said).toEqual(['gone 1 MADE']);
    expect(await claimed(watch, model, '1')).toBeNull();
    expect(await claimed(watch, model, '2')).toBe('PLACED');
    await db.sql('INSERT INTO history SELECT * FROM saved');
    await pollTimes(watch, 3);
    expect(watch.said.slice(1).sort()).toEqual(['back 1 MADE', 'back 1 PLACED']);
    expect(await claimed(watch, model, '1')).toBe('MADE');
    expect(await watch.store.rejections(9)).toEqual([]);
  });

  it('that was restored from an older backup says what is taken back, and what is gone', async () => {
    const db = await ownDatabase(serverUrl);
    await db.sql(INDEXED);
    await place(db, '1', '2');
    const watch = await census(db, model);
    await watch.poll();
    await db.sql('CREATE TABLE backup AS SELECT * FROM history');
    await place(db, '3');
    await db.sql(`INSERT INTO history (order_id, status) VALUES ('1', 'MADE')`);
    await watch.poll();
    await db.sql('TRUNCATE history; INSERT INTO history SELECT * FROM backup');
    await pollTimes(watch, 3);
    expect([...watch.said].sort()).toEqual(['gone 3 PLACED', 'taken-back 1 MADE']);
    expect(await claimed(watch, model, '1')).toBe('PLACED');
    // What is written anew has times after that, and is told by the poll alone.
    await db.sql(
      `INSERT INTO history (id, order_id, status) VALUES (100, '1', 'MADE'), (101, '3', 'PLACED')`,
    );
    await pollTimes(watch, 3);
    expect(watch.said).toHaveLength(2);
    expect(await claimed(watch, model, '1')).toBe('MADE');
    expect(await claimed(watch, model, '3')).toBe('PLACED');
  });

  it('that is truncated loses all that was in flight, and nothing that had ended', async () => {
    const db = await ownDatabase(serverUrl);
    await db.sql(INDEXED);
    await place(db, '1', '2', '3');
    await db.sql(`INSERT INTO history (order_id, status) SELECT '3', unnest('{MADE,SENT}'::text[])`);
    const watch = await census(db, model);
    await watch.poll();
    await db.sql('TRUNCATE history');
    await pollTimes(watch, 2);
    expect([...watch.said].sort()).toEqual(['gone 1 PLACED', 'gone 2 PLACED']);
  });

  it('from which a job removes what has ended says nothing, and keeps saying what is gone of the others', async () => {
    const db = await ownDatabase(serverUrl);
    await db.sql(INDEXED);
    const ids = Array.from({ length: 40 }, (_, i) => `o${i}`);
    await place(db, ...ids);
    const ended = ids.filter((_, i) => i % 2 === 0);
    await db.sql(
      `INSERT INTO history (order_id, status) SELECT o, s FROM unnest($1::text[]) o, unnest('{MADE,SENT}'::text[]) s`,
      [ended],
    );
    const watch = await census(db, model);
    await watch.poll();
    await db.sql('DELETE FROM history WHERE order_id = ANY($1)', [[...ended, 'o1']]);
    await pollTimes(watch, 2);
    expect(watch.said).toEqual(['gone o1 PLACED']);
  });

  it('with several lines says which of them is gone', async () => {
    const lines = watchedModel(HISTORY.replace('order: order_id', 'order: order_id, line: parcel'));
    const db = await ownDatabase(serverUrl);
    await db.sql(`ALTER TABLE history ADD COLUMN parcel text; ${INDEXED}`);
    await db.sql(`INSERT INTO history (order_id, parcel) VALUES ('1', 'a'), ('1', 'b'), ('2', NULL)`);
    const watch = await census(db, lines);
    await pollTimes(watch, 2);
    await db.sql(`DELETE FROM history WHERE parcel = 'a'`);
    await pollTimes(watch, 2);
    expect(watch.said).toEqual(['gone 1 a PLACED']);
    expect(await claimed(watch, lines, '1', 'a')).toBeNull();
    expect(await claimed(watch, lines, '1', 'b')).toBe('PLACED');
  });
});

describe('a snapshot', () => {
  const model = watchedModel(SNAPSHOT);

  it('whose row is set back without a new time says so, and again when it is set forth', async () => {
    const db = await ownDatabase(serverUrl, SNAPSHOT_TABLE);
    await db.sql(`INSERT INTO orders (order_id, status) VALUES ('1', 'made')`);
    const watch = await census(db, model);
    await pollTimes(watch, 2);
    await db.sql(`UPDATE orders SET status = 'PLACED'`);
    await pollTimes(watch, 2);
    expect(watch.said).toEqual(['taken-back 1 made']);
    expect(await claimed(watch, model, '1')).toBe('PLACED');
    await db.sql(`UPDATE orders SET status = 'made'`);
    await pollTimes(watch, 2);
    expect(watch.said.slice(1)).toEqual(['taken-back 1 PLACED', 'back 1 made']);
    expect(await claimed(watch, model, '1')).toBe('MADE');
    await db.sql(`UPDATE orders SET status = 'SENT', updated_at = now()`);
    await pollTimes(watch, 2);
    expect(watch.said).toHaveLength(3);
    expect(await watch.store.order('1')).toMatchObject({ state: 'ended' });
  });

  it('whose row is set back and touched is told by its row alone', async () => {
    const db = await ownDatabase(serverUrl, SNAPSHOT_TABLE);
    await db.sql(`INSERT INTO orders (order_id, status) VALUES ('1', 'made')`);
    const watch = await census(db, model);
    await watch.poll();
    await db.sql(`UPDATE orders SET status = 'PLACED', updated_at = now()`);
    await pollTimes(watch, 2);
    expect(watch.said).toEqual([]);
    expect(await claimed(watch, model, '1')).toBe('PLACED');
  });

  it('whose row was deleted and restored as it had been is back', async () => {
    const db = await ownDatabase(serverUrl, SNAPSHOT_TABLE);
    await db.sql(`INSERT INTO orders (order_id, status) VALUES ('1', 'made'), ('2', 'note')`);
    const watch = await census(db, model);
    await watch.poll();
    await db.sql('CREATE TABLE backup AS SELECT * FROM orders; DELETE FROM orders');
    await pollTimes(watch, 2);
    expect(watch.said).toEqual(['gone 1 made']);
    await db.sql('INSERT INTO orders SELECT * FROM backup');
    await pollTimes(watch, 2);
    expect(watch.said.slice(1)).toEqual(['back 1 made']);
    expect(await claimed(watch, model, '1')).toBe('MADE');
  });

  it('that is touched as a whole, by a job, says nothing', async () => {
    const db = await ownDatabase(serverUrl, SNAPSHOT_TABLE);
    await db.sql(`INSERT INTO orders (order_id, status) SELECT n, 'made' FROM generate_series(1, 50) n`);
    const watch = await census(db, model);
    await watch.poll();
    for (let i = 0; i < 3; i++) {
      await db.sql('UPDATE orders SET updated_at = now()');
      await watch.poll();
    }
    expect(watch.said).toEqual([]);
  });

  it('is asked after an order by the id that it writes', async () => {
    const own = watchedModel(SNAPSHOT);
    const renamed = {
      ...own,
      model: {
        ...own.model,
        systems: new Map(own.model.systems).set('shop', {
          ...own.model.systems.get('shop')!,
          ids: [{ match: /^(?:M-0*([1-9][0-9]*))$/, order: '$1' }],
        }),
      },
    };
    const db = await ownDatabase(serverUrl, SNAPSHOT_TABLE);
    await db.sql(`INSERT INTO orders (order_id, status) VALUES ('M-0042', 'made'), ('M-0043', 'made')`);
    const watch = await census(db, renamed);
    await pollTimes(watch, 2);
    expect(await watch.store.order('42')).not.toBeNull();
    expect(watch.said).toEqual([]);
    await db.sql(`DELETE FROM orders WHERE order_id = 'M-0042'`);
    await pollTimes(watch, 2);
    expect(watch.said).toEqual(['gone M-0042 made']);
    expect(await claimed(watch, renamed, '42')).toBeNull();
    expect(await claimed(watch, renamed, '43')).toBe('MADE');
  });
});

describe('a wide table', () => {
  it('whose row loses a time, and then is gone and comes back, says each', async () => {
    const model = watchedModel(WIDE);
    const db = await ownDatabase(serverUrl, WIDE_TABLE);
    await db.sql(
      `INSERT INTO orders (id, placed, made) VALUES (1, '2026-11-20 12:00', '2026-11-21'), (2, NULL, NULL)`,
    );
    await db.sql(`UPDATE orders SET status = 'PLACED' WHERE id = 2`);
    const watch = await census(db, model);
    await pollTimes(watch, 2);
    expect(watch.said).toEqual([]);
    await db.sql('UPDATE orders SET made = NULL WHERE id = 1');
    await pollTimes(watch, 2);
    expect(watch.said).toEqual(['taken-back 1 MADE']);
    await db.sql('CREATE TABLE backup AS SELECT * FROM orders; DELETE FROM orders');
    await pollTimes(watch, 2);
    expect(watch.said.slice(1).sort()).toEqual(['gone 1 PLACED', 'gone 2 PLACED']);
    await db.sql('INSERT INTO orders SELECT * FROM backup');
    await pollTimes(watch, 2);
    expect(watch.said.slice(3).sort()).toEqual(['back 1 PLACED', 'back 2 PLACED']);
    expect(await watch.store.rejections(9)).toEqual([]);
  });
});
