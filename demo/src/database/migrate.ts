import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';

const MIGRATIONS = join(import.meta.dirname, '../../migrations');
/** `duplicate_database`; two platforms that start at once both find it missing. */
const DUPLICATE = new Set(['42P04', '23505']);
const LOCK = 4_270_001;

export type DatabaseName = 'shop' | 'mes';

/** Has both databases with their tables, and returns their URLs. Names are checked by the settings. */
export async function prepareDatabases(
  serverUrl: string,
  names: string,
): Promise<Readonly<Record<DatabaseName, string>>> {
  const urls = {
    shop: withDatabase(serverUrl, `${names}_shop`),
    mes: withDatabase(serverUrl, `${names}_mes`),
  };
  await connected(serverUrl, async (client) => {
    await createDatabase(client, `${names}_shop`);
    await createDatabase(client, `${names}_mes`);
  });
  await connected(urls.shop, (client) => migrate(client, 'shop'));
  await connected(urls.mes, (client) => migrate(client, 'mes'));
  return urls;
}

async function createDatabase(client: Client, name: string): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
  if (rowCount !== 0) return;
  await client.query(`CREATE DATABASE ${name}`).catch((error: { code?: string }) => {
    if (!DUPLICATE.has(error.code ?? '')) throw error;
  });
}

/** Each file once, in the order of their names, all of them or none. */
async function migrate(client: Client, database: DatabaseName): Promise<void> {
  await client.query('BEGIN');
  await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
  await client.query('CREATE TABLE IF NOT EXISTS migrations (name text PRIMARY KEY)');
  const { rows } = await client.query<{ name: string }>('SELECT name FROM migrations');
  const done = new Set(rows.map(({ name }) => name));
  const folder = join(MIGRATIONS, database);
  for (const name of readdirSync(folder).sort()) {
    if (done.has(name)) continue;
    await client.query(readFileSync(join(folder, name), 'utf8'));
    await client.query('INSERT INTO migrations (name) VALUES ($1)', [name]);
  }
  await client.query('COMMIT');
}

async function connected(url: string, work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => {});
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function withDatabase(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}
