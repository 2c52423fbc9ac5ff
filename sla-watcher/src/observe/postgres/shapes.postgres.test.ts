import { describe, expect, inject, it } from 'vitest';
import { ownDatabase } from './testing/database.ts';
import { watchTable } from './testing/watch.ts';
import { HISTORY, watchedModel } from './testing/watched-model.ts';

const serverUrl = inject('postgresUrl');
const NOON = Date.parse('2026-11-20T12:00:00Z');

const FULL_HISTORY = `
    table: shop.Status-Log
    shape: history
    columns: { order: Order Id, line: parcel, status: status, at: at, key: id, aliases: { mes: mes_id } }
    attributes:
      channel: channel
      amount: { column: amount, type: number }
      urgent: { column: urgent, type: boolean }
      promised_on: { column: promised, type: date }
    statuses: { paid: PLACED, note: null }
    zone: Europe/Berlin`;

describe('a history table', () => {
  it('tells each change with its line, aliases and attributes, in the zone of its columns', async () => {
    const db = await ownDatabase(
      serverUrl,
      `CREATE SCHEMA shop;
       CREATE TABLE shop."Status-Log" (id int PRIMARY KEY, "Order Id" int, parcel text, status text, at timestamp,
         mes_id text, channel text, amount numeric(10, 2), urgent boolean, promised date, secret text DEFAULT 'x');
       INSERT INTO shop."Status-Log" VALUES
         (1, 42, 'a', 'paid', '2026-11-20 13:00', 'M-42', 'web', 19.90, true, '2026-12-01'),
         (2, 42, 'a', 'note', '2026-11-20 13:01', NULL, NULL, NULL, NULL, NULL),
         (3, 42, NULL, 'MADE', '2026-07-20 13:00', NULL, 'shop', NULL, false, NULL);`,
    );
    const watch = await watchTable(db.url, watchedModel(FULL_HISTORY), 'ingests');
    await watch.poll();
    expect(await watch.store.observations('42', 9)).toMatchObject([
      {
        line: '',
        stage: 'MADE',
        kind: 'entered',
        at: Date.parse('2026-07-20T11:00:00Z'),
        attributes: { channel: 'shop', urgent: false },
      },
      {
        line: 'a',
        stage: 'PLACED',
        system: 'shop',
        kind: 'entered',
        at: NOON,
        aliases: ['M-42'],
        attributes: { channel: 'web', amount: 19.9, urgent: true, promised_on: '2026-12-01' },
      },
    ]);
    expect(await watch.store.order('M-42')).toMatchObject({ journey: { order: '42' } });
    expect(Object.keys(watch.rows[0]!)).not.toContain('secret');
  });

  it('counts what it cannot take, with its row and reason, and takes the rest', async () => {
    const db = await ownDatabase(serverUrl);
    await db.sql(
      `INSERT INTO history (order_id, status, at) VALUES
        ('1', NULL, '2026-11-20 12:00Z'), ('2', 'BOGUS', '2026-11-20 12:00:01Z'), (NULL, 'MADE', '2026-11-20 12:00:02Z'),
        ('4', 'MADE', NULL), ('5', 'MADE', 'infinity'), ('6', 'MADE', '0044-03-15 12:00Z BC'),
        (repeat('7', 5000), 'MADE', '2026-11-20 12:00:03Z'), ('8', repeat('x', 10000000), '2026-11-20 12:00:04Z'),
        ('9', 'MADE', '2999-01-01Z'), ('10', 'MADE', '2026-11-20 12:00Z')`,
    );
    const watch = await watchTable(db.url, watchedModel(), 'ingests');
    await watch.poll();
    await watch.poll();
    const rejections = await watch.store.rejections(99);
    expect(Object.fromEntries(rejections.map(({ position, reason }) => [position, reason]))).toEqual({
      'id 1': 'missing-status',
      'id 2': 'unknown-status',
      'id 3': 'missing-order',
      'id 4': 'missing-time',
      'id 5': 'bad-time',
      'id 6': 'bad-time',
      'id 7': 'malformed',
      'id 8': 'unknown-status',
      'id 9': 'time-in-future',
    });
    expect(rejections).toHaveLength(9);
    expect(await watch.store.observations('10', 9)).toHaveLength(1);
    expect(await watch.health()).toMatchObject({ state: 'healthy' });
    expect(Math.max(...watch.rows.map(({ status }) => String(status).length))).toBeLessThan(5000);
  });
});

