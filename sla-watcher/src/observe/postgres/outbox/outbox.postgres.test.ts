import { readFileSync } from 'node:fs';
import { describe, expect, inject, it } from 'vitest';
import type { HopMark } from '../../../domain/journey.ts';
import { type OwnerDatabase, ownDatabase } from '../testing/database.ts';
import { OUTBOX_MODEL, type OutboxWatch, watchOutbox } from '../testing/watch-outbox.ts';

const serverUrl = inject('postgresUrl');
const TABLE = `CREATE TABLE outbox (id bigserial PRIMARY KEY, order_id text, status text DEFAULT 'PLACED',
  created_at timestamptz DEFAULT now(), secret text DEFAULT 'x')`;

const write = ({ sql }: OwnerDatabase, ...orders: readonly string[]) =>
  sql('INSERT INTO outbox (order_id) SELECT unnest($1::text[])', [orders]);
const steps = async ({ store }: OutboxWatch, order: string): Promise<readonly HopMark[]> =>
  (await store.order(order))?.journey.hopMarks ?? [];

describe('an outbox witness', () => {
  it('tells of a message that waits for longer than a poll, on its hop, and when it has left', async () => {
    const db = await ownDatabase(serverUrl, TABLE);
    const watch = await watchOutbox(db.url);
    await write(db, '42', '43');
    await watch.poll();
    expect(watch.told).toEqual([]);
    await db.sql(`DELETE FROM outbox WHERE order_id = '43'`);
    await watch.poll();
    expect(watch.told).toEqual(['in-outbox 42']);
    await watch.poll();
    await db.sql('DELETE FROM outbox');
    await watch.poll();
    await watch.poll();
    expect(watch.told).toEqual(['in-outbox 42', 'left-outbox 42']);
    const [waited, left] = await steps(watch, '42');
    expect(waited).toMatchObject({
      point: 'in-outbox',
      hop: 'placed-to-mes',
      messageId: '1',
      system: 'shop',
    });
    expect(left).toMatchObject({ point: 'left-outbox', hop: 'placed-to-mes', messageId: '1' });
    expect(left!.at).toBeGreaterThan(waited!.at);
    expect(await watch.store.rejections(9)).toEqual([]);
  });

  it('tells at once of what has waited for long before it came, at the time of the row', async () => {
    const db = await ownDatabase(serverUrl, TABLE);
    const [row] = await db.sql(
      `INSERT INTO outbox (order_id, created_at) VALUES ('42', now() - interval '5 min')
       RETURNING floor(extract(epoch FROM created_at) * 1000)::bigint AS at`,
    );
    const watch = await watchOutbox(db.url);
    await watch.poll();
    expect(await steps(watch, '42')).toMatchObject([{ point: 'in-outbox', at: Number(row!.at) }]);
  });

  it('does not take what stands behind a full page for gone, and says that it does not see all', async () => {
    const db = await ownDatabase(serverUrl, TABLE);
    const watch = await watchOutbox(db.url, { pageRows: 3 });
    await write(db, 'a', 'b', 'c');
    await watch.poll();
    await watch.poll();
    expect(watch.told).toEqual(['in-outbox a', 'in-outbox b', 'in-outbox c']);
    const before = await watch.health();
    expect(before).toMatchObject({ state: 'healthy', detail: null });
    await db.sql(`INSERT INTO outbox (id, order_id) VALUES (-1, 'x'), (-2, 'y')`);
    await watch.poll();
    expect(watch.told).toHaveLength(3);
    expect(await watch.health()).toMatchObject({
      watermark: before.watermark,
      detail: 'more than 3 messages wait, and only the oldest are read',
    });
    await db.sql(`DELETE FROM outbox WHERE order_id IN ('b', 'c')`);
    await watch.poll();
    expect(watch.told.slice(3).sort()).toEqual(
      ['in-outbox x', 'in-outbox y', 'left-outbox b', 'left-outbox c'].sort(),
    );
    expect((await watch.health()).watermark).toBeGreaterThan(before.watermark!);
  });

  it('with thousands of messages that wait is blind, and sees again when they are fewer', async () => {
    const db = await ownDatabase(serverUrl, TABLE);
    await db.sql('INSERT INTO outbox (order_id) SELECT n FROM generate_series(1, 5001) n');
    const watch = await watchOutbox(db.url, { pageRows: 10_000 });
    await watch.poll();
    expect(await watch.health()).toMatchObject({ state: 'blind', cause: 'overflowed', watermark: null });
    expect((await watch.cursor()).length).toBeLessThan(400_000);
    await db.sql('DELETE FROM outbox WHERE id > 4');
    await watch.poll();
    expect(await watch.health()).toMatchObject({ state: 'healthy' });
    expect(watch.told).toHaveLength(4);
  });

  it('needs no right but SELECT on its columns, reads no other, and can change nothing', async () => {
    const db = await ownDatabase(serverUrl, TABLE);
    const role = await db.role('CONNECTION LIMIT 1');
    await db.sql(`GRANT SELECT (id, order_id, status, created_at) ON outbox TO ${role.name}`);
    await write(db, '42');
    const watch = await watchOutbox(role.url);
    await watch.poll();
    await watch.poll();
    expect(watch.told).toEqual(['in-outbox 42']);
    expect(await watch.health()).toMatchObject({ state: 'healthy' });
    const ours = `SELECT 1 FROM pg_stat_activity WHERE application_name LIKE 'orderwatch%' AND datname = current_database()`;
    expect(await db.sql(ours)).toEqual([]);
    await db.sql(`REVOKE ALL ON outbox FROM ${role.name}`);
    expect(await watch.attempt()).toMatchObject({ reason: 'unavailable', error: { retryable: false } });
  });

  const KEYS = [
    ['uuid', `'00000000-0000-0000-0000-00000000000' || n`],
    ['text', `'message ' || n`],
    ['integer', 'n'],
  ] as const;
  it.each(KEYS)('reads keys of type %s, and no time where there is none', async (type, key) => {
    const db = await ownDatabase(
      serverUrl,
      `CREATE TABLE outbox (id ${type} PRIMARY KEY, order_id int, status text DEFAULT 'PLACED');
       INSERT INTO outbox SELECT (${key})::${type}, n FROM generate_series(1, 3) n`,
    );
    const watch = await watchOutbox(db.url, {
      columns: { key: 'id', order: 'order_id', status: 'status', at: null },
      pageRows: 2,
    });
    await watch.poll();
    expect(watch.told).toEqual([]);
    await watch.poll();
    expect(watch.told).toEqual(['in-outbox 1', 'in-outbox 2']);
    await db.sql('DELETE FROM outbox WHERE order_id = 1');
    await watch.poll();
    await watch.poll();
    expect(watch.told.slice(2)).toEqual(['left-outbox 1', 'in-outbox 3']);
  });

  it.each([
    ['timestamp', 'says no instant'],
    ['text', 'says no instant'],
  ])('refuses a time of type %s and says what to do', async (type, says) => {
    const db = await ownDatabase(serverUrl, TABLE.replace('timestamptz DEFAULT now()', type));
    const watch = await watchOutbox(db.url);
    expect(await watch.attempt()).toMatchObject({
      reason: 'unavailable',
      error: { message: expect.stringContaining(says) },
    });
  });

  it('counts a row that names no order, and tells the rest', async () => {
    const db = await ownDatabase(serverUrl, TABLE);
    await db.sql(`INSERT INTO outbox (order_id, status, created_at) VALUES (NULL, 'PLACED', '2026-11-20Z'),
      ('1', 'NOISE', '2026-11-20Z'), ('2', 'PLACED', 'infinity'), ('3', 'PLACED', '2026-11-20Z')`);
    const watch = await watchOutbox(db.url);
    await watch.poll();
    await watch.poll();
    expect(await watch.store.rejections(9)).toMatchObject([{ position: 'id 1', reason: 'missing-order' }]);
    expect(await watch.store.order('1')).toBeNull();
    expect(await steps(watch, '2')).toHaveLength(1);
    expect(await steps(watch, '3')).toHaveLength(1);
  });

  it('forgets what waited in another table under the same name, and says so', async () => {
    const db = await ownDatabase(serverUrl, TABLE);
    await write(db, '42');
    const watch = await watchOutbox(db.url);
    await watch.poll();
    await watch.poll();
    await db.sql(`DROP TABLE outbox; ${TABLE}`);
    await watch.poll();
    expect(watch.told).toEqual(['in-outbox 42']);
    expect(await watch.health()).toMatchObject({ detail: expect.stringContaining('others than before') });
  });
});

