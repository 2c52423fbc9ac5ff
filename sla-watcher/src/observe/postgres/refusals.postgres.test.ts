import { inspect } from 'node:util';
import type { DatabaseWitness } from '@orderwatch/model';
import { describe, expect, inject, it } from 'vitest';
import { findFreePort } from '../../../../scripts/services/machine/free-port.ts';
import { HISTORY_TABLE, ownDatabase, place } from './testing/database.ts';
import { SPARSE_IDS } from './testing/poll-among.ts';
import { watchTable } from './testing/watch.ts';
import { HISTORY, watchedModel } from './testing/watched-model.ts';

const serverUrl = inject('postgresUrl');
const zoned = `${HISTORY}\n    zone: Europe/Berlin`;

/** What somebody did to the table; what the witness says; how it is put right. */
const BROKEN: readonly {
  readonly name: string;
  readonly breaks: string;
  readonly says: string;
  readonly fixes: string;
  readonly retryable?: boolean;
}[] = [
  {
    name: 'a table that is gone',
    breaks: 'ALTER TABLE history RENAME TO gone',
    says: 'table public.history does not exist, or this role may not see its schema',
    fixes: 'ALTER TABLE gone RENAME TO history',
  },
  {
    name: 'columns that are gone, all at once',
    breaks: 'ALTER TABLE history RENAME status TO s; ALTER TABLE history RENAME order_id TO o',
    says: 'table public.history lacks columns "order_id", "status"',
    fixes: 'ALTER TABLE history RENAME s TO status; ALTER TABLE history RENAME o TO order_id',
  },
  {
    name: 'a cursor that is no time',
    breaks: `ALTER TABLE history ALTER at DROP DEFAULT, ALTER at TYPE text`,
    says: 'cursor column "at" is text; take a timestamptz, timestamp or integer column that grows with every write',
    fixes: 'ALTER TABLE history ALTER at TYPE timestamptz USING at::timestamptz, ALTER at SET DEFAULT now()',
  },
  {
    name: 'a time that lost its zone',
    breaks: 'ALTER TABLE history ALTER at TYPE timestamp',
    says: 'column "at" has no time zone; write zone: and its IANA name in this witness, as in zone: Europe/Moscow',
    fixes: `ALTER TABLE history ALTER at TYPE timestamptz`,
  },
  {
    name: 'an index of that name',
    breaks: 'ALTER TABLE history RENAME TO gone; CREATE INDEX history ON gone (id, order_id, status, at)',
    says: 'public.history is neither a table nor a view',
    fixes: 'DROP INDEX history; ALTER TABLE gone RENAME TO history',
  },
];

