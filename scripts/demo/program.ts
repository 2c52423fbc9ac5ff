import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { guardOrphans } from '../services/machine/orphan-guard.ts';

/** One of the programs that the demo consists of. */
export interface Program {
  name: string;
  /** Waits for a line that holds this, and gives it. */
  line(part: string): Promise<string>;
  /** Resolves when it has ended by itself or was stopped. */
  ended: Promise<void>;
  stop(): Promise<void>;
}

export interface ProgramOptions {
  name: string;
  args: readonly string[];
  env: NodeJS.ProcessEnv;
  onLine(line: string): void;
}

const STOP_MS = 40_000;

/** Starts a program with the Node that runs us; it does not outlive us, however we end. */
export function startProgram({ name, args, env, onLine }: ProgramOptions): Program {
  // A process group of its own: a Ctrl-C is for us, and we stop the programs in good order.
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const guard = guardOrphans('kill -TERM "$1"', [String(child.pid)]);
  const lines: string[] = [];
  const awaited = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      if (lines.push(line) > 200) lines.shift();
      onLine(line);
      for (const look of awaited) look();
    });
  }
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  return {
    name,
    ended,
    line: (part) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = lines.find((line) => line.includes(part));
          if (found === undefined) return;
          awaited.delete(look);
          resolve(found);
        };
        awaited.add(look);
        look();
        void ended.then(() => reject(new Error(`${name} ended before it was ready`)));
      }),
    async stop() {
      await stopChild(child, ended);
      await guard.release();
    },
  };
}

async function stopChild(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  await ended;
  clearTimeout(timer);
}
