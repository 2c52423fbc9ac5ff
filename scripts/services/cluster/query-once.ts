import { setTimeout as sleep } from 'node:timers/promises';
import { Client, type QueryResultRow } from 'pg';

const POLL_MS = 20;

/** One statement over a connection of its own, which is closed again. */
export async function queryOnce<Row extends QueryResultRow>(
  url: string,
  sql: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  // A server that goes away while we close would otherwise end the process with an unhandled event.
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

/** "15.18" of a server that answers. */
export async function readServerVersion(url: string): Promise<string> {
  const [row] = await queryOnce<{ server_version: string }>(url, 'SHOW server_version');
  return row?.server_version.split(' ')[0] ?? 'of unknown version';
}

/** Asks until the server answers. `hasEnded` says that asking on is useless. */
export async function waitUntilAnswering(
  url: string,
  timeoutMs: number,
  hasEnded: () => boolean = () => false,
): Promise<void> {
  const giveUpAt = Date.now() + timeoutMs;
  for (;;) {
    try {
      await queryOnce(url, 'SELECT 1');
      return;
    } catch (cause) {
      if (hasEnded()) throw new Error('PostgreSQL ended while it started', { cause });
      if (Date.now() > giveUpAt) {
        throw new Error(`PostgreSQL did not answer within ${timeoutMs} ms`, { cause });
      }
    }
    await sleep(POLL_MS);
  }
}

/** Asks until the statement's first column is true. */
export async function waitUntilTrue(url: string, sql: string, values: unknown[] = []): Promise<void> {
  const giveUpAt = Date.now() + 30_000;
  for (;;) {
    const [row] = await queryOnce(url, sql, values);
    if (row !== undefined && Object.values(row)[0] === true) return;
    if (Date.now() > giveUpAt) throw new Error(`not true within 30 s: ${sql}`);
    await sleep(POLL_MS);
  }
}
