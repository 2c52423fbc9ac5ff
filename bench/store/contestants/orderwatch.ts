import { setTimeout as pause } from 'node:timers/promises';
import { type JourneyRecord, openStore, type Store } from '@orderwatch/sla-watcher';
import pg from 'pg';
import { advance, observationOf, orderId, orderInFlight } from '../sample-orders.ts';
import { type Contestant, inBatches, LOOK_EVERY_MS } from './contestant.ts';

const TICK_LIMIT = 1_000;
const DAY_MS = 86_400_000;

/** Our own store, through its port alone. */
export async function createOrderwatch(name: string, url: string): Promise<Contestant> {
  const store = openStore(url);
  await store.migrate();
  return {
    name,
    writes: '2 rows: journey, observation',
    fill: (from, to, dueAt) =>
      inBatches(from, to, (indexes) =>
        store.transaction((tx) =>
          tx.saveJourneys(indexes.map((index) => orderInFlight(index, dueAt(index)))),
        ),
      ),
    transition: (orders, at) => moveOn(store, orders.map(orderId), at),
    tick: async (now) => (await claimDue(store, now)).length,
    watch: async (onDue) => watchStore(store, onDue),
    settleDown: () => analyse(url),
    close: () => store.close(),
  };
}

async function moveOn(store: Store, orders: readonly string[], at: number): Promise<void> {
  await store.transaction(async (tx) => {
    const stored = await tx.lockJourneys(orders);
    const moved = [...stored.values()].map((record) => advance(record, at));
    await tx.saveJourneys(moved);
    await tx.appendObservations(moved.map((record) => observationOf(record, at)));
  });
}

async function claimDue(store: Store, now: number): Promise<readonly JourneyRecord[]> {
  return store.transaction(async (tx) => {
    const due = await tx.claimDue(now, TICK_LIMIT);
    await tx.saveJourneys(due.map((record) => ({ ...record, state: 'late', nextAt: now + DAY_MS })));
    return due;
  });
}

function watchStore(store: Store, onDue: (index: number) => void): { stop(): Promise<void> } {
  let stopped = false;
  async function run(): Promise<void> {
    while (!stopped) {
      const due = await claimDue(store, Date.now());
      for (const { journey } of due) onDue(Number(journey.order.slice('ord-'.length)));
      if (due.length < TICK_LIMIT) await pause(LOOK_EVERY_MS);
    }
  }
  const running = run();
  return {
    stop() {
      stopped = true;
      return running;
    },
  };
}

async function analyse(url: string): Promise<void> {
  if (!url.startsWith('postgres')) return;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('VACUUM ANALYZE orderwatch.journey');
  await client.end();
}
