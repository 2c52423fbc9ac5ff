import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'pg';
import { queryOnce } from '../cluster/query-once.ts';
import { removeTopology } from './remove-topology.ts';

export type Answer = Readonly<Record<string, unknown>>;

/** The demo platform as somebody runs it: processes, and nothing but HTTP, SQL and AMQP to reach them. */
export interface DemoPlatform {
  controlUrl: string;
  urls: Readonly<Record<string, string>>;
  names: string;
  child: ChildProcess;
  output(): string;
  ask(url: string, method?: string, body?: unknown): Promise<{ status: number; body: Answer }>;
  control(method: string, path: string, body?: unknown): Promise<Answer>;
  shop(sql: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  mes(sql: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  services(): Promise<ServiceState[]>;
  isReady(): Promise<boolean>;
  /** How often services were started again, all together. */
  restarts(): Promise<number>;
  /** Polls until the condition holds; how it failed to is in the error. */
  until(what: string, condition: () => Promise<boolean>): Promise<void>;
  /** Until nothing is under way: what has not happened by then will not. */
  quiet(): Promise<void>;
  stop(): Promise<number | string>;
}

export interface ServiceState {
  name: string;
  pid: number;
  state: string;
  restarts: number;
}

const MAIN = join(import.meta.dirname, '../../../demo/src/main.ts');
const PATIENCE_MS = 20_000;
const POLL_MS = 30;

export async function startDemo(
  servers: { postgresUrl: string; rabbitmqUrl: string },
  env: Readonly<Record<string, string>> = {},
): Promise<DemoPlatform> {
  const names = `t${randomBytes(4).toString('hex')}`;
  const child = spawn(process.execPath, [MAIN], {
    env: {
      PATH: process.env.PATH ?? '',
      DEMO_POSTGRES_URL: servers.postgresUrl,
      DEMO_AMQP_URL: servers.rabbitmqUrl,
      DEMO_NAMES: names,
      DEMO_PORT: '0',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => lines.push(line));
  }
  const ended = once(child, 'close').then(([code, signal]) => code ?? signal);
  const until = async (what: string, condition: () => Promise<boolean>) => {
    const giveUpAt = Date.now() + PATIENCE_MS;
    while (!(await condition())) {
      if (Date.now() > giveUpAt) throw new Error(`not in time: ${what}\n${lines.slice(-30).join('\n')}`);
      await sleep(POLL_MS);
    }
  };
  const lineOf = (name: string) => new RegExp(`^${name} +(http://\\S+)$`, 'm').exec(lines.join('\n'))?.[1];
  await until('the platform is ready', async () => lineOf('ready') !== undefined || child.exitCode !== null);
  const controlUrl = lineOf('ready') ?? '';
  const services = ['shop-api', 'crm-api', 'mes-api', 'price-calculator', 'object-storage'];
  const control = async (method: string, path: string, body?: unknown) =>
    (await ask(`${controlUrl}${path}`, method, body)).body;
  const [shop, mes] = [
    poolOf(servers.postgresUrl, `${names}_shop`),
    poolOf(servers.postgresUrl, `${names}_mes`),
  ];
  const readServices = async () => (await control('GET', '/'))['services'] as unknown as ServiceState[];
  return {
    controlUrl,
    services: readServices,
    isReady: async () => (await readServices()).every(({ state }) => state === 'ready'),
    restarts: async () => (await readServices()).reduce((sum, { restarts }) => sum + restarts, 0),
    urls: Object.fromEntries(services.map((name) => [name, lineOf(name) ?? ''])),
    names,
    child,
    output: () => lines.join('\n'),
    ask,
    control,
    shop: async (sql, values) => (await shop.query(sql, values)).rows,
    mes: async (sql, values) => (await mes.query(sql, values)).rows,
    until,
    quiet: () => until('quiet', async () => (await control('GET', '/activity'))['quiet'] === true),
    async stop() {
      child.kill('SIGTERM');
      const how = await ended;
      await Promise.all([shop, mes].map((pool) => pool.ended || pool.end()));
      await removeTopology(servers.rabbitmqUrl, names);
      for (const name of ['shop', 'mes']) {
        await queryOnce(servers.postgresUrl, `DROP DATABASE IF EXISTS ${names}_${name} WITH (FORCE)`);
      }
      return how;
    },
  };
}

async function ask(url: string, method = 'GET', body?: unknown) {
  const isText = typeof body === 'string';
  const response = await fetch(url, {
    method,
    headers: { accept: 'application/json', 'content-type': isText ? 'text/plain' : 'application/json' },
    ...(body === undefined ? {} : { body: isText ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const parsed = text.startsWith('{') ? (JSON.parse(text) as Answer) : {};
  return { status: response.status, body: parsed };
}

/** Kept open: conditions are asked for often. */
function poolOf(serverUrl: string, name: string): Pool {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const pool = new Pool({ connectionString: url.href, max: 2 });
  pool.on('error', () => {});
  return pool;
}
