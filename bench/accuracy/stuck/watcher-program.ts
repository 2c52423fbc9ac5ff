import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { DemoPlatform } from '../../../scripts/services/demo/platform.ts';
import type { Servers } from '../trial/servers.ts';
import { trialModelText } from '../trial/trial-model.ts';

/** The watcher as people run it: a process, with the console as its channel. */
export interface WatcherProgram {
  readonly url: string;
  /** Instants at which a message was begun, updates included. */
  readonly messages: readonly { readonly at: number; readonly title: string }[];
  /** Resident, in megabytes; the most since it was last asked. */
  memory(): number;
  stop(): Promise<void>;
}

const MAIN = join(import.meta.dirname, '../../../cli/src/main.ts');
const WATCH_MS = 500;
/** A message on the console begins at the margin, its facts are indented. */
const TITLE = /^\S/;

export async function startWatcherProgram(servers: Servers, demo: DemoPlatform): Promise<WatcherProgram> {
  const folder = mkdtempSync(join(tmpdir(), 'orderwatch-stuck-'));
  const model = join(folder, 'orderwatch.yaml');
  const options = {
    names: demo.names,
    eyes: ['broker', 'dead-letters'],
    hasTraces: false,
  } as const;
  writeFileSync(model, trialModelText(options));
  const database = (name: string) => new URL(`/${demo.names}_${name}`, servers.postgresUrl).href;
  const store = `sqlite:${join(folder, 'store.sqlite')}`;
  const child = spawn(process.execPath, [MAIN, 'watch', '-m', model, '--store', store, '--port', '0'], {
    env: {
      PATH: process.env.PATH ?? '',
      SHOP_DATABASE_URL: database('shop'),
      MES_DATABASE_URL: database('mes'),
      RABBITMQ_MANAGEMENT_URL: servers.managementUrl,
      RABBITMQ_METRICS_URL: servers.metricsUrl,
      RABBITMQ_URL: servers.rabbitmqUrl,
      ORDERWATCH_LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'close');
  const messages: { at: number; title: string }[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (TITLE.test(line)) messages.push({ at: Date.now(), title: line });
  });
  const url = await addressOf(child.stderr, ended);
  let most = 0;
  const watching = setInterval(() => {
    most = Math.max(most, residentMb(child.pid));
  }, WATCH_MS);
  return {
    ...{ url, messages },
    memory() {
      const told = Math.max(most, residentMb(child.pid));
      most = 0;
      return told;
    },
    async stop() {
      clearInterval(watching);
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}

function addressOf(stderr: NodeJS.ReadableStream, ended: Promise<unknown>): Promise<string> {
  return new Promise((resolve, reject) => {
    const said: string[] = [];
    createInterface({ input: stderr }).on('line', (line) => {
      const url = /(http:\/\/\S+)$/.exec(line)?.[1];
      if (said.push(line) < 20 && url !== undefined) resolve(url);
      else if (line.includes('"level":50')) console.error(line.slice(0, 300));
    });
    void ended.then(() => reject(new Error(`the watcher ended:\n${said.slice(-10).join('\n')}`)));
  });
}

function residentMb(pid: number | undefined): number {
  try {
    const kb = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Math.round(Number(kb ?? 0) / 1024);
  } catch {
    return 0;
  }
}