describe('a snapshot table', () => {
  it('tells where an order is, again each time the row is touched', async () => {
    const db = await ownDatabase(
      serverUrl,
      `CREATE TABLE orders (id text PRIMARY KEY, status text, updated_at timestamptz);
       CREATE INDEX ON orders (updated_at);
       INSERT INTO orders VALUES ('42', 'PLACED', '2026-11-20 12:00Z'), ('43', 'MADE', '2026-11-20 12:00Z')`,
    );
    const table = HISTORY.replace('history\n', 'orders\n')
      .replace('shape: history', 'shape: snapshot')
      .replace(/columns:.*/, 'columns: { order: id, status: status, at: updated_at, key: id }');
    const watch = await watchTable(db.url, watchedModel(table), 'ingests');
    await watch.poll();
    await db.sql(`UPDATE orders SET status = 'SENT', updated_at = '2026-11-20 12:30Z' WHERE id = '42'`);
    await watch.poll();
    expect(watch.last).toMatchObject([{ id: '42', status: 'SENT' }]);
    expect(await watch.store.observations('42', 9)).toMatchObject([
      { stage: 'PLACED', kind: 'seen', at: NOON },
      { stage: 'SENT', kind: 'seen', at: NOON + 1_800_000 },
    ]);
    await db.sql('DELETE FROM orders');
    await watch.poll();
    expect(await watch.store.observations('43', 9)).toHaveLength(1);
  });
});