describe.each(['shop', 'mes'] as const)('the outbox of the demo in %s', (database) => {
  const migration = (name: string) =>
    readFileSync(new URL(`../../../../../demo/migrations/${database}/${name}`, import.meta.url), 'utf8');

  it('shows by its view which messages wait, to a role that may read nothing else', async () => {
    const db = await ownDatabase(
      serverUrl,
      `${migration('002-delivery.sql')}; ${migration('003-outbox-messages.sql')}`,
    );
    const role = await db.role();
    await db.sql(`GRANT SELECT ON outbox_messages TO ${role.name}`);
    const envelope = (order: number, status: string) => ({
      messageId: 'm',
      hop: 'h',
      event: { order, status },
    });
    const [order, status] = database === 'shop' ? ['42', 'PLACED'] : ['42', 'MADE'];
    await db.sql(`INSERT INTO outbox (message_id, envelope, carried) VALUES ('a', $1, ''), ('b', $2, '')`, [
      JSON.stringify(envelope(42, status!)),
      JSON.stringify(envelope(43, 'NOISE')),
    ]);
    const text = OUTBOX_MODEL.replace('table: outbox', 'table: outbox_messages').replace(
      'systems: shop',
      `systems: ${database}`,
    );
    const watch = await watchOutbox(role.url, {}, text);
    await watch.poll();
    await watch.poll();
    expect([...watch.told].sort()).toEqual(['in-outbox 42', 'in-outbox 43']);
    expect(await steps(watch, order!)).toMatchObject([
      { point: 'in-outbox', system: database, messageId: '1' },
    ]);
    await db.sql('DELETE FROM outbox');
    await watch.poll();
    expect((await steps(watch, order!)).map(({ point }) => point)).toEqual(['in-outbox', 'left-outbox']);
  });
});
