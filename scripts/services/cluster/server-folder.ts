import { chownSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { guardOrphans, type OrphanGuard } from '../machine/orphan-guard.ts';
import { findUnprivilegedUser, type User } from '../machine/unprivileged-user.ts';

/** Where one server keeps all it has; removed with it. */
export interface ServerFolder {
  path: string;
  data: string;
  log: string;
  /** As whom the server runs, when not as ourselves. */
  user: User | undefined;
  guard: OrphanGuard;
}

/** What is done for us when we die without stopping the server; $1 is the server's folder. */
const CLEAN_UP = `
pid=$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null)
if [ -n "$pid" ]; then
  kill -QUIT "$pid"
  tries=0
  while kill -0 "$pid" 2>/dev/null && [ $tries -lt 100 ]; do sleep 0.05; tries=$((tries + 1)); done
  kill -KILL "$pid"
fi
rm -rf "$1"`;

export function makeServerFolder(): ServerFolder {
  const user = findUnprivilegedUser();
  const path = mkdtempSync(join(tmpdir(), 'orderwatch-postgres-'));
  if (user !== undefined) chownSync(path, user.uid, user.gid);
  const guard = guardOrphans(CLEAN_UP, [path]);
  return { path, data: join(path, 'data'), log: join(path, 'log'), user, guard };
}

/** The server must have been stopped. */
export async function removeServerFolder(folder: ServerFolder): Promise<void> {
  // After a hard stop the server's processes may still write for a moment.
  rmSync(folder.path, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  await folder.guard.release();
}

/** How a program of PostgreSQL is run on this folder. */
export function runAs(folder: ServerFolder, extraEnv: Record<string, string> = {}) {
  const { user } = folder;
  return {
    // Its own environment: PGDATA, PGPORT and the like of the developer must not reach it, and its
    // messages are matched, so they are in English.
    env: { PATH: process.env.PATH ?? '', LC_ALL: 'C', ...extraEnv },
    cwd: folder.path,
    ...(user === undefined ? {} : { uid: user.uid, gid: user.gid }),
  };
}

/** The last lines the server logged, for an error message. */
export function readLogTail(folder: ServerFolder, lines = 20): string {
  try {
    return readFileSync(folder.log, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
  } catch {
    return '(nothing logged)';
  }
}