describe('a wide table', () => {
  const WIDE = `
    table: orders
    shape: wide
    columns: { order: id, key: id, cursor: touched, status: status, stages: { PLACED: placed, MADE: made, SENT: sent } }
    zone: UTC`;

  it('tells each time that a row has, and the rest when they come', async () => {
    const db = await ownDatabase(
      serverUrl,
      `CREATE TABLE orders (id uuid PRIMARY KEY, touched timestamptz, status text, placed timestamp, made date, sent text);
       INSERT INTO orders VALUES ('00000000-0000-0000-0000-000000000001', now(), 'MADE', '2026-11-20 12:00', NULL, NULL),
         ('00000000-0000-0000-0000-000000000002', NULL, NULL, '2026-11-20 12:00', '2026-11-21', 'soon')`,
    );
    const watch = await watchTable(db.url, watchedModel(WIDE), 'ingests');
    await watch.poll();
    const first = '00000000-0000-0000-0000-000000000001';
    expect(await watch.store.observations(first, 9)).toMatchObject([
      { stage: 'PLACED', kind: 'stamped', at: NOON },
      { stage: 'MADE', kind: 'stated', at: null },
    ]);
    const second = '00000000-0000-0000-0000-000000000002';
    expect(await watch.store.observations(second, 9)).toMatchObject([
      { stage: 'PLACED', kind: 'stamped', at: NOON },
      { stage: 'MADE', kind: 'stamped', at: NOON + 43_200_000 },
    ]);
    expect(await watch.store.rejections(9)).toMatchObject([{ position: `id ${second}`, reason: 'bad-time' }]);
    await db.sql(`UPDATE orders SET made = '2026-11-21', touched = now() WHERE id = '${first}'`);
    await watch.poll();
    expect(watch.last).toMatchObject([{ id: first, made: '2026-11-21' }]);
  });

  const COLUMNS = `status text, made timestamptz, placed timestamptz DEFAULT '2026-11-20 12:00Z'`;
  it.each([
    ['a time', 'touched timestamptz DEFAULT now()', 'touched = now()'],
    [
      'a wall clock',
      `touched timestamp DEFAULT (now() AT TIME ZONE 'UTC')`,
      `touched = now() AT TIME ZONE 'UTC'`,
    ],
    ['a version', `touched bigint DEFAULT nextval('versions')`, `touched = nextval('versions')`],
  ])(
    'is followed by %s as cursor: what moves it is told, late commits and times typed in later too',
    async (_, column, touch) => {
      const db = await ownDatabase(
        serverUrl,
        `CREATE SEQUENCE versions; CREATE TABLE orders (id int PRIMARY KEY, ${column}, ${COLUMNS}, sent timestamptz);
       CREATE INDEX ON orders (touched); INSERT INTO orders (id) VALUES (1), (2), (3)`,
      );
      const watch = await watchTable(db.url, watchedModel(WIDE, { pageRows: 2 }), 'ingests');
      await watch.poll();
      expect(watch.last.map(({ id }) => id)).toEqual(['1', '2', '3']);
      const late = await db.session();
      await late.sql('BEGIN');
      await late.sql(`UPDATE orders SET made = '2026-11-20 13:00Z', ${touch} WHERE id = 1`);
      await db.sql(`UPDATE orders SET made = '2026-11-20 14:00Z', ${touch} WHERE id = 2`);
      await watch.poll();
      expect(watch.last.map(({ id }) => id)).toEqual(['2']);
      await late.sql('COMMIT');
      await watch.poll();
      expect(watch.last.map(({ id }) => id)).toEqual(['1']);
      // Typed in afterwards, and before the stage that was seen first.
      await db.sql(
        `UPDATE orders SET placed = '2026-11-19 12:00Z', sent = '2026-11-21 12:00Z', ${touch} WHERE id = 2`,
      );
      await watch.poll();
      expect(
        (await watch.store.observations('2', 9)).map((o) => 'stage' in o && [o.stage, o.at! - NOON]),
      ).toEqual([
        ['PLACED', -86_400_000],
        ['PLACED', 0],
        ['MADE', 7_200_000],
        ['SENT', 86_400_000],
      ]);
      expect(await watch.store.order('2')).toMatchObject({ state: 'ended' });
      expect(await watch.store.order('1')).toMatchObject({ stage: 'MADE', since: NOON + 3_600_000 });
      expect(await watch.store.order('3')).toMatchObject({ stage: 'PLACED', since: NOON });
      expect(await watch.store.rejections(9)).toEqual([]);
    },
  );
});

describe('what is no plain table', () => {
  it('is read: a view', async () => {
    const db = await ownDatabase(serverUrl);
    await db.sql(
      `ALTER TABLE history RENAME TO log; CREATE VIEW history AS SELECT * FROM log WHERE status <> 'x'`,
    );
    await db.sql(`INSERT INTO log (order_id) VALUES ('1')`);
    const watch = await watchTable(db.url, watchedModel());
    await watch.poll();
    await db.sql(`INSERT INTO log (order_id) VALUES ('2')`);
    await watch.poll();
    expect(new Set(watch.rows.map(({ order_id }) => order_id))).toEqual(new Set(['1', '2']));
    expect(await watch.health()).toMatchObject({ detail: expect.stringContaining('it is no plain table') });
  });

  it('is read: a partitioned table, late rows too', async () => {
    const db = await ownDatabase(
      serverUrl,
      `CREATE TABLE history (id bigserial, order_id text, status text DEFAULT 'PLACED', at timestamptz DEFAULT now(),
         PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
       CREATE TABLE history_old PARTITION OF history FOR VALUES FROM ('-infinity') TO ('2026-11-20 12:00Z');
       CREATE TABLE history_new PARTITION OF history DEFAULT;
       INSERT INTO history (order_id, at) VALUES ('old', '2026-11-01Z'), ('new', now())`,
    );
    const watch = await watchTable(db.url, watchedModel(HISTORY, { pageRows: 1 }));
    await watch.poll();
    await db.sql(`UPDATE history SET status = 'MADE' WHERE order_id = 'old'`);
    await watch.sweep();
    expect(watch.rows.map(({ order_id, status }) => `${order_id} ${status}`)).toEqual([
      'old PLACED',
      'new PLACED',
      'old MADE',
    ]);
  });
});
