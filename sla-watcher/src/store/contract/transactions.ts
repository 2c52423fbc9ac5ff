import { describe, expect, it } from 'vitest';
import { LeaseLost, StoreConflict } from '../../domain/errors.ts';
import type { StoreTx } from '../../ports.ts';
import { incident, member, NOON, observation, record, wanted, witness } from './samples.ts';
import type { Subject } from './subject.ts';

/** Writes one row of each table. */
async function writeEverything(tx: StoreTx): Promise<void> {
  await tx.saveAliases([{ id: 'M-1', order: 'o1' }]);
  await tx.saveJourneys([record('o1')]);
  await tx.appendObservations([observation('a')]);
  await tx.appendRejections(
    [{ witness: 'w', position: 'line 1', reason: 'malformed', detail: 'torn' }],
    NOON,
  );
  await tx.saveIncidents([incident('i1')]);
  await tx.saveMembers([member('i1', 'o1')]);
  await tx.wantDeliveries([wanted('i1', 1)]);
  await tx.saveWitness(witness('shop-db'), null);
  await tx.setSetting('installed-at', '1');
}

export function describeTransactions({ store, another }: Subject): void {
  const counts = async () => ({
    order: await store().order('o1'),
    alias: await store().transaction((tx) => tx.resolveAliases(['M-1'])),
    observations: await store().observations('o1', 10),
    rejections: await store().rejections(10),
    incidents: await store().incidents({ state: 'all', limit: 10 }),
    members: await store().members('i1', { open: false, limit: 10 }),
    deliveries: await store().deliveries({ limit: 10 }),
    witnesses: await store().witnesses(),
    setting: await store().setting('installed-at'),
    states: await store().countByState(),
    starts: await store().startsByHour(0, NOON),
  });

  describe('a transaction', () => {
    it('that throws in the middle leaves nothing behind, counts included', async () => {
      const before = await counts();
      const failing = store().transaction(async (tx) => {
        await writeEverything(tx);
        throw new Error('the judge failed');
      });
      await expect(failing).rejects.toThrow('the judge failed');
      await expect(counts()).resolves.toEqual(before);
    });

    it('shows nothing outside before it is committed, and all after', async () => {
      const before = await counts0(store());
      await store().transaction(async (tx) => {
        await writeEverything(tx);
        await expect(counts0(store())).resolves.toEqual(before);
        await expect(counts0(another())).resolves.toEqual(before);
      });
      await expect(counts0(store())).resolves.toEqual({ order: 'o1', incidents: 1, onTrack: 1 });
    });

    it('returns what its work returned', async () => {
      await expect(store().transaction(async () => 42)).resolves.toBe(42);
    });

    it('is run again after a conflict, from the beginning', async () => {
      let runs = 0;
      await store().transaction(async (tx) => {
        runs += 1;
        await tx.saveJourneys([record(`run-${runs}`)]);
        if (runs < 3) throw new StoreConflict('somebody was faster');
      });
      expect(runs).toBe(3);
      await expect(store().order('run-1')).resolves.toBeNull();
      await expect(store().countByState()).resolves.toMatchObject({ 'on-track': 1 });
    });

    it('gives up after five conflicts and hands on the last', async () => {
      let runs = 0;
      const conflict = new StoreConflict('somebody was faster');
      const hopeless = store().transaction(async () => {
        runs += 1;
        throw conflict;
      });
      await expect(hopeless).rejects.toBe(conflict);
      expect(runs).toBe(5);
    });

    it('is not run again after a failure of its work', async () => {
      let runs = 0;
      const lost = store().transaction(async () => {
        runs += 1;
        throw new LeaseLost('taken over');
      });
      await expect(lost).rejects.toBeInstanceOf(LeaseLost);
      expect(runs).toBe(1);
    });

    it('fails as a whole when a failure within it is caught', async () => {
      const careless = store().transaction(async (tx) => {
        await tx.setSetting('a', '1');
        await tx.saveJourneys([record('new'), record('gone', { revision: 7 })]).catch(() => undefined);
      });
      await expect(careless).rejects.toBeInstanceOf(StoreConflict);
      await expect(store().setting('a')).resolves.toBeNull();
      await expect(store().order('new')).resolves.toBeNull();
    });

    it('can do nothing more after its end', async () => {
      const kept = await store().transaction(async (tx) => tx);
      await expect(kept.setSetting('a', '1')).rejects.toThrow('has ended');
    });

    it('is refused when the store is closed', async () => {
      const closed = another();
      await closed.close();
      await expect(closed.transaction(async () => 1)).rejects.toMatchObject({ code: 'store-unavailable' });
      await expect(closed.order('o1')).rejects.toMatchObject({ code: 'store-unavailable' });
    });
  });

  describe('closing', () => {
    it('waits for the transaction under way, and can be asked twice', async () => {
      const closing = another();
      const running = closing.transaction(async (tx) => {
        await tx.setSetting('a', '1');
        await new Promise((resolve) => setTimeout(resolve, 20));
        await tx.setSetting('b', '2');
      });
      await Promise.all([closing.close(), closing.close()]);
      await running;
      await expect(store().setting('b')).resolves.toBe('2');
    });
  });

  describe('migrating', () => {
    it('can be done by several replicas at once, and again', async () => {
      const replicas = [store(), another(), another()];
      await Promise.all(replicas.map((replica) => replica.migrate()));
      await store().migrate();
      await store().transaction(writeEverything);
    });
  });
}

async function counts0(store: ReturnType<Subject['store']>) {
  const order = (await store.order('o1'))?.journey.order ?? null;
  const incidents = (await store.incidents({ state: 'open', limit: 9 })).length;
  return { order, incidents, onTrack: (await store.countByState())['on-track'] };
}
