import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../../../scripts/services/postgres.ts';
import type { Store } from '../../ports.ts';
import { DAY, HOUR, incident, NOON, observation, record } from '../contract/samples.ts';
import { createPostgresStore } from './create-postgres-store.ts';

let database: TestDatabase;
let first: Store;
let second: Store;

beforeAll(async () => {
  database = await createDatabase(inject('postgresUrl'));
});
afterAll(() => database?.drop());

beforeEach(async () => {
  const schema = `s${Math.random().toString(36).slice(2)}`;
  first = createPostgresStore({ url: database.url, schema });
  second = createPostgresStore({ url: database.url, schema });
  await first.migrate();
});
afterEach(async () => {
  await Promise.all([first.close(), second.close()]);
});

/** Something that one transaction waits for and the test, or another transaction, lets happen. */
function gate(): { readonly opened: Promise<void>; open(): void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: resolve };
}

describe('two replicas on one PostgreSQL', () => {
  it('do not wait for what the other has claimed', async () => {
    await first.transaction((tx) =>
      tx.saveJourneys(['a', 'b', 'c'].map((id, i) => record(id, { nextAt: NOON + i }))),
    );
    await first.transaction((tx) =>
      tx.saveIncidents([incident('i1', { notifyAt: NOON }), incident('i2', { key: 'k2', notifyAt: NOON })]),
    );
    const [holding, done] = [gate(), gate()];
    const holder = first.transaction(async (tx) => {
      const due = await tx.claimDue(NOON + HOUR, 2);
      const told = await tx.claimNotices(NOON, 1);
      holding.open();
      await done.opened;
      return [due.length, told.length];
    });
    await holding.opened;
    const other = await second.transaction(async (tx) => ({
      due: (await tx.claimDue(NOON + HOUR, 9)).map(({ journey }) => journey.order),
      otherModel: (await tx.claimOtherModel('v2', 9)).map(({ journey }) => journey.order),
      told: (await tx.claimNotices(NOON, 9)).map(({ id }) => id),
    }));
    expect(other).toEqual({ due: ['c'], otherModel: ['c'], told: ['i2'] });
    done.open();
    await expect(holder).resolves.toEqual([2, 1]);
  });

  it('that lock two orders one by one, crosswise, both get through', async () => {
    await first.transaction((tx) => tx.saveJourneys([record('a'), record('b')]));
    const runs: string[] = [];
    const gates = { a: gate(), b: gate() };
    const cross = (store: Store, mine: 'a' | 'b', theirs: 'a' | 'b') =>
      store.transaction(async (tx) => {
        runs.push(mine);
        const own = (await tx.lockJourneys([mine])).get(mine)!;
        gates[mine].open();
        await gates[theirs].opened;
        const other = (await tx.lockJourneys([theirs])).get(theirs)!;
        await tx.saveJourneys([own, other]);
      });
    await Promise.all([cross(first, 'a', 'b'), cross(second, 'b', 'a')]);
    expect(runs.length).toBeGreaterThan(2);
    await expect(first.order('a')).resolves.toMatchObject({ revision: 3 });
    await expect(first.order('b')).resolves.toMatchObject({ revision: 3 });
  });

  it('bring observations of a month that neither has seen, at once', async () => {
    const bring = (store: Store, from: number) =>
      store.transaction((tx) =>
        tx.appendObservations(
          Array.from({ length: 12 }, (_, i) =>
            observation(`${from + i}`, { at: NOON + (from + i) * 31 * DAY }),
          ),
        ),
      );
    const brought = await Promise.all([
      bring(first, 0),
      bring(second, 6),
      bring(first, 0),
      bring(second, 12),
    ]);
    expect(brought.reduce((a, b) => a + b)).toBe(24);
  });

  it('go on when the other drops a partition that this one knows', async () => {
    const append = (id: string) => first.transaction((tx) => tx.appendObservations([observation(id)]));
    await append('a');
    await second.prune(NOON + 60 * DAY);
    await expect(first.observations('o1', 9)).resolves.toEqual([]);
    await expect(append('b')).resolves.toBe(1);
  });

  it('drop partitions while transactions are under way, and lose nothing younger', async () => {
    const [holding, done] = [gate(), gate()];
    await first.transaction((tx) => tx.appendObservations([observation('old')]));
    const young = { at: NOON + 90 * DAY };
    const holder = first.transaction(async (tx) => {
      await tx.appendObservations([observation('young-1', young)]);
      holding.open();
      await done.opened;
      // A month that is not there yet, while retention waits for this very transaction.
      await tx.appendObservations([observation('young-2', { at: NOON + 130 * DAY })]);
    });
    await holding.opened;
    const pruning = Promise.all([second.prune(NOON + 60 * DAY), first.prune(NOON + 60 * DAY)]);
    await new Promise((resolve) => setTimeout(resolve, 100));
    done.open();
    await holder;
    const counts = await pruning;
    expect(counts.map(({ observations }) => observations).sort()).toEqual([0, 1]);
    const left = await first.observations('o1', 9);
    expect(left.map(({ id }) => id)).toEqual(['young-1', 'young-2']);
  });

  it('count rightly while the counts are added up', async () => {
    const save = (store: Store, from: number) =>
      Promise.all(
        Array.from({ length: 250 }, (_, i) =>
          store.transaction((tx) => tx.saveJourneys([record(`o${from + i}`)])),
        ),
      );
    await Promise.all([save(first, 0), save(second, 1000)]);
    await expect(first.countByState()).resolves.toMatchObject({ 'on-track': 500 });
    const { hours } = await first.startsByHour(0, NOON);
    expect([...hours.values()]).toEqual([500]);
  });

  it('do not commit when a call was not awaited', async () => {
    const careless = first.transaction(async (tx) => {
      void tx.setSetting('a', '1').catch(() => {});
    });
    await expect(careless).rejects.toThrow('not awaited');
    await expect(first.setting('a')).resolves.toBeNull();
  });
});
