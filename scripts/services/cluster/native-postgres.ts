import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun } from '../machine/run-program.ts';
import { randomPassword } from './databases.ts';
import { type PostgresServer, type Settings, type StopMode, startPostgresServer } from './postgres-server.ts';
import { type PostgresService, serveAt } from './postgres-service.ts';
import { readServerVersion } from './query-once.ts';
import { makeServerFolder, removeServerFolder, runAs, type ServerFolder } from './server-folder.ts';
import { type Standby, startStandby } from './standby.ts';

/** A cluster of our own, with what only its owner can do. */
export interface NativePostgres extends PostgresService {
  /** Of the postmaster, for tests that stop or kill it; nothing while it is stopped. */
  pid(): number | undefined;
  /** `immediate` is a crash: the server recovers from its log. The URL stays the same. */
  restart(mode: StopMode): Promise<void>;
}

export const SUPERUSER = 'postgres';

/** Near to a production server: durability and replication are part of what tests measure. */
const DEFAULT_SETTINGS: Settings = {
  listen_addresses: '127.0.0.1',
  // No Unix socket: its usual folder is not ours to write to.
  unix_socket_directories: '',
  max_connections: 200,
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  wal_level: 'replica',
  // Enough log for a standby that was stopped for a while.
  wal_keep_size: '256MB',
  timezone: 'UTC',
};

/** Starts a cluster from the programs in a folder; `settings` are those of postgresql.conf. */
export async function startCluster(programs: string, settings: Settings = {}): Promise<NativePostgres> {
  const folder = makeServerFolder();
  const password = randomPassword();
  const urlAt = (port: number) => `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/postgres`;
  const allSettings = { ...DEFAULT_SETTINGS, ...settings };
  try {
    await initialise(programs, folder, password);
    const server = await startPostgresServer({ programs, folder, settings: allSettings, urlAt });
    return await describeCluster(programs, server, urlAt(server.port), allSettings);
  } catch (error) {
    await removeServerFolder(folder);
    throw error;
  }
}

async function initialise(programs: string, folder: ServerFolder, password: string): Promise<void> {
  const passwordFile = join(folder.path, 'password');
  writeFileSync(passwordFile, password, { mode: 0o644 });
  await mustRun(
    join(programs, 'initdb'),
    [
      ...['--pgdata', folder.data, '--username', SUPERUSER, '--pwfile', passwordFile],
      ...['--auth', 'scram-sha-256', '--encoding', 'UTF8', '--locale', 'C'],
      // Only of initdb's own files, which a crash of the machine may well take.
      '--no-sync',
    ],
    runAs(folder),
  );
  rmSync(passwordFile);
}

async function describeCluster(
  programs: string,
  server: PostgresServer,
  url: string,
  settings: Settings,
): Promise<NativePostgres> {
  const standbys: Standby[] = [];
  const version = await readServerVersion(url);
  return {
    ...serveAt(url),
    how: `PostgreSQL ${version} on 127.0.0.1:${server.port}, started from ${programs}`,
    pid: server.pid,
    restart: async (mode) => {
      await server.stop(mode);
      await server.start();
    },
    startStandby: async () => {
      const standby = await startStandby(programs, url, settings);
      standbys.push(standby);
      return standby;
    },
    stop: async () => {
      // A primary that shuts down waits for its standbys to have received everything.
      await Promise.all(standbys.map((standby) => standby.stop()));
      await server.remove();
    },
  };
}
