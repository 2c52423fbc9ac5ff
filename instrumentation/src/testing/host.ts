import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A service under test, in a process of its own, as its users would start it. */
export interface Host {
  child: ChildProcess;
  /** Waits for a line of its standard output that holds this, and gives it. */
  line(part: string): Promise<string>;
  output(): string;
  errors(): string;
  /** Resolves with the exit code or the signal, once it has ended. */
  ended: Promise<number | string>;
}

const REGISTER = join(import.meta.dirname, '../register.ts');
const HOSTS = join(import.meta.dirname, 'hosts');
const PATIENCE_MS = 20_000;

export interface HostOptions {
  env?: Readonly<Record<string, string>>;
  args?: readonly string[];
  /** Before the program; the default is `--import` of our `register`. */
  nodeArgs?: readonly string[];
}

/** Starts one of the programs in `hosts/`. */
export function startHost(program: string, options: HostOptions = {}): Host {
  const nodeArgs = options.nodeArgs ?? ['--import', REGISTER];
  const child = spawn(process.execPath, [...nodeArgs, join(HOSTS, program), ...(options.args ?? [])], {
    env: { PATH: process.env.PATH ?? '', OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json', ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  let errors = '';
  const reader = createInterface({ input: child.stdout });
  reader.on('line', (line) => lines.push(line));
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const ended = new Promise<number | string>((resolve) => {
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'unknown'));
  });
  return {
    child,
    ended,
    output: () => lines.join('\n'),
    errors: () => errors,
    async line(part) {
      const signal = AbortSignal.any([AbortSignal.timeout(PATIENCE_MS)]);
      for (;;) {
        const found = lines.find((line) => line.includes(part));
        if (found !== undefined) return found;
        await Promise.race([
          once(reader, 'line', { signal }),
          ended.then(() => Promise.reject(new Error('ended'))),
        ]).catch((cause) => {
          throw new Error(`no line with "${part}"; its output:\n${lines.join('\n')}\n${errors}`, { cause });
        });
      }
    },
  };
}