describe('a table that cannot be read', () => {
  it.each(BROKEN)('$name: says so at once, and goes on by itself where it stood', async (given) => {
    const db = await ownDatabase(serverUrl);
    const watch = await watchTable(db.url, watchedModel());
    await place(db, 'a');
    await watch.poll();
    const { cursor } = (await watch.store.witnesses())[0]!;
    await place(db, 'b');
    await db.sql(given.breaks);
    expect(await watch.attempt()).toMatchObject({
      reason: 'unavailable',
      error: { code: 'witness-unavailable', message: given.says, retryable: false },
    });
    expect(await watch.health()).toMatchObject({ state: 'blind', detail: given.says });
    expect((await watch.store.witnesses())[0]!.cursor).toBe(cursor);
    await db.sql(given.fixes);
    await watch.poll();
    // What rewrites the table brings its rows again; none is missed.
    expect(watch.last.at(-1)).toMatchObject({ order_id: 'b' });
    expect(await watch.health()).toMatchObject({ state: 'healthy' });
  });

  it('for a role that may not: says what to grant, and sees when it is granted', async () => {
    const db = await ownDatabase(serverUrl);
    const role = await db.role();
    await place(db, 'a');
    const watch = await watchTable(role.url, watchedModel());
    const steps = [
      [
        'REVOKE USAGE ON SCHEMA public FROM PUBLIC',
        'the role may not read it: GRANT USAGE on the schema and SELECT on the table',
      ],
      [
        `GRANT USAGE ON SCHEMA public TO ${role.name}; GRANT SELECT (id, order_id, status) ON history TO ${role.name}`,
        'the role may not read column "at" of public.history: GRANT SELECT on it',
      ],
    ] as const;
    for (const [sql, says] of steps) {
      await db.sql(sql);
      expect(await watch.attempt()).toMatchObject({ reason: 'unavailable', error: { message: says } });
    }
    await db.sql(`GRANT SELECT (at) ON history TO ${role.name}`);
    await watch.poll();
    expect(watch.last).toMatchObject([{ order_id: 'a' }]);
    expect((await watch.health()).detail).toContain('GRANT SELECT (xmin) on it');
    await db.sql(`GRANT SELECT (xmin) ON history TO ${role.name}; GRANT pg_read_all_stats TO ${role.name}`);
    await watch.poll();
    expect(await watch.health()).toMatchObject({ state: 'healthy', detail: null });
  });

  it('but for its xmin: late rows are found by who had a transaction open', async () => {
    const db = await ownDatabase(serverUrl, SPARSE_IDS);
    const role = await db.role();
    await db.sql(`GRANT SELECT (id, order_id, status, at) ON history TO ${role.name}`);
    await db.sql(`GRANT pg_read_all_stats TO ${role.name}`);
    const watch = await watchTable(role.url, watchedModel());
    await watch.poll();
    const late = await db.session();
    await late.sql('BEGIN');
    await place(late, 'late');
    await place(db, 'other');
    await watch.poll();
    await place(db, 'other');
    await watch.poll();
    await late.sql('COMMIT');
    await watch.poll();
    expect(watch.last).toContainEqual(expect.objectContaining({ order_id: 'late' }));
  });

  it('that is another one under the old name is read from its beginning, and it is told', async () => {
    const db = await ownDatabase(serverUrl);
    await db.sql(`INSERT INTO history (order_id, at) VALUES ('old', now())`);
    const watch = await watchTable(db.url, watchedModel());
    await watch.poll();
    await db.sql(`DROP TABLE history; ${HISTORY_TABLE}`);
    await db.sql(`INSERT INTO history (order_id, at) VALUES ('restored', '2026-01-01Z')`);
    await watch.poll();
    expect(watch.last).toMatchObject([{ order_id: 'restored' }]);
    expect(await watch.health()).toMatchObject({ detail: expect.stringContaining('others than before') });
    await watch.poll();
    expect(await watch.health()).toMatchObject({ detail: null });
  });

  it('under a changed mapping is read from its beginning', async () => {
    const db = await ownDatabase(serverUrl);
    await place(db, 'a');
    const model = watchedModel();
    const watch = await watchTable(db.url, model);
    await watch.poll();
    const { mapping } = model.config;
    const changed: DatabaseWitness = { ...model.config, mapping: { ...mapping, statuses: { old: 'MADE' } } };
    await watch.restart(changed);
    await watch.poll();
    expect(watch.last).toMatchObject([{ order_id: 'a' }]);
  });

  it('with a zone in the model and in the column goes by that of the column', async () => {
    const db = await ownDatabase(serverUrl);
    await db.sql(`INSERT INTO history (order_id, at) VALUES ('1', '2026-11-20 12:00+00')`);
    const watch = await watchTable(db.url, watchedModel(zoned), 'ingests');
    await watch.poll();
    expect(await watch.store.observations('1', 9)).toMatchObject([{ at: Date.parse('2026-11-20T12:00Z') }]);
  });

  it('without a zone in the column goes by that of the model, also as cursor', async () => {
    const db = await ownDatabase(serverUrl);
    await db.sql(
      `ALTER TABLE history ALTER at TYPE timestamp, ALTER at SET DEFAULT now() AT TIME ZONE 'Europe/Berlin'`,
    );
    await db.sql(`INSERT INTO history (order_id, at) VALUES ('1', '2026-11-20 13:00')`);
    const watch = await watchTable(db.url, watchedModel(zoned), 'ingests');
    await watch.poll();
    expect(await watch.store.observations('1', 9)).toMatchObject([{ at: Date.parse('2026-11-20T12:00Z') }]);
    const { clock, at } = (await watch.position()).last!;
    expect(Number(clock! - at) / 3.6e9).toBe(1);
    await place(db, '2');
    await watch.poll();
    expect(watch.last).toMatchObject([{ order_id: '2' }]);
  });

  it('easily is read, and its health tells what is missing', async () => {
    const db = await ownDatabase(
      serverUrl,
      'CREATE TABLE history (id int, order_id text, status text, at timestamptz)',
    );
    const watch = await watchTable(db.url, watchedModel());
    await watch.poll();
    expect((await watch.health()).detail?.split('; ')).toEqual([
      'no index of public.history begins with "at": every poll reads the whole table',
      'no unique index says that "id" is unique: rows of equal keys may be missed',
      '"id" may be null: such rows are not read',
    ]);
    await db.sql('ALTER TABLE history ADD PRIMARY KEY (id); CREATE INDEX ON history (at)');
    await watch.poll();
    expect(await watch.health()).toMatchObject({ detail: null });
  });

  it('whose rows have no cursor, more than a page of them, tells what to do', async () => {
    const db = await ownDatabase(serverUrl);
    await db.sql(`INSERT INTO history (order_id, at) SELECT n, NULL FROM generate_series(1, 5) n`);
    const watch = await watchTable(db.url, watchedModel(HISTORY, { pageRows: 3 }));
    await watch.poll();
    await place(db, 'placed');
    await watch.poll();
    expect(watch.last).toMatchObject([{ order_id: 'placed' }]);
    expect((await watch.health()).detail).toMatch(/^3 rows or more have no "at".*give it a default$/);
  });
});

