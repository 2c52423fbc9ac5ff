import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const COMMAND = fileURLToPath(new URL('../../cli/src/main.ts', import.meta.url));

/** One watcher process, which dies without warning and is started again. */
export interface Replica {
  /** SIGKILL, then a new process. Resolves when the old one is gone. */
  killAndRestart(): Promise<void>;
  stop(): Promise<void>;
  /** The last of what it wrote to stderr, for a failed run. */
  log(): string;
}

export function startReplica(environment: Readonly<Record<string, string>>): Replica {
  let output = '';
  const start = (): ChildProcess => {
    const child = spawn(process.execPath, [COMMAND, 'watch'], {
      env: { PATH: process.env.PATH, ...environment },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-20_000);
    });
    return child;
  };
  let child = start();
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  };
  return {
    async killAndRestart() {
      await end('SIGKILL');
      child = start();
    },
    stop: () => end('SIGTERM'),
    log: () => output,
  };
}
