import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { queryOnce } from '../../scripts/services/cluster/query-once.ts';
import { providePostgres } from '../../scripts/services/postgres.ts';
import { provideRabbitmq } from '../../scripts/services/rabbitmq.ts';

/**
 * P1 and P2: CPU per request and per message of a service with every span exported, against the same
 * service bare. Rounds are interleaved, so that a busy machine is busy for all.
 *
 *   npm exec -- node bench/instrumentation/cost.ts [rounds] [requests a round]
 *
 * PROFILE=folder writes a CPU profile of each variant into it.
 */
const [rounds = 7, requests = 3000] = process.argv.slice(2).map(Number);
const CONCURRENCY = 16;
const REGISTER = join(import.meta.dirname, '../../instrumentation/src/register.ts');

interface Variant {
  name: string;
  nodeArgs: string[];
  env: Record<string, string>;
}

interface Running extends Variant {
  child: ChildProcess;
  port: number;
  perRequest: number[];
  perMessage: number[];
  rss: number;
}

let spansReceived = 0;
const receiver = createServer((incoming, response) => {
  incoming.on('data', (chunk: Buffer) => {
    spansReceived += chunk.length;
  });
  incoming.on('end', () => response.end());
});
receiver.listen(0, '127.0.0.1');
await once(receiver, 'listening');
const endpoint = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;

const postgres = await providePostgres();
const rabbitmq = await provideRabbitmq();
await queryOnce(
  postgres.url,
  'CREATE TABLE IF NOT EXISTS orders (id int PRIMARY KEY, status text) WITH (fillfactor = 50)',
);
await queryOnce(
  postgres.url,
  'INSERT INTO orders SELECT i, $1 FROM generate_series(0, 999) i ON CONFLICT DO NOTHING',
  ['NEW'],
);

const VARIANTS: Variant[] = [
  { name: 'bare', nodeArgs: [], env: {} },
  {
    name: 'orderwatch',
    nodeArgs: ['--import', REGISTER],
    env: { BIND: 'yes', OTEL_EXPORTER_OTLP_ENDPOINT: endpoint },
  },
];

async function startVariant(variant: Variant): Promise<Running> {
  const profile =
    process.env.PROFILE !== undefined
      ? ['--cpu-prof', '--cpu-prof-dir', join(process.env.PROFILE, variant.name)]
      : [];
  const child = spawn(
    process.execPath,
    [...profile, ...variant.nodeArgs, join(import.meta.dirname, 'service.ts')],
    {
      env: { PATH: process.env.PATH, DATABASE_URL: postgres.url, AMQP_URL: rabbitmq.url, ...variant.env },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const [line] = await once(createInterface({ input: child.stdout! }), 'line');
  return { ...variant, child, port: Number(line.split(' ').at(-1)), perRequest: [], perMessage: [], rss: 0 };
}

const agent = new Agent({ keepAlive: true, maxSockets: CONCURRENCY });

function call(port: number, method: string, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request({ port, host: '127.0.0.1', method, path, agent }, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve(text));
    });
    sent.on('error', reject);
    sent.end();
  });
}

const readCpu = async ({ port }: Running): Promise<{ cpuUs: number; handled: number; rss: number }> =>
  JSON.parse(await call(port, 'GET', '/cpu'));

async function roundOfRequests(service: Running, count: number): Promise<number> {
  const before = await readCpu(service);
  let next = 0;
  const work = async () => {
    while (next < count) await call(service.port, 'POST', `/orders/${next++}/submit`);
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
  const after = await readCpu(service);
  service.rss = Math.max(service.rss, after.rss);
  return (after.cpuUs - before.cpuUs) / count;
}

async function roundOfMessages(service: Running, count: number): Promise<number> {
  const before = await readCpu(service);
  await call(service.port, 'POST', `/publish/${count}`);
  for (;;) {
    const now = await readCpu(service);
    if (now.handled - before.handled >= count) return (now.cpuUs - before.cpuUs) / count;
    await sleep(20);
  }
}

const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

const services = [];
for (const variant of VARIANTS) services.push(await startVariant(variant));
for (const service of services) {
  await roundOfRequests(service, requests);
  await roundOfMessages(service, requests);
}
for (let round = 0; round < rounds; round++) {
  for (const service of services) {
    service.perRequest.push(await roundOfRequests(service, requests));
    service.perMessage.push(await roundOfMessages(service, requests));
  }
}
const [bare] = services;
for (const { name, perRequest, perMessage, rss } of services) {
  const ratio = (key: 'perRequest' | 'perMessage', values: number[]) =>
    `${median(values).toFixed(0)} µs ×${(median(values) / median(bare?.[key] ?? [])).toFixed(2)}`;
  console.log(
    `${name.padEnd(12)} request ${ratio('perRequest', perRequest)}   message ${ratio('perMessage', perMessage)}   rss ${(rss / 2 ** 20).toFixed(0)} MB`,
  );
}
console.log(`received ${(spansReceived / 2 ** 20).toFixed(1)} MB of telemetry`);
for (const { child } of services) {
  child.kill('SIGTERM');
  await once(child, 'exit');
}
receiver.closeAllConnections();
receiver.close();
agent.destroy();
await rabbitmq.stop();
await postgres.stop();
