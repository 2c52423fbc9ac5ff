import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { guardOrphans, type OrphanGuard } from '../machine/orphan-guard.ts';

/** Where one broker keeps all it has, its cookie too; removed with it. */
export interface BrokerFolder {
  path: string;
  log: string;
  guard: OrphanGuard;
}

/** What is done for us when we die without stopping the broker; $1 is its folder. */
const CLEAN_UP = `
for file in "$1"/*.pid; do
  pid=$(cat "$file" 2>/dev/null)
  [ -n "$pid" ] && kill -KILL -- "-$pid"
done
rm -rf "$1"`;

export function makeBrokerFolder(): BrokerFolder {
  const path = mkdtempSync(join(tmpdir(), 'orderwatch-rabbitmq-'));
  mkdirSync(join(path, 'home'));
  return { path, log: join(path, 'log'), guard: guardOrphans(CLEAN_UP, [path]) };
}

/** Each leads a process group of its own, by which it is ended with all that it started. */
export function notePid(folder: BrokerFolder, program: string, pid: number | undefined): void {
  if (pid !== undefined) writeFileSync(join(folder.path, `${program}.pid`), `${pid}\n`);
}

/** The broker must have been stopped. */
export async function removeBrokerFolder(folder: BrokerFolder): Promise<void> {
  rmSync(folder.path, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  await folder.guard.release();
}

export function readBrokerLog(folder: BrokerFolder, lines = 20): string {
  try {
    return readFileSync(folder.log, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
  } catch {
    return '(nothing logged)';
  }
}
