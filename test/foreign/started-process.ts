import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A program under test, as its users would start it. */
export interface StartedProcess {
  /** Waits for a line of its standard output that begins so, and gives it. */
  line(beginning: string): Promise<string>;
  /** Waits for its end, which must be a good one. */
  succeeded(): Promise<void>;
  /** SIGTERM, and its end. */
  stop(): Promise<void>;
}

export interface StartOptions {
  /** Beside PATH nothing else is set. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** The first start of an agent on a busy machine. */
const PATIENCE_MS = 120_000;

export function startProcess(
  program: string,
  args: readonly string[],
  { env = {}, cwd }: StartOptions = {},
): StartedProcess {
  const child = spawn(program, args, {
    env: { PATH: process.env.PATH ?? '', ...env },
    ...(cwd === undefined ? {} : { cwd }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  let errors = '';
  const reader = createInterface({ input: child.stdout });
  reader.on('line', (line) => lines.push(line));
  child.stderr.on('data', (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-20_000);
  });
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const said = () => `${program} ${args.join(' ')}\n${lines.join('\n')}\n${errors}`;
  return {
    async line(beginning) {
      const signal = AbortSignal.timeout(PATIENCE_MS);
      for (;;) {
        const found = lines.find((line) => line.startsWith(beginning));
        if (found !== undefined) return found;
        if (hasEnded(child)) throw new Error(`ended before it said "${beginning}": ${said()}`);
        await Promise.race([once(reader, 'line', { signal }), closed]).catch((cause) => {
          throw new Error(`never said "${beginning}": ${said()}`, { cause });
        });
      }
    },
    async succeeded() {
      await closed;
      if (child.exitCode !== 0) throw new Error(`ended with ${child.exitCode}: ${said()}`);
    },
    async stop() {
      if (!hasEnded(child)) child.kill('SIGTERM');
      await closed;
    },
  };
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
