import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, inject, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../../../scripts/services/postgres.ts';
import { tick } from '../pipeline.ts';
import type { Store, StoreTx } from '../ports.ts';
import { createPostgresStore } from '../store/postgres/create-postgres-store.ts';
import { modelOf, NOON, WORKSHOP } from '../testing/model.ts';
import { pipelineOver, type TestPipeline } from '../testing/pipeline.ts';

const MINUTE = 60_000;
const model = modelOf(
  WORKSHOP.replace(/ {2}shop-db:[\s\S]*?(?=leave_out)/, '').replace(/ {2}- \{ promise.*\n/, ''),
);
const placed = (order: string) => [
  { order, status: 'PLACED' },
  { order, status: 'PLACED', system: 'mes' },
];
const linking = { order: '42', status: 'PLACED', aliases: { mes: 'X-9' } };

let database: TestDatabase;
let stores: readonly [Store, Store];

beforeAll(async () => {
  database = await createDatabase(inject('postgresUrl'));
});
afterAll(() => database?.drop());
beforeEach(async () => {
  const schema = `s${Math.random().toString(36).slice(2)}`;
  const open = () => createPostgresStore({ url: database.url, schema });
  stores = [open(), open()];
  await stores[0].migrate();
});
afterEach(() => Promise.all(stores.map((store) => store.close())));

/** The replica of a store; `meeting` comes between it and its transactions. */
function replica(store: Store, meeting: (tx: StoreTx) => Partial<StoreTx> = () => ({})): TestPipeline {
  const met: Store = {
    ...store,
    transaction: (work) => store.transaction((tx) => work({ ...tx, ...meeting(tx) })),
  };
  return pipelineOver(met, model, NOON);
}

function gate() {
  const { promise: opened, resolve: open } = Promise.withResolvers<void>();
  return { opened, open };
}

async function ordersOf(store: Store): Promise<readonly (readonly string[])[]> {
  return (await store.orders({ limit: 100 })).items.map(({ journey }) => journey.ids);
}

describe('An order that comes in while another replica learns that its id is an alias', () => {
  test('is found to be an alias when it is saved later', async () => {
    const [saving, linked] = [gate(), gate()];
    const slow = replica(stores[0], (tx) => ({
      async saveJourneys(records) {
        saving.open();
        await linked.opened;
        await tx.saveJourneys(records);
      },
    }));
    const told = slow.tell({ order: 'X-9', status: 'PLACED', system: 'mes' });
    await saving.opened;
    await replica(stores[1]).tell(linking);
    linked.open();
    await told;
    await expect(ordersOf(stores[0])).resolves.toEqual([['42', 'X-9']]);
    expect((await replica(stores[0]).order()).journey.marks).toHaveLength(2);
  });

  test('is waited for when it was saved first', async () => {
    const [saved, linking_] = [gate(), gate()];
    const slow = replica(stores[0], (tx) => ({
      async saveJourneys(records) {
        await tx.saveJourneys(records);
        saved.open();
        await linking_.opened;
        // The other is at its reservation by now, and waits there.
        await new Promise((resolve) => setTimeout(resolve, 100));
      },
    }));
    const fast = replica(stores[1], (tx) => ({
      saveAliases(edges) {
        linking_.open();
        return tx.saveAliases(edges);
      },
    }));
    const told = slow.tell({ order: 'X-9', status: 'PLACED', system: 'mes' });
    await saved.opened;
    await Promise.all([told, fast.tell(linking)]);
    await expect(ordersOf(stores[0])).resolves.toEqual([['42', 'X-9']]);
    expect((await fast.order()).journey.marks).toHaveLength(2);
  });

  test('is one with it, whoever comes when, also where three systems name it in a ring', async () => {
    const [a, b] = [replica(stores[0]), replica(stores[1])];
    const rounds = Array.from({ length: 30 }, (_, i) => i);
    const told = rounds.flatMap((i) => [
      a.tell({ order: `${i}-a`, status: 'PLACED', aliases: { mes: `${i}-b` } }),
      b.tell({ order: `${i}-b`, status: 'PLACED', aliases: { mes: `${i}-c` } }),
      a.tell({ order: `${i}-c`, status: 'PLACED', system: 'mes' }),
      b.tell({ order: `${i}-c`, status: 'PRICED', aliases: { shop: `${i}-a` } }),
    ]);
    await Promise.all(told);
    const orders = await ordersOf(stores[0]);
    expect(orders.toSorted()).toEqual(rounds.map((i) => [`${i}-a`, `${i}-b`, `${i}-c`]).toSorted());
    const { 'on-track': onTrack } = await stores[0].countByState();
    expect(onTrack).toBe(30);
  });
});

describe('Two replicas at one incident', () => {
  test('that open it in the same millisecond open one, with the orders of both', async () => {
    const [a, b] = [gate(), gate()];
    const meeting = (here: typeof a, there: typeof a) => (tx: StoreTx) => ({
      async lockJoinable(keys: readonly string[], now: number) {
        const found = await tx.lockJoinable(keys, now);
        here.open();
        await there.opened;
        return found;
      },
    });
    const [first, second] = [replica(stores[0], meeting(a, b)), replica(stores[1], meeting(b, a))];
    const p = replica(stores[0]);
    await p.tell(...Array.from({ length: 6 }, (_, i) => placed(`o${i}`)).flat());
    first.now = second.now = p.now = NOON + 30 * MINUTE + 1;
    await Promise.all([tick(first.deps, 3), tick(second.deps, 3)]);
    const [incident, ...others] = await stores[0].incidents({ state: 'all', limit: 9 });
    expect(others).toEqual([]);
    expect(incident).toMatchObject({ total: 6, open: 6 });
    await expect(stores[0].members(incident!.id, { open: true, limit: 9 })).resolves.toHaveLength(6);
  });

  test('of which one merges orders while the other has them leave keep its count right', async () => {
    const [a, b] = [replica(stores[0]), replica(stores[1])];
    const pairs = Array.from({ length: 10 }, (_, i) => [`${i}`, `X-${i}`] as const);
    await a.tell(...pairs.flatMap((pair) => pair.flatMap(placed)));
    await a.pass(31 * MINUTE);
    b.now = a.now;
    await expect(stores[0].incidents({ state: 'all', limit: 9 })).resolves.toMatchObject([
      { total: 20, open: 20 },
    ]);
    const at = new Date(NOON).toISOString();
    await Promise.all(
      pairs.flatMap(([order, alias]) => [
        a.tell({ order, status: 'PLACED', at, aliases: { mes: alias } }),
        b.tell({ order: alias, status: 'PRICED' }),
      ]),
    );
    await expect(stores[0].incidents({ state: 'all', limit: 9 })).resolves.toMatchObject([
      { total: 10, open: 0 },
    ]);
    await a.pass(2 * MINUTE);
    const [incident] = await stores[0].incidents({ state: 'all', limit: 9 });
    expect(incident).toMatchObject({ resolvedAt: expect.any(Number) });
    const left = await stores[0].members(incident!.id, { open: false, limit: 30 });
    expect(left.map(({ order }) => order).sort()).toEqual(pairs.map(([order]) => order));
  });
});
