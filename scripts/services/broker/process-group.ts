import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

const POLITE_MS = 15_000;
const HARD_MS = 5_000;

export function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
}

/** Ends a child that leads a process group: politely, then all of the group. */
export async function endGroup(child: ChildProcess, politely: boolean): Promise<void> {
  if (hasEnded(child)) return;
  child.ref();
  const ended = new Promise<'ended'>((resolve) => child.once('exit', () => resolve('ended')));
  if (politely) {
    child.kill('SIGTERM');
    if ((await Promise.race([ended, sleep(POLITE_MS, 'running', { ref: false })])) === 'ended') return;
  }
  killGroup(child);
  await Promise.race([ended, sleep(HARD_MS, 'running', { ref: false })]);
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended by itself in between.
  }
}
