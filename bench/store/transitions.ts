/**
 * How many stage transitions a second are durable: the order is loaded and locked, moved on, written
 * back with its new deadline, and what told so is kept. Run: npm exec -- node bench/store/transitions.ts
 */
import { performance } from 'node:perf_hooks';
import { createContestants } from './contestants/choose.ts';
import type { Contestant } from './contestants/contestant.ts';
import { count, median, renderTable } from '../figures.ts';
import { readFlags } from '../flags.ts';
import { createPicker, EPOCH } from './sample-orders.ts';
import { provideServer, SERVER_FLAG } from './server.ts';

const { sizes, json, only, texts } = readFlags(
  'Durable stage transitions a second, in batches, with many orders in flight.',
  {
    orders: { meaning: 'orders in flight', default: 20_000 },
    rounds: { meaning: 'rounds, in which the contestants take turns', default: 3 },
    batches: { meaning: 'batches in a round', default: 20 },
    batch: { meaning: 'transitions in a batch', default: 1_000 },
    writers: { meaning: 'batches under way at once', default: 2 },
  },
  { postgres: SERVER_FLAG },
);

const HOUR_MS = 3_600_000;
let clock = EPOCH;

/** Returns transitions a second. */
async function playRound(contestant: Contestant, seed: number): Promise<number> {
  const pick = createPicker(seed);
  const batches = Array.from({ length: sizes.batches }, () => pick(sizes.batch, sizes.orders));
  const began = performance.now();
  const left = batches.values();
  const write = async () => {
    for (const orders of left) {
      clock += 1_000;
      await contestant.transition(orders, clock);
    }
  };
  await Promise.all(Array.from({ length: sizes.writers }, write));
  const moved = batches.reduce((sum, { length }) => sum + length, 0);
  return moved / ((performance.now() - began) / 1000);
}

async function play(contestants: readonly Contestant[]): Promise<ReadonlyMap<string, number[]>> {
  const rates = new Map(contestants.map(({ name }) => [name, [] as number[]]));
  for (const contestant of contestants) {
    const dueAt = (index: number) => EPOCH + 10 * 365 * 24 * HOUR_MS + (index % 100_000) * 60_000;
    const began = performance.now();
    await contestant.fill(0, sizes.orders, dueAt);
    await contestant.settleDown();
    const seconds = (performance.now() - began) / 1000;
    console.error(
      `${contestant.name}: filled in ${seconds.toFixed(1)} s, ${count(sizes.orders / seconds)} orders/s`,
    );
  }
  for (let round = 0; round <= sizes.rounds; round += 1) {
    for (const contestant of contestants) {
      const rate = await playRound(contestant, round + 1);
      // The first is for the caches.
      if (round > 0) rates.get(contestant.name)?.push(rate);
      console.error(`round ${round}: ${contestant.name} ${count(rate)}/s`);
    }
  }
  return rates;
}

const server = await provideServer(texts.postgres);
const contestants = await createContestants(server, only);
try {
  const rates = await play(contestants);
  const best = median([...rates.values()][0] ?? []);
  const rows = contestants.map(({ name, writes }) => {
    const rate = median(rates.get(name) ?? []);
    return { name, transitionsPerSecond: Math.round(rate), ofTheFirst: rate / best, writes };
  });
  console.log(
    json
      ? JSON.stringify({ server: server.how, node: process.version, ...sizes, rows }, null, 2)
      : `${server.how}; Node ${process.version}; ${count(sizes.orders)} orders in flight, ${sizes.writers} writers\n${renderTable(
          ['', 'transitions/s', 'ratio', 'a transition writes'],
          rows.map((row) => [
            row.name,
            count(row.transitionsPerSecond),
            row.ofTheFirst.toFixed(2),
            row.writes,
          ]),
        )}`,
  );
} finally {
  for (const contestant of contestants) await contestant.close();
  await server.stop();
}
