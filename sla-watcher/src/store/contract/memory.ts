import { describe, expect, it } from 'vitest';
import type { TelemetrySource } from '../../domain/telemetry-source.ts';
import type { Store, StoredWitness, StoreTx } from '../../ports.ts';
import { HOSTILE_TEXTS, MINUTE, NOON, witness } from './samples.ts';
import type { Subject } from './subject.ts';

export function describeMemory({ store, another }: Subject): void {
  const acquire = (owner: string, wall: number) => store().acquireLease('poll:shop-db', owner, wall, MINUTE);

  describe('a lease', () => {
    it('is taken once, renewed by its owner, and taken over when it has run out', async () => {
      const first = await acquire('a', NOON);
      expect(first).toEqual({ name: 'poll:shop-db', owner: 'a', fence: 1, until: NOON + MINUTE });
      await expect(acquire('b', NOON + MINUTE - 1)).resolves.toBeNull();
      await expect(acquire('a', NOON + 1)).resolves.toMatchObject({ fence: 1, until: NOON + 1 + MINUTE });
      await expect(acquire('b', NOON + 1 + MINUTE)).resolves.toMatchObject({ owner: 'b', fence: 2 });
      await expect(acquire('a', NOON + 2 + MINUTE)).resolves.toBeNull();
    });

    it('given back is free at once, and its fence grows on', async () => {
      await acquire('a', NOON);
      await store().acquireLease('poll:mes-db', 'a', NOON, MINUTE);
      await store().acquireLease('poll:crm-db', 'c', NOON, MINUTE);
      await store().releaseLeases('a');
      await expect(acquire('b', NOON)).resolves.toMatchObject({ fence: 2 });
      await expect(store().acquireLease('poll:mes-db', 'b', NOON, MINUTE)).resolves.not.toBeNull();
      await expect(store().acquireLease('poll:crm-db', 'b', NOON, MINUTE)).resolves.toBeNull();
      await store().releaseLeases('a');
      await expect(acquire('a', NOON)).resolves.toBeNull();
    });

    it('is taken by one of many who try at once', async () => {
      const stores = [store(), another(), another()];
      const leases = await Promise.all(
        stores.map((one, i) => one.acquireLease('x', `owner-${i}`, NOON, MINUTE)),
      );
      expect(leases.filter((lease) => lease !== null)).toHaveLength(1);
    });
  });

  describe('a source of telemetry', () => {
    const source = (instance: string, complete = 0): TelemetrySource => ({
      ...{ witness: 'traces', service: 'mes-api', instance, complete },
      arrived: [[complete + 2, complete + 5]],
      beats: [{ count: 9, at: NOON, seenTo: NOON - 1, heardAt: NOON + 1, isLast: false }],
      ...{ firstAt: NOON, lastBeat: null, completeAt: null, isDead: true },
      ...{ lost: 3, gaps: [{ from: 1, to: 2 }] },
    });
    const transact = <T>(work: (tx: StoreTx) => Promise<T>) => store().transaction(work);
    const lock = (...instances: string[]) =>
      transact((tx) => tx.lockSources(instances.map((instance) => source(instance))));

    it('comes back as it was, in the order that was asked for', async () => {
      expect(await lock('b', 'a')).toEqual([null, null]);
      await transact((tx) => tx.saveSources([source('a', 1), source('b', 2)]));
      expect(await lock('b', 'x', 'a')).toEqual([source('b', 2), null, source('a', 1)]);
      expect(await transact((tx) => tx.lockAllSources())).toEqual([source('a', 1), source('b', 2)]);
    });

    it('is replaced, and removed', async () => {
      await transact((tx) => tx.saveSources([source('a', 1), source('b', 2)]));
      await transact((tx) => tx.saveSources([source('a', 7)]));
      await transact((tx) => tx.removeSources([source('b')]));
      expect(await transact((tx) => tx.lockAllSources())).toEqual([source('a', 7)]);
    });

    it.each(HOSTILE_TEXTS)('may be called %j', async (text) => {
      await transact((tx) => tx.saveSources([source(text)]));
      expect(await lock(text)).toEqual([source(text)]);
    });

    it('heard by many at once loses nothing of what each heard', async () => {
      const stores = [store(), another(), another(), another()];
      const hear = (one: Store) =>
        one.transaction(async (tx) => {
          const [known] = await tx.lockSources([source('a')]);
          await tx.saveSources([source('a', (known?.complete ?? 0) + 1)]);
        });
      await Promise.all(stores.flatMap((one) => [hear(one), hear(one)]));
      expect(await lock('a')).toEqual([source('a', 8)]);
    });
  });

  describe('a witness', () => {
    const save = (stored: StoredWitness) => store().transaction((tx) => tx.saveWitness(stored, null));

    it.each(HOSTILE_TEXTS)('comes back with every field, with %j in its texts', async (text) => {
      const gaps = [{ from: NOON - MINUTE, to: NOON }];
      const blind: StoredWitness = {
        health: {
          ...{ witness: text, state: 'blind', watermark: null, since: NOON, skewMs: -1.5, detail: text },
          gaps,
        },
        cursor: JSON.stringify({ text }),
      };
      await save(witness('shop-db', '{}'));
      await save(blind);
      await save(witness('shop-db'));
      const found = await store().witnesses();
      expect(found).toHaveLength(2);
      expect(found).toContainEqual(blind);
      expect(found).toContainEqual(witness('shop-db'));
    });

    it('is written under a lease only while nobody has taken that over', async () => {
      const lease = (await acquire('a', NOON))!;
      const saveUnder = (name: string, held: typeof lease) =>
        store().transaction(async (tx) => {
          await tx.setSetting('batch', name);
          await tx.saveWitness(witness(name), held);
        });
      await saveUnder('first', lease);
      const next = (await acquire('b', NOON + MINUTE))!;
      await expect(saveUnder('second', lease)).rejects.toMatchObject({ code: 'lease-lost' });
      await expect(store().setting('batch')).resolves.toBe('first');
      await saveUnder('third', next);
      await expect(store().witnesses()).resolves.toHaveLength(2);
      await expect(saveUnder('fourth', { ...next, name: 'never taken' })).rejects.toMatchObject({
        code: 'lease-lost',
      });
    });
  });

  describe('a setting', () => {
    it('is null until it is set, and then what was set last', async () => {
      await expect(store().setting('installed-at')).resolves.toBeNull();
      for (const text of HOSTILE_TEXTS) {
        await store().transaction((tx) => tx.setSetting('installed-at', text));
        await expect(another().setting('installed-at')).resolves.toBe(text);
      }
    });

    it('is set by comparison only when it has the expected value', async () => {
      const set = (expected: string | null, value: string) =>
        store().transaction((tx) => tx.compareAndSet('model', expected, value));
      await expect(set('x', 'v1')).resolves.toBe(false);
      await expect(set(null, 'v1')).resolves.toBe(true);
      await expect(set(null, 'v2')).resolves.toBe(false);
      await expect(set('v1', 'v2')).resolves.toBe(true);
      await expect(set('v1', 'v3')).resolves.toBe(false);
      await expect(store().setting('model')).resolves.toBe('v2');
    });

    it('is set by one of many who compare at once', async () => {
      const stores = [store(), another(), another(), another()];
      const set = await Promise.all(
        stores.map((one, i) => one.transaction((tx) => tx.compareAndSet('first', null, `owner-${i}`))),
      );
      expect(set.filter(Boolean)).toHaveLength(1);
      await expect(store().setting('first')).resolves.toBe(`owner-${set.indexOf(true)}`);
    });
  });
}
