/**
 * P4 from OTLP bytes to commit: status changes of many orders are posted to a whole watcher over HTTP,
 * gzipped protobuf as a Collector sends it, and count when they are acknowledged, which is after the
 * commit.
 * Run: npm exec -- node bench/otlp/to-commit.ts
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { gzipSync } from 'node:zlib';
import { createLogger, openStore, startWatcher, systemClock } from '@orderwatch/sla-watcher';
import { count, median, renderTable } from '../figures.ts';
import { readFlags } from '../flags.ts';
import { provideServer, SERVER_FLAG } from '../store/server.ts';
import { loadBenchModel } from './bench-model.ts';
import { encodeStatusChanges } from './status-changes.ts';

const { sizes, json, only, texts } = readFlags(
  'Durable status changes a second, from OTLP bytes over HTTP to commit.',
  {
    orders: { meaning: 'orders that are moved on', default: 20_000 },
    batch: { meaning: 'spans in a request', default: 1_000 },
    senders: { meaning: 'requests under way at once', default: 4 },
    rounds: { meaning: 'rounds: in each every order takes one step', default: 4 },
  },
  { postgres: SERVER_FLAG },
);

interface Contestant {
  readonly name: string;
  /** Resolves when all of the body is durable. */
  take(body: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

const model = loadBenchModel();
const server = await provideServer(texts.postgres);
const folder = mkdtempSync(join(tmpdir(), 'orderwatch-bench-'));
const STORES: readonly (readonly [name: string, url: () => Promise<string>])[] = [
  ['PostgreSQL', () => server.createDatabase()],
  ['SQLite', async () => `sqlite:${join(folder, 'store.sqlite')}`],
];

async function watcherOn(name: string, url: string): Promise<Contestant> {
  const store = openStore(url);
  await store.migrate();
  const watcher = await startWatcher({
    ...{ model, store, clock: systemClock, routes: new Map(), witnesses: [] },
    listen: { host: '127.0.0.1', port: 0, token: null },
    retentionMs: 400 * 86_400_000,
    log: createLogger({ level: 'silent', secrets: [], pretty: false }),
    version: 'bench',
  });
  const headers = { 'content-type': 'application/x-protobuf', 'content-encoding': 'gzip' };
  return {
    name,
    async take(body) {
      const answer = await fetch(`${watcher.url}/v1/traces`, { method: 'POST', headers, body });
      const said = await answer.bytes();
      // Empty is a full success: something partly refused would be told.
      if (answer.status !== 200 || said.length > 0) throw new Error(`${name} answered ${answer.status}`);
    },
    close: () => watcher.stop(10_000),
  };
}

/** Returns status changes a second. */
async function playRound({ take }: Contestant, round: number): Promise<number> {
  const bodies: Uint8Array[] = [];
  for (let from = 0; from < sizes.orders; from += sizes.batch) {
    const until = Math.min(from + sizes.batch, sizes.orders);
    bodies.push(gzipSync(encodeStatusChanges({ from, until, step: round, now: Date.now() })));
  }
  const left = bodies.values();
  const began = performance.now();
  const send = async () => {
    for (const body of left) await take(body);
  };
  await Promise.all(Array.from({ length: sizes.senders }, send));
  return sizes.orders / ((performance.now() - began) / 1000);
}

const contestants: Contestant[] = [];
try {
  for (const [name, url] of STORES) {
    if (only.length > 0 && !only.some((part) => name.includes(part))) continue;
    contestants.push(await watcherOn(name, await url()));
  }
  const rates = new Map(contestants.map(({ name }) => [name, [] as number[]]));
  for (let round = 0; round <= sizes.rounds; round += 1) {
    for (const contestant of contestants) {
      const rate = await playRound(contestant, round);
      // The first creates the orders.
      if (round > 0) rates.get(contestant.name)?.push(rate);
      console.error(`round ${round}: ${contestant.name} ${count(rate)}/s`);
    }
  }
  const rows = contestants.map(({ name }) => ({
    name,
    changesPerSecond: Math.round(median(rates.get(name) ?? [])),
  }));
  console.log(
    json
      ? JSON.stringify({ server: server.how, node: process.version, ...sizes, rows }, null, 2)
      : `${server.how}; Node ${process.version}; ${count(sizes.orders)} orders, ${sizes.senders} senders\n${renderTable(
          ['', 'changes/s'],
          rows.map((row) => [row.name, count(row.changesPerSecond)]),
        )}`,
  );
} finally {
  for (const contestant of contestants) await contestant.close();
  await server.stop();
  rmSync(folder, { recursive: true });
}
