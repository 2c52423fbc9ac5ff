/**
 * What a look for due orders costs while nothing is due, however many are in flight; and how late
 * deadlines are noticed when many come each second. Run: npm exec -- node bench/store/tick.ts
 */
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { createContestants } from './contestants/choose.ts';
import type { Contestant } from './contestants/contestant.ts';
import { count, median, quantile, renderTable } from '../figures.ts';
import { readFlags } from '../flags.ts';
import { EPOCH } from './sample-orders.ts';
import { provideServer, SERVER_FLAG } from './server.ts';

const { sizes, json, only, texts } = readFlags(
  'The cost of a tick with nothing due, and the lateness of decisions at a rate of deadlines.',
  {
    orders: { meaning: 'orders in flight', default: 20_000 },
    ticks: { meaning: 'ticks measured at each size', default: 200 },
    rounds: { meaning: 'rounds, in which the contestants take turns', default: 3 },
    deadlines: { meaning: 'deadlines a second', default: 1_000 },
    seconds: { meaning: 'seconds of them in a round', default: 5 },
  },
  { postgres: SERVER_FLAG },
);

const FAR_AHEAD = EPOCH + 10 * 365 * 24 * 3_600_000;
/** A tenth of the orders first, to see what the size costs. */
const SIZES = [Math.ceil(sizes.orders / 10), sizes.orders];

interface Found {
  readonly idle: Map<number, number[]>;
  readonly lateness: number[];
}

async function measureIdle(contestant: Contestant, times: number[]): Promise<void> {
  for (let i = 0; i < sizes.ticks; i += 1) {
    const began = performance.now();
    const due = await contestant.tick(EPOCH);
    times.push(performance.now() - began);
    if (due > 0) throw new Error(`${contestant.name} found ${due} orders due, and none is`);
  }
}

async function measureLateness(contestant: Contestant, from: number, lateness: number[]): Promise<void> {
  const total = sizes.deadlines * sizes.seconds;
  const start = Date.now() + 2_000 + total / 5;
  const dueAt = (index: number) => start + ((index - from) * 1_000) / sizes.deadlines;
  await contestant.fill(from, from + total, dueAt);
  const all = Promise.withResolvers<void>();
  let seen = 0;
  const watching = await contestant.watch((index) => {
    lateness.push(Date.now() - dueAt(index));
    seen += 1;
    if (seen === total) all.resolve();
  });
  const patience = pause((total / sizes.deadlines) * 1_000 + 60_000, undefined, { ref: false });
  await Promise.race([all.promise, patience]);
  await watching.stop();
  if (seen !== total) throw new Error(`${contestant.name} noticed ${seen} of ${total} deadlines`);
}

async function play(contestants: readonly Contestant[]): Promise<ReadonlyMap<string, Found>> {
  const found = new Map<string, Found>(
    contestants.map(({ name }) => [name, { idle: new Map(SIZES.map((size) => [size, []])), lateness: [] }]),
  );
  let filled = 0;
  for (const size of SIZES) {
    for (const contestant of contestants) {
      await contestant.fill(filled, size, (index) => FAR_AHEAD + (index % 100_000) * 60_000);
      await contestant.settleDown();
    }
    filled = size;
    for (let round = 0; round < sizes.rounds; round += 1) {
      for (const contestant of contestants)
        await measureIdle(contestant, found.get(contestant.name)!.idle.get(size)!);
    }
  }
  for (let round = 0; round < sizes.rounds; round += 1) {
    const from = sizes.orders + round * sizes.deadlines * sizes.seconds;
    for (const contestant of contestants) {
      await measureLateness(contestant, from, found.get(contestant.name)!.lateness);
      console.error(`round ${round + 1}: ${contestant.name} done`);
    }
  }
  return found;
}

const server = await provideServer(texts.postgres);
const contestants = await createContestants(server, only);
try {
  const found = await play(contestants);
  const rows = contestants.map(({ name }) => {
    const { idle, lateness } = found.get(name)!;
    const idleMs = SIZES.map((size) => median(idle.get(size) ?? []));
    const lateMs = [0.5, 0.99, 1].map((share) => quantile(lateness, share));
    return { name, idleMs, lateMs };
  });
  const columns = ['', ...SIZES.map((size) => `idle, ${count(size)}`), 'late p50', 'late p99', 'late max'];
  const cells = rows.map(({ name, idleMs, lateMs }) => [
    ...[name, ...idleMs.map((ms) => `${ms.toFixed(2)} ms`)],
    ...lateMs.map((ms) => `${Math.round(ms)} ms`),
  ]);
  console.log(
    json
      ? JSON.stringify({ server: server.how, node: process.version, ...sizes, rows }, null, 2)
      : `${server.how}; Node ${process.version}; ${count(sizes.deadlines)} deadlines a second\n${renderTable(columns, cells)}`,
  );
} finally {
  for (const contestant of contestants) await contestant.close();
  await server.stop();
}
