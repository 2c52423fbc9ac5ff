import { inspect } from 'node:util';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  createRole,
  type NativePostgres,
  startNativePostgres,
} from '../../../../scripts/services/postgres.ts';
import type { Store } from '../../ports.ts';
import { observation, record } from '../contract/samples.ts';
import { createPostgresStore } from './create-postgres-store.ts';
import type { PostgresOptions } from './options.ts';

let cluster: NativePostgres;
let stores: Store[] = [];

beforeAll(async () => {
  cluster = await startNativePostgres({ say: () => {} });
  const store = createPostgresStore({ url: cluster.url });
  await store.migrate();
  await store.close();
});
afterAll(() => cluster?.stop());
afterEach(async () => {
  await Promise.all(stores.map((store) => store.close()));
  stores = [];
});

function open(options: Partial<PostgresOptions> = {}): Store {
  const store = createPostgresStore({ url: cluster.url, ...options });
  stores.push(store);
  return store;
}

/** As somebody who runs the server does it. */
async function administer(sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: cluster.url });
  client.on('error', () => {});
  await client.connect();
  const { rows } = await client.query(sql);
  await client.end();
  return rows;
}

const write = (store: Store, value: string) => store.transaction((tx) => tx.setSetting('written', value));
const unavailable = (message: string) =>
  expect.objectContaining({ code: 'store-unavailable', message: expect.stringContaining(message) });

describe('a PostgreSQL in trouble', () => {
  it.each(['fast', 'immediate'] as const)(
    'restarted (%s) loses the transaction under way, and then goes on',
    async (mode) => {
      const store = open();
      await write(store, `before ${mode}`);
      const underway = store.transaction(async (tx) => {
        await tx.saveJourneys([record(`half-${mode}`)]);
        await cluster.restart(mode);
        await tx.setSetting('written', 'never');
      });
      await expect(underway).rejects.toEqual(unavailable('the store cannot be'));
      await expect(store.setting('written')).resolves.toBe(`before ${mode}`);
      await expect(store.order(`half-${mode}`)).resolves.toBeNull();
      await write(store, 'after');
      await expect(store.setting('written')).resolves.toBe('after');
    },
  );

  it('that ends our session in a transaction gives a new one to the next', async () => {
    const store = open({ transactions: 1 });
    const ended = store.transaction(async (tx) => {
      await tx.setSetting('written', 'never');
      await administer(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE application_name = 'orderwatch' AND state = 'idle in transaction'`);
      await tx.setSetting('written', 'still never');
    });
    await expect(ended).rejects.toEqual(unavailable('the store cannot be'));
    await write(store, 'after');
  });

  it('that stands still is given up, and its connection with it', async () => {
    const store = open({ statementTimeoutMs: 100, transactions: 1 });
    await write(store, 'before');
    const sessions = `SELECT pid FROM pg_stat_activity WHERE application_name = 'orderwatch'`;
    const pids = (await administer(sessions)).map(({ pid }) => pid as number);
    for (const pid of pids) process.kill(pid, 'SIGSTOP');
    try {
      await expect(write(store, 'never')).rejects.toEqual(unavailable('cannot be reached'));
      await write(store, 'after');
    } finally {
      for (const pid of pids) process.kill(pid, 'SIGCONT');
    }
  });

  it('that is read only can be read and not written', async () => {
    await administer('ALTER DATABASE postgres SET default_transaction_read_only = on');
    const store = open();
    await expect(write(store, 'never')).rejects.toEqual(unavailable('read only'));
    await expect(store.transaction((tx) => tx.claimDue(0, 1))).rejects.toEqual(unavailable('read only'));
    await expect(store.countByState()).resolves.toMatchObject({ late: 0 });
    const reset = new pg.Client({
      connectionString: cluster.url,
      options: '-c default_transaction_read_only=off',
    });
    await reset.connect();
    await reset.query('ALTER DATABASE postgres RESET default_transaction_read_only');
    await reset.end();
    await write(open(), 'after');
  });

  it('whose disk is full takes nothing of the batch, and the next when there is room', async () => {
    await administer(`CREATE FUNCTION orderwatch.full_disk() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$;
      CREATE TRIGGER full_disk BEFORE INSERT ON orderwatch.setting EXECUTE FUNCTION orderwatch.full_disk()`);
    const store = open();
    const batch = () =>
      store.transaction(async (tx) => {
        await tx.appendObservations([observation('a')]);
        await tx.setSetting('written', 'batch');
      });
    await expect(batch()).rejects.toEqual(unavailable('disk is full'));
    await expect(store.observations('o1', 9)).resolves.toEqual([]);
    await administer('DROP FUNCTION orderwatch.full_disk() CASCADE');
    await batch();
    await expect(store.observations('o1', 9)).resolves.toHaveLength(1);
  });

  it('that has no connection left for us says so', async () => {
    const role = await createRole(cluster.url, 'CONNECTION LIMIT 0');
    await expect(write(open({ url: role.urlFor(cluster.url) }), 'never')).rejects.toEqual(
      unavailable('too many connections'),
    );
    await role.drop();
  });

  it.each([
    ['nobody listens', { port: '1' }],
    ['the password is wrong', { password: 'the-wrong-secret' }],
    ['the database is not there', { pathname: '/missing' }],
  ])('says nothing of the password when %s', async (_, change) => {
    const url = Object.assign(new URL(cluster.url), change);
    const failure = await write(open({ url: url.href }), 'never').catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'store-unavailable' });
    expect(inspect(failure, { depth: 20, showHidden: true })).not.toContain(url.password);
  });
});

describe('the options of the PostgreSQL store', () => {
  it.each([
    [{ url: 'postgres://user:the-secret@host:port/db' }],
    [{ url: 'not a URL the-secret' }],
    [{ url: 'postgres://user:the-secret@host/db', schema: 'x; DROP TABLE y' }],
  ])('are refused without a word of the password: %j', (options) => {
    let failure: unknown;
    try {
      createPostgresStore(options);
    } catch (error) {
      failure = error;
    }
    expect(failure).toMatchObject({ code: 'config-invalid' });
    expect(inspect(failure, { depth: 20 })).not.toContain('the-secret');
  });
});
