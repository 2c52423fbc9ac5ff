import { describe, expect, it } from 'vitest';
import type { Store } from '../../ports.ts';
import { HOUR, incident, member, NOON, record } from './samples.ts';
import type { Subject } from './subject.ts';

const KEY = 'late-in-stage|SUBMITTED';

/** Adds a mark to each order, as the fold of one observation does: read, merge, write. */
async function addMarks(store: Store, orders: readonly string[], stage: string): Promise<void> {
  await store.transaction(async (tx) => {
    const stored = await tx.lockJourneys(orders);
    await letOthersRun();
    const mark = { line: '', stage, system: 's', witness: 'w', kind: 'entered', at: NOON } as const;
    await tx.saveJourneys(
      orders.map((order) => {
        const known = stored.get(order) ?? record(order);
        return { ...known, journey: { ...known.journey, marks: [...known.journey.marks, mark] } };
      }),
    );
  });
}

async function stagesOf(store: Store, order: string): Promise<readonly string[]> {
  const found = await store.order(order);
  return (found?.journey.marks ?? []).map(({ stage }) => stage).sort();
}

function letOthersRun(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 2));
}

export function describeConcurrency({ store, another }: Subject): void {
  describe('two transactions at once', () => {
    it('on the same orders in opposite order neither deadlock nor lose an update', async () => {
      const orders = Array.from({ length: 50 }, (_, i) => `o${i}`);
      const second = another();
      await store().transaction((tx) => tx.saveJourneys(orders.map((order) => record(order))));
      const rounds = Array.from({ length: 10 }, (_, i) => [
        addMarks(store(), orders, `A${i}`),
        addMarks(second, orders.toReversed(), `B${i}`),
      ]);
      await Promise.all(rounds.flat());
      const expected = [...Array(10).keys()].flatMap((i) => [`A${i}`, `B${i}`]).sort();
      for (const order of orders) await expect(stagesOf(store(), order)).resolves.toEqual(expected);
    });

    it('on orders that neither has seen before keep what both brought', async () => {
      const orders = Array.from({ length: 50 }, (_, i) => `new-${i}`);
      const second = another();
      await Promise.all([addMarks(store(), orders, 'A'), addMarks(second, orders.toReversed(), 'B')]);
      for (const order of orders) await expect(stagesOf(store(), order)).resolves.toEqual(['A', 'B']);
      await expect(store().countByState()).resolves.toMatchObject({ 'on-track': 50 });
      const { hours } = await store().startsByHour(0, NOON);
      expect([...hours.values()]).toEqual([50]);
    });

    it('on one store take their turns', async () => {
      await Promise.all(Array.from({ length: 20 }, (_, i) => addMarks(store(), ['o1'], `S${i}`)));
      await expect(stagesOf(store(), 'o1')).resolves.toHaveLength(20);
    });

    it('open one incident of a key, and the second joins it', async () => {
      const raise = (from: Store, id: string) =>
        from.transaction(async (tx) => {
          const known = (await tx.lockJoinable([KEY], NOON)).get(KEY);
          await letOthersRun();
          const joined = known === undefined ? incident(id) : { ...known, total: known.total + 1 };
          await tx.saveIncidents([joined]);
          await tx.saveMembers([member(joined.id, `order-of-${id}`)]);
        });
      await Promise.all([raise(store(), 'i1'), raise(another(), 'i2'), raise(another(), 'i3')]);
      const [only, ...rest] = await store().incidents({ state: 'all', limit: 9 });
      expect(rest).toEqual([]);
      expect(only).toMatchObject({ total: 3 });
      await expect(store().members(only!.id, { open: true, limit: 9 })).resolves.toHaveLength(3);
    });
  });

  describe('due work', () => {
    it('comes earliest first, and only what is due', async () => {
      await store().transaction((tx) =>
        tx.saveJourneys([
          record('b', { nextAt: NOON }),
          record('a', { nextAt: NOON - 1 }),
          record('c', { nextAt: NOON + 1 }),
          record('never'),
        ]),
      );
      const due = (limit: number) =>
        store().transaction(async (tx) =>
          (await tx.claimDue(NOON, limit)).map(({ journey }) => journey.order),
        );
      await expect(due(9)).resolves.toEqual(['a', 'b']);
      await expect(due(1)).resolves.toEqual(['a']);
    });

    it('is taken once by many who claim it at once', async () => {
      const orders = Array.from({ length: 60 }, (_, i) => record(`o${i}`, { nextAt: NOON - i }));
      await store().transaction((tx) => tx.saveJourneys(orders));
      const claim = (from: Store) =>
        from.transaction(async (tx) => {
          const due = await tx.claimDue(NOON, 20);
          await letOthersRun();
          await tx.saveJourneys(due.map((one) => ({ ...one, nextAt: NOON + HOUR })));
          return due.map(({ journey }) => journey.order);
        });
      const claimed = (await Promise.all([claim(store()), claim(another()), claim(another())])).flat();
      expect(claimed).toHaveLength(60);
      expect(new Set(claimed).size).toBe(60);
    });

    it('includes every late or undetermined order once those are woken', async () => {
      const undetermined = { state: 'undetermined', nextAt: NOON + HOUR } as const;
      await store().transaction((tx) =>
        tx.saveJourneys([
          record('a', undetermined),
          record('b', { ...undetermined, nextAt: null }),
          record('late', { state: 'late', nextAt: NOON + HOUR }),
          record('well', { nextAt: NOON + HOUR }),
        ]),
      );
      await store().transaction(async (tx) => {
        await expect(tx.wakeUnsure(NOON)).resolves.toBe(3);
        await expect(tx.wakeUnsure(NOON)).resolves.toBe(0);
        const due = await tx.claimDue(NOON, 9);
        expect(due.map(({ journey, nextAt }) => [journey.order, nextAt]).sort()).toEqual([
          ['a', NOON],
          ['b', NOON],
          ['late', NOON],
        ]);
      });
    });

    it('wakes orders that the same transaction then saves', async () => {
      await store().transaction((tx) => tx.saveJourneys([record('a', { state: 'undetermined' })]));
      await store().transaction(async (tx) => {
        const loaded = (await tx.lockJourneys(['a'])).get('a')!;
        await tx.wakeUnsure(NOON);
        await tx.saveJourneys([{ ...loaded, state: 'on-track', nextAt: null }]);
      });
      await expect(store().order('a')).resolves.toMatchObject({ state: 'on-track', nextAt: null });
    });
  });

  describe('orders judged under another model', () => {
    const redue = (model: string, limit: number) =>
      store().transaction(async (tx) => {
        const claimed = await tx.claimOtherModel(model, limit);
        await tx.saveJourneys(claimed.map((one) => ({ ...one, modelVersion: model })));
        return claimed.map(({ journey }) => journey.order);
      });

    it('are all found, bit by bit, and the ended are left alone', async () => {
      const orders = Array.from({ length: 25 }, (_, i) =>
        record(`o${i}`, { modelVersion: i % 5 === 0 ? 'v2' : 'v1' }),
      );
      await store().transaction((tx) => tx.saveJourneys([...orders, record('over', { state: 'ended' })]));
      const found: string[] = [];
      for (let claimed = await redue('v2', 8); claimed.length > 0; claimed = await redue('v2', 8))
        found.push(...claimed);
      expect(found).toHaveLength(20);
      expect(new Set(found).size).toBe(20);
      await expect(redue('v1', 100)).resolves.toHaveLength(25);
    });

    it('are found again after a rollback', async () => {
      await store().transaction((tx) => tx.saveJourneys([record('a'), record('b')]));
      const failing = store().transaction(async (tx) => {
        await tx.claimOtherModel('v2', 1);
        throw new Error('the judge failed');
      });
      await expect(failing).rejects.toThrow();
      expect([...(await redue('v2', 9)), ...(await redue('v2', 9))].sort()).toEqual(['a', 'b']);
    });

    it('that come in behind a sweep are found by the next', async () => {
      await store().transaction((tx) => tx.saveJourneys([record('m')]));
      await redue('v2', 9);
      await another().transaction((tx) => tx.saveJourneys([record('a', { modelVersion: 'v1' })]));
      await expect(redue('v2', 9)).resolves.toEqual(['a']);
    });
  });
}
