import { join } from 'node:path';
import { mustRun } from '../machine/run-program.ts';
import { type Settings, startPostgresServer } from './postgres-server.ts';
import { queryOnce, waitUntilTrue } from './query-once.ts';
import { makeServerFolder, removeServerFolder, runAs } from './server-folder.ts';

/** A streaming hot standby. It is read only, and as far behind as a test wants it to be. */
export interface Standby {
  url: string;
  /** The same database as at the primary's URL, here. */
  urlFor(databaseUrl: string): string;
  /** From here on the standby receives but shows nothing new. */
  pauseReplay(): Promise<void>;
  resumeReplay(): Promise<void>;
  /** Resolves when the standby shows all that the primary has written by now. */
  caughtUp(): Promise<void>;
  stop(): Promise<void>;
}

/** `settings` are the primary's: a standby with fewer connections than its primary does not start. */
export async function startStandby(
  programs: string,
  primaryUrl: string,
  settings: Settings,
): Promise<Standby> {
  const folder = makeServerFolder();
  const urlAt = (port: number) => withPort(primaryUrl, port);
  try {
    const { hostname, port, username, password } = new URL(primaryUrl);
    await mustRun(
      join(programs, 'pg_basebackup'),
      [
        ...['--host', hostname, '--port', port, '--username', username, '--no-password'],
        ...['--pgdata', folder.data, '--write-recovery-conf', '--wal-method', 'stream'],
        ...['--checkpoint', 'fast', '--no-sync'],
      ],
      runAs(folder, { PGPASSWORD: password }),
    );
    const server = await startPostgresServer({ programs, folder, settings, urlAt });
    const url = urlAt(server.port);
    return {
      url,
      urlFor: (databaseUrl) => withPort(databaseUrl, server.port),
      pauseReplay: () => pauseReplay(url),
      resumeReplay: async () => {
        await queryOnce(url, 'SELECT pg_wal_replay_resume()');
      },
      caughtUp: () => waitUntilReplayed(primaryUrl, url),
      stop: server.remove,
    };
  } catch (error) {
    await removeServerFolder(folder);
    throw error;
  }
}

async function pauseReplay(url: string): Promise<void> {
  await queryOnce(url, 'SELECT pg_wal_replay_pause()');
  // Asked for is not done: replay pauses between two records.
  await waitUntilTrue(url, `SELECT pg_get_wal_replay_pause_state() = 'paused'`);
}

async function waitUntilReplayed(primaryUrl: string, url: string): Promise<void> {
  const [primary] = await queryOnce<{ lsn: string }>(primaryUrl, 'SELECT pg_current_wal_flush_lsn() AS lsn');
  await waitUntilTrue(url, 'SELECT pg_last_wal_replay_lsn() >= $1::pg_lsn', [primary?.lsn]);
}

function withPort(url: string, port: number): string {
  const changed = new URL(url);
  changed.port = String(port);
  return changed.href;
}
