import { expect, test } from 'vitest';
import type { Member } from '../../domain/incident.ts';
import { notify } from '../../pipeline.ts';
import type { Store } from '../../ports.ts';
import { modelOf, NOON, WORKSHOP } from '../../testing/model.ts';
import { pipelineOver, testPipeline } from '../../testing/pipeline.ts';

const MINUTE = 60_000;
const ORDERS = 10_000;
const BATCH = 500;
/** Without hops one event tells all of an order. */
const model = modelOf(
  WORKSHOP.replace(/ {2}shop-db:[\s\S]*?(?=leave_out)/, '')
    .replace(/hops:[\s\S]*?(?=limits:)/, '')
    .replace(/ {2}- \{ (?:promise|hop): .*\n/g, ''),
);

/** The same store, and how often a transaction calls it, with what comes back. */
function counted(store: Store) {
  const seen = { calls: 0, members: 0 };
  const transaction: Store['transaction'] = (work) =>
    store.transaction((tx) => {
      const calls = Object.entries(tx).map(([name, call]) => [
        name,
        async (...args: never[]) => {
          seen.calls += 1;
          const result = await (call as (...args: never[]) => Promise<unknown>)(...args);
          if (/members|stragglers/i.test(name) && Array.isArray(result)) seen.members += result.length;
          return result;
        },
      ]);
      return work(Object.fromEntries(calls) as typeof tx);
    });
  return { seen, store: { ...store, transaction } };
}

test('a burst of ten thousand is one message, however many join and leave it', async () => {
  const p = await testPipeline(model, NOON);
  const { seen, store } = counted(p.store);
  const q = pipelineOver(store, model, NOON);
  const orders = Array.from({ length: ORDERS }, (_, i) => `o${i}`);
  const inBatches = async (step: (batch: readonly string[]) => Promise<unknown>) => {
    for (let i = 0; i < ORDERS; i += BATCH) await step(orders.slice(i, i + BATCH));
  };
  const tellAt = async (ms: number) => {
    q.now = NOON + ms;
    Object.assign(seen, { calls: 0, members: 0 });
    await notify(q.deps, 100);
    // Claim, members, save, want; at the end also who left how.
    expect(seen.calls).toBeLessThanOrEqual(6);
    expect(seen.members).toBeLessThanOrEqual(40);
    const rows = await p.store.deliveries({ limit: 9 });
    for (const { message } of rows) expect(JSON.stringify(message).length).toBeLessThan(20_000);
    return rows;
  };
  const placedAt = new Date(NOON - 31 * MINUTE + 1).toISOString();
  const installed = pipelineOver(store, model, NOON, NOON - 60 * MINUTE);
  await inBatches((batch) =>
    installed.tell(...batch.map((order) => ({ order, status: 'PLACED', at: placedAt }))),
  );
  const incidents = await p.store.incidents({ state: 'all', limit: 9 });
  expect(incidents).toMatchObject([{ open: ORDERS, total: ORDERS, revision: 0 }]);

  expect(await tellAt(29_000)).toEqual([]);
  expect(await tellAt(30_000)).toMatchObject([{ wanted: 1, message: { more: ORDERS - 20 } }]);

  // All but two go on, over half a minute; two are cancelled last.
  installed.now = NOON + 40_000;
  await inBatches(async (batch) => {
    const moved = batch.filter((order) => order !== 'o17' && order !== 'o4711');
    await installed.tell(...moved.map((order) => ({ order, status: 'PRICED' })));
    installed.now += 1_000;
  });
  const priced = installed.now - 1_000;
  expect(await tellAt(99_000)).toMatchObject([{ wanted: 1 }]);
  const [row, ...others] = await tellAt(100_000);
  expect(others).toEqual([]);
  expect(row).toMatchObject({ wanted: 2, message: { kind: 'update', more: 0 } });
  expect(row?.message.lines.map(({ order }) => order)).toEqual(['o17', 'o4711']);

  installed.now = NOON + 110_000;
  await installed.tell({ order: 'o17', status: 'CANCELLED' }, { order: 'o4711', status: 'CANCELLED' });
  const [over] = await tellAt(170_000);
  expect(over).toMatchObject({ wanted: 3, message: { kind: 'resolved', more: ORDERS - 20 } });
  // Who left otherwise than by going on stands first, however many there were.
  expect(over?.message.lines.slice(0, 2).map(({ order }) => order)).toEqual(['o17', 'o4711']);
  expect(over?.message.lines).toHaveLength(20);
  expect(over?.message.facts.map(({ value }) => value)).toContain(`${ORDERS - 2} moved on, 2 ended`);
  const [incident] = incidents;
  const departures = await p.store.transaction((tx) => tx.departures(incident!.id));
  expect(departures).toMatchObject([
    { left: 'moved', count: ORDERS - 2, lastAt: priced },
    { left: 'ended', count: 2, lastAt: NOON + 110_000 },
  ]);
}, 120_000);

test('an incident takes orders for as long as the model says; later ones are another', async () => {
  const p = await testPipeline(model, NOON);
  const late = (order: string, at: number) => ({ order, status: 'PLACED', at: new Date(at).toISOString() });
  await p.tell(late('first', NOON));
  await p.pass(31 * MINUTE, MINUTE);
  for (let hour = 1; hour < 7; hour += 1) {
    p.now = NOON + 31 * MINUTE + hour * 60 * MINUTE;
    await p.tell(late(`o${hour}`, p.now - 31 * MINUTE));
    await p.pass(2 * MINUTE);
  }
  const incidents = await p.store.incidents({ state: 'open', limit: 9 });
  expect(incidents.map(({ total }) => total).toSorted()).toEqual([1, 6]);
  const members = await Promise.all(incidents.map(({ id }) => p.store.members(id, { open: true, limit: 9 })));
  const names = (some: readonly Member[]) => some.map(({ order }) => order);
  expect(names(members.flat()).toSorted()).toEqual(['first', 'o1', 'o2', 'o3', 'o4', 'o5', 'o6']);
});
