/** Very many orders stuck at one hop at once, and what becomes of their incident when its consumer comes back. */
import { setTimeout as sleep } from 'node:timers/promises';
import { startDemo } from '../../scripts/services/demo/platform.ts';
import { count, renderTable } from '../figures.ts';
import { readFlags } from '../flags.ts';
import { makePricedOrders } from './stuck/stuck-orders.ts';
import { startWatcherProgram, type WatcherProgram } from './stuck/watcher-program.ts';
import { provideServers } from './trial/servers.ts';
import { HOP_LIMIT_MS } from './trial/trial-model.ts';

const { sizes, json } = readFlags('Orders whose messages wait in a queue that nobody takes from.', {
  orders: { meaning: 'that are stuck', default: 10_000 },
  patience: { meaning: 'seconds to wait for each step', default: 300 },
});

interface IncidentRow {
  readonly id: string;
  readonly place: string;
  readonly open: number;
  readonly total: number;
  readonly losses: readonly string[];
  readonly resolvedAt: string | null;
}

const POLL_MS = 500;
const servers = await provideServers();
console.error(servers.how);
const demo = await startDemo(servers, { OTEL_SDK_DISABLED: 'true' });
const watcher = await startWatcherProgram(servers, demo).catch(async (error: unknown) => {
  await demo.stop();
  await servers.stop();
  throw error;
});
try {
  const paused = await demo.control('POST', '/faults', { fault: 'consumer-paused', hop: 'price-to-crm' });
  // It has looked at everything once, and what it has then is not the first day's backlog.
  await sleep(5_000);
  const idle = watcher.memory();
  await makePricedOrders(demo, servers.rabbitmqUrl, sizes.orders);
  const dueAt = Date.now() + HOP_LIMIT_MS;
  const told = await until((of) => sum(of, 'total') >= sizes.orders);
  const gathered = Date.now();
  const first = watcher.messages.find(({ at }) => at >= dueAt - HOP_LIMIT_MS);
  const stuck = { messages: watcher.messages.length, memory: watcher.memory() };
  await sleep(3_000);
  const losses = [...new Set((await incidents(watcher)).flatMap((one) => one.losses))].join(', ');
  const before = watcher.messages.length;
  const backAt = Date.now();
  await demo.control('DELETE', `/faults/${String(paused['id'])}`);
  const shrinking: { at: number; open: number }[] = [];
  const proven = await until((of) => {
    shrinking.push({ at: Date.now() - backAt, open: sum(of, 'open') });
    return of.length > 0 && of.every(({ resolvedAt }) => resolvedAt !== null);
  });
  await sleep(3_000);
  const steps = Math.ceil(shrinking.length / 6);
  const results = {
    orders: sizes.orders,
    incidents: told.length,
    toldAs: losses,
    firstMessageMs: first === undefined ? null : first.at - dueAt,
    allGatheredMs: gathered - dueAt,
    messagesWhileStuck: stuck.messages,
    memoryIdleMb: idle,
    memoryStuckMb: stuck.memory,
    resolvedMs: shrinking.at(-1)?.at ?? null,
    leftOpen: sum(proven, 'open'),
    messagesUntilResolved: watcher.messages.length - before,
    memoryUntilResolvedMb: watcher.memory(),
    shrinking: shrinking.filter((_, at) => at % steps === 0 || at === shrinking.length - 1),
  };
  if (json) console.log(JSON.stringify(results, null, 2));
  else print(results);
} finally {
  await watcher.stop();
  await demo.stop();
  await servers.stop();
}

function print({
  shrinking,
  ...figures
}: Record<string, unknown> & { shrinking: { at: number; open: number }[] }) {
  const rows = Object.entries(figures).map(([name, value]) => [
    name,
    typeof value === 'number' ? count(value) : String(value),
  ]);
  console.log(renderTable(['', ''], rows));
  console.log('open orders since the consumer is back:');
  console.log(shrinking.map(({ at, open }) => `  ${(at / 1000).toFixed(0)} s: ${count(open)}`).join('\n'));
  for (const { title } of watcher.messages.slice(0, 12)) console.log(`  ${title.slice(0, 150)}`);
}

/** Of the hop; what is told of witnesses is another matter. */
async function incidents({ url }: WatcherProgram): Promise<readonly IncidentRow[]> {
  const answer = await fetch(`${url}/api/incidents?state=all`);
  const { items } = (await answer.json()) as { items: readonly IncidentRow[] };
  return items.filter(({ place }) => place === 'hop price-to-crm');
}

async function until(holds: (of: readonly IncidentRow[]) => boolean): Promise<readonly IncidentRow[]> {
  const giveUpAt = Date.now() + sizes.patience * 1_000;
  for (;;) {
    const of = await incidents(watcher);
    if (holds(of) || Date.now() > giveUpAt) return of;
    await sleep(POLL_MS);
  }
}

function sum(of: readonly IncidentRow[], key: 'open' | 'total'): number {
  return of.reduce((all, one) => all + one[key], 0);
}