describe('a connection string that does not work', () => {
  const SECRET = 'the-secret-password';
  const changed = (change: Partial<URL>) => Object.assign(new URL(serverUrl), change).href;
  const CASES: readonly (readonly [string, () => Promise<string>, string])[] = [
    [
      'to where nobody listens',
      async () => changed({ port: String(await findFreePort()), password: SECRET }),
      'the database refuses connections: it is down, or the address is wrong',
    ],
    [
      'with a wrong password',
      async () => changed({ password: SECRET }),
      'the server refuses this role and password: correct the connection string',
    ],
    [
      'without a password',
      async () => changed({ password: '' }),
      'the server wants a password and the connection string has none',
    ],
    [
      'to no database',
      async () => changed({ pathname: '/nothing-here' }),
      'there is no database of this name on the server',
    ],
    [
      'to no host',
      async () => `postgres://me:${SECRET}@nothing.invalid/db`,
      "the database's host name cannot be resolved",
    ],
    [
      'that is no URL',
      async () => `postgres://me:${SECRET}@host:port/db`,
      'the connection string is no URL: postgres://user:password@host/database',
    ],
    [
      'that asks for TLS where there is none',
      async () => changed({ search: '?sslmode=require' }),
      'the server has no TLS, and the connection string asks for it',
    ],
  ];

  it.each(CASES)('%s: says what is wrong, and nothing of the password', async (_, url, says) => {
    const watch = await watchTable(await url(), watchedModel());
    const polled = await watch.attempt();
    expect(polled).toMatchObject({ reason: 'unavailable', error: { code: 'witness-unavailable' } });
    expect(await watch.health()).toMatchObject({ state: 'blind', watermark: null });
    expect((await watch.health()).detail).toMatch(says.slice(0, 30));
    const told = inspect(polled, { depth: 20, showHidden: true });
    expect(told).not.toContain(SECRET);
    expect(told).not.toContain(new URL(serverUrl).password);
  });
});
