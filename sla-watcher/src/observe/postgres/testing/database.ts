import pg from 'pg';
import { afterAll, onTestFinished } from 'vitest';
import { createDatabase, createRole, type TestDatabase } from '../../../../../scripts/services/postgres.ts';

export type Rows = readonly Record<string, unknown>[];

export interface OwnerSession {
  sql(text: string, values?: readonly unknown[]): Promise<Rows>;
  end(): Promise<void>;
}

/** The database of one test, as its owner has it. */
export interface OwnerDatabase {
  readonly name: string;
  readonly url: string;
  /** Runs SQL on the owner's connection. */
  sql(text: string, values?: readonly unknown[]): Promise<Rows>;
  /** Another connection, for a transaction that stays open. */
  session(): Promise<OwnerSession>;
  /** A role that may log in, and nothing else. */
  role(attributes?: string): Promise<{ readonly name: string; readonly url: string }>;
}

/** Settings of a server that only its own processes crash on, never the machine. */
export const QUICK = { fsync: 'off', full_page_writes: 'off' };

export const HISTORY_TABLE = `CREATE TABLE history (id bigserial PRIMARY KEY, order_id text,
  status text DEFAULT 'PLACED', at timestamptz DEFAULT now()); CREATE INDEX ON history (at, id)`;

const EMPTY = `DROP SCHEMA IF EXISTS shop CASCADE; DROP SCHEMA public CASCADE; CREATE SCHEMA public;
  GRANT USAGE ON SCHEMA public TO PUBLIC`;

/** To create a database takes as long as a whole test; so those of one file, one after the other, share it. */
const databases = new Map<string, Promise<TestDatabase>>();

afterAll(async () => {
  // A server that the test file had for itself is stopped by now, and its databases with it.
  await Promise.allSettled([...databases.values()].map(async (database) => (await database).drop()));
});

/** A database with nothing in it but what `setUp` makes; its sessions end with the test. */
export async function ownDatabase(serverUrl: string, setUp: string = HISTORY_TABLE): Promise<OwnerDatabase> {
  const creating = databases.get(serverUrl) ?? createDatabase(serverUrl);
  databases.set(serverUrl, creating);
  const { name, url } = await creating;
  const owner = await openSession(url);
  await forgetPrepared(owner);
  await owner.sql(EMPTY);
  await owner.sql(setUp);
  return {
    name,
    url,
    sql: owner.sql,
    session: () => openSession(url),
    async role(attributes) {
      const role = await createRole(serverUrl, attributes);
      onTestFinished(async () => {
        const last = await openSession(url);
        await last.sql(`DROP OWNED BY ${role.name}; DROP ROLE ${role.name}`);
      });
      return { name: role.name, url: role.urlFor(url) };
    },
  };
}

/** Those of a test that failed would hold their locks for ever. */
async function forgetPrepared({ sql }: OwnerSession): Promise<void> {
  const prepared = await sql('SELECT gid FROM pg_prepared_xacts WHERE database = current_database()');
  for (const { gid } of prepared) await sql(`ROLLBACK PREPARED '${gid}'`);
}

/** A connection of a superuser, which ends with the test. */
export async function openSession(url: string): Promise<OwnerSession> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  onTestFinished(() => client.end().catch(() => {}));
  return {
    async sql(text, values) {
      return (await client.query(text, values?.slice())).rows ?? [];
    },
    end: () => client.end(),
  };
}

/** Adds a row per order to `history`. */
export function place(session: Pick<OwnerSession, 'sql'>, ...orders: readonly string[]): Promise<Rows> {
  return session.sql('INSERT INTO history (order_id) SELECT unnest($1::text[])', [orders]);
}
