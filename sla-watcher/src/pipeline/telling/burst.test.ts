import { expect, test } from 'vitest';
import type { LeaveReason, Member } from '../../domain/incident.ts';
import { withMembers } from '../../incident/lifecycle.ts';
import { notify } from '../../pipeline.ts';
import type { Store } from '../../ports.ts';
import { modelOf, NOON, WORKSHOP } from '../../testing/model.ts';
import { pipelineOver, type TestPipeline, testPipeline } from '../../testing/pipeline.ts';
import { noticeContext } from '../policy.ts';

const MINUTE = 60_000;
const ORDERS = 10_000;
const BATCH = 500;
/** Without hops one event tells all of an order. */
const model = modelOf(
  WORKSHOP.replace(/ {2}shop-db:[\s\S]*?(?=leave_out)/, '')
    .replace(/hops:[\s\S]*?(?=limits:)/, '')
    .replace(/ {2}- \{ (?:promise|hop): .*\n/g, ''),
);
const placed = (order: string, at: number) => ({ order, status: 'PLACED', at: new Date(at).toISOString() });

/** The same store, how often a transaction calls it, and how many members come back. */
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

async function members(p: TestPipeline, limit = ORDERS): Promise<readonly Member[]> {
  const [incident] = await p.store.incidents({ state: 'all', limit: 1 });
  return p.store.members(incident?.id ?? '', { open: true, limit });
}

/** Writes members of the one incident as `raise` does, a batch in a transaction. */
async function keep(p: TestPipeline, all: readonly Member[], change: { joined: number; left: number }) {
  for (let i = 0; i < all.length; i += BATCH) {
    const batch = all.slice(i, i + BATCH);
    await p.store.transaction(async (tx) => {
      const [incident] = [...(await tx.lockIncidents([batch[0]!.incident])).values()];
      const counts = { joined: change.joined * batch.length, left: change.left * batch.length };
      await tx.saveIncidents([withMembers(incident!, counts, p.now, noticeContext('page', model))]);
      await tx.saveMembers(batch);
    });
  }
}

test('a burst of ten thousand is one message, however many join and leave it', async () => {
  const p = await testPipeline(model, NOON);
  const { seen, store } = counted(p.store);
  const told = pipelineOver(store, model, NOON);
  const tellAt = async (ms: number) => {
    told.now = p.now = NOON + 31 * MINUTE + ms;
    Object.assign(seen, { calls: 0, members: 0 });
    await notify(told.deps, 100);
    // Claim, members, save, want; at the end also who left how.
    expect(seen.calls).toBeLessThanOrEqual(6);
    expect(seen.members).toBeLessThanOrEqual(40);
    const rows = await p.store.deliveries({ limit: 9 });
    for (const { message } of rows) expect(JSON.stringify(message).length).toBeLessThan(20_000);
    return rows;
  };
  const leave = async (some: readonly Member[], left: LeaveReason) => {
    await keep(
      p,
      some.map((member) => ({ ...member, left, leftAt: p.now })),
      { joined: 0, left: 1 },
    );
    return p.now;
  };
  p.now = NOON + 31 * MINUTE;
  await p.tell(placed('o0', NOON));
  const [first] = await members(p);
  const others = Array.from({ length: ORDERS - 1 }, (_, i) => ({ ...first!, order: `o${i + 1}` }));
  await keep(p, others, { joined: 1, left: 0 });
  expect(await p.store.incidents({ state: 'all', limit: 9 })).toMatchObject([
    { open: ORDERS, total: ORDERS, revision: 0 },
  ]);

  expect(await tellAt(29_999)).toEqual([]);
  expect(await tellAt(30_000)).toMatchObject([{ wanted: 1, message: { more: ORDERS - 20 } }]);

  const isStraggler = ({ order }: Member) => order === 'o17' || order === 'o4711';
  const all = await members(p);
  const stragglers = all.filter(isStraggler);
  p.now += 10_000;
  const rest = all.filter((member) => !isStraggler(member));
  await leave(rest.slice(0, 5_000), 'proven');
  p.now += 20_000;
  const lastProvenAt = await leave(rest.slice(5_000), 'proven');
  expect(await tellAt(99_999)).toMatchObject([{ wanted: 1 }]);
  const [shrunk, ...more] = await tellAt(100_000);
  expect(more).toEqual([]);
  expect(shrunk).toMatchObject({ wanted: 2, message: { kind: 'update', more: 0 } });
  expect(shrunk?.message.lines.map(({ order }) => order)).toEqual(['o17', 'o4711']);

  await leave(stragglers, 'ended');
  const [over] = await tellAt(160_000);
  expect(over).toMatchObject({ wanted: 3, message: { kind: 'resolved', more: ORDERS - 20 } });
  // Who left otherwise than proven stands first, however many there were; and all are counted.
  expect(over?.message.lines.slice(0, 2).map(({ order }) => order)).toEqual(['o17', 'o4711']);
  expect(over?.message.lines).toHaveLength(20);
  expect(over?.message.facts.find(({ label }) => label === 'How they left')?.value).toBe(
    '9998 proven to have arrived (the last at 12:32), 2 ended',
  );
  const departures = await p.store.transaction((tx) => tx.departures(first!.incident));
  expect(departures).toMatchObject([{ left: 'proven', lastAt: lastProvenAt }, { left: 'ended' }]);
}, 60_000);

test('an incident takes orders for as long as the model says; later ones are another', async () => {
  const p = await testPipeline(model, NOON);
  await p.tell(placed('first', NOON));
  await p.pass(31 * MINUTE, MINUTE);
  for (let hour = 1; hour < 7; hour += 1) {
    p.now = NOON + 31 * MINUTE + hour * 60 * MINUTE;
    await p.tell(placed(`o${hour}`, p.now - 31 * MINUTE));
    await p.pass(2 * MINUTE);
  }
  const incidents = await p.store.incidents({ state: 'open', limit: 9 });
  expect(incidents.map(({ total }) => total).toSorted()).toEqual([1, 6]);
  const known = await Promise.all(incidents.map(({ id }) => p.store.members(id, { open: true, limit: 9 })));
  const names = known.flat().map(({ order }) => order);
  expect(names.toSorted()).toEqual(['first', 'o1', 'o2', 'o3', 'o4', 'o5', 'o6']);
});
