import { describe, expect, it } from 'vitest';
import type { Observation } from '../../domain/observation.ts';
import { DAY, HOSTILE_TEXTS, NOON, observation } from './samples.ts';
import type { Subject } from './subject.ts';

export function describeObservations({ store, another }: Subject): void {
  const append = (...observations: Observation[]) =>
    store().transaction((tx) => tx.appendObservations(observations));

  describe('an observation', () => {
    it('comes back with every field as it was', async () => {
      const full = observation('a', {
        line: 'ring',
        kind: 'stamped',
        attributes: { channel: 'B2B', polygons: 1.5, test: true },
        aliases: ['M-1', 'P-1'],
      });
      const bare = observation('b', { kind: 'stated', at: null });
      await append(full, bare);
      await expect(store().observations('o1', 10)).resolves.toEqual([full, bare]);
    });

    it.each(HOSTILE_TEXTS)('keeps %j in every field', async (text) => {
      const fields = { order: text, line: text, witness: text, system: text, stage: text, aliases: [text] };
      const hostile = observation(text, { ...fields, attributes: { [text]: text, nul: '\0' } });
      await append(hostile);
      await expect(store().observations(text, 10)).resolves.toEqual([hostile]);
    });

    it.each([{ id: 'a\0' }, { order: 'a\0' }, { order: '\ud800' }])(
      'is refused whole with %j',
      async (fields) => {
        await expect(append(observation('fine'), observation('b', fields))).rejects.toMatchObject({
          code: 'unstorable-text',
        });
        await expect(store().observations('o1', 10)).resolves.toEqual([]);
        await expect(store().observations('a\0', 10)).resolves.toEqual([]);
      },
    );

    it('told twice is one, in one batch and in two', async () => {
      await expect(append(observation('a'), observation('b'), observation('a'))).resolves.toBe(2);
      await expect(append(observation('a'), observation('c'))).resolves.toBe(1);
      await expect(append(observation('a', { at: null }))).resolves.toBe(1);
      await expect(append(observation('a', { at: null }))).resolves.toBe(0);
      await expect(append()).resolves.toBe(0);
      await expect(store().observations('o1', 10)).resolves.toHaveLength(4);
    });

    it('has a place whatever its time', async () => {
      const ends = [Number.MIN_SAFE_INTEGER, -1, 0, NOON - 3000 * DAY, NOON, NOON + 3000 * DAY, 2 ** 53 - 2];
      const all = ends.map((at, i) => observation(`t${i}`, { at }));
      await expect(append(...all.toReversed())).resolves.toBe(ends.length);
      await expect(store().observations('o1', 100)).resolves.toEqual(all);
    });
  });

  describe('the observations of an order', () => {
    it('come by time, those without one last, and no more than asked for', async () => {
      await append(
        observation('late', { at: NOON + 1 }),
        observation('timeless', { at: null, kind: 'stated' }),
        observation('early', { at: NOON - 40 * DAY }),
        observation('other', { order: 'o2' }),
      );
      const ids = async (limit: number) => (await store().observations('o1', limit)).map(({ id }) => id);
      await expect(ids(10)).resolves.toEqual(['early', 'late', 'timeless']);
      await expect(ids(2)).resolves.toEqual(['early', 'late']);
    });

    it('include those of an order that was merged into it', async () => {
      await append(observation('a', { order: 'M-1' }), observation('b', { order: 'P-1', at: null }));
      await append(observation('c', { order: '1', at: NOON + 1 }));
      await store().transaction((tx) =>
        tx.saveAliases([
          { id: 'M-1', order: '1' },
          { id: 'P-1', order: 'M-1' },
        ]),
      );
      const found = await store().observations('1', 10);
      expect(found.map(({ id, order }) => [id, order])).toEqual([
        ['a', '1'],
        ['c', '1'],
        ['b', '1'],
      ]);
      await expect(store().observations('M-1', 2)).resolves.toEqual(found.slice(0, 2));
    });

    it('merged from two with thousands come by time all the same, no more than asked for', async () => {
      const all = Array.from({ length: 6_000 }, (_, i) =>
        observation(`x${i}`, { order: i % 3 === 0 ? 'z' : 'a', at: NOON - i * 1_000 }),
      );
      await append(...all);
      await store().transaction((tx) => tx.saveAliases([{ id: 'z', order: 'a' }]));
      const found = await store().observations('a', 100);
      expect(found.map(({ id }) => id)).toEqual(Array.from({ length: 100 }, (_, i) => `x${5_999 - i}`));
    });
  });

  describe('all observations', () => {
    it('are streamed order by order, in order of time', async () => {
      const all = Array.from({ length: 5_000 }, (_, i) =>
        observation(`x${i}`, { order: `o${i % 7}`, at: i % 11 === 0 ? null : NOON - i * DAY }),
      );
      await append(...all);
      const seen: Observation[] = [];
      for await (const one of another().allObservations()) seen.push(one);
      expect(seen).toHaveLength(5_000);
      for (let i = 0; i < 7; i += 1) {
        const expected = all.filter((one) => one.order === `o${i}`).sort(byTimeThenId);
        expect(seen.filter((one) => one.order === `o${i}`)).toEqual(expected);
      }
      const changes = seen.filter((one, i) => i > 0 && one.order !== seen[i - 1]!.order);
      expect(changes).toHaveLength(6);
    });

    it('include merged orders, each once and in one piece', async () => {
      const all = Array.from({ length: 9_000 }, (_, i) =>
        observation(`x${i}`, { order: `o${i % 150}`, at: i % 11 === 0 ? null : NOON - i * DAY }),
      );
      await append(...all);
      // o0 to o119 are of another id each; of `big` most are.
      const heirOf = (order: string) => (Number(order.slice(1)) < 120 ? `m-${order}` : 'big');
      const known = all.filter(({ order }) => Number(order.slice(1)) < 140);
      const orders = [...new Set(known.map(({ order }) => order))];
      await store().transaction((tx) =>
        tx.saveAliases(orders.map((order) => ({ id: order, order: heirOf(order) }))),
      );
      const seen: Observation[] = [];
      for await (const one of store().allObservations()) seen.push(one);
      expect(seen).toHaveLength(9_000);
      const expected = Map.groupBy(all, ({ order }) =>
        Number(order.slice(1)) < 140 ? heirOf(order) : order,
      );
      expect(Map.groupBy(seen, ({ order }) => order).size).toBe(expected.size);
      for (const [order, group] of expected) {
        const found = seen.filter((one) => one.order === order);
        expect(found).toEqual(group.sort(byTimeThenId).map((one) => ({ ...one, order })));
      }
      const changes = seen.filter((one, i) => i > 0 && one.order !== seen[i - 1]!.order);
      expect(changes).toHaveLength(expected.size - 1);
    });

    it('can be left in the middle, and the store goes on', async () => {
      await append(...Array.from({ length: 3_000 }, (_, i) => observation(`x${i}`)));
      for await (const one of store().allObservations()) {
        expect(one.order).toBe('o1');
        break;
      }
      await expect(append(observation('more'))).resolves.toBe(1);
    });
  });

  describe('rejections', () => {
    it('come back, the newest first, with whatever a hostile source wrote', async () => {
      const refuse = (position: string, at: number) =>
        store().transaction((tx) =>
          tx.appendRejections([{ witness: 'w', position, reason: 'malformed', detail: 'a\0b\ud800' }], at),
        );
      await refuse('line 1', NOON);
      for (const [i, text] of HOSTILE_TEXTS.entries()) await refuse(text, NOON + 1 + i);
      const found = await store().rejections(HOSTILE_TEXTS.length + 5);
      expect(found.map(({ position }) => position)).toEqual([...HOSTILE_TEXTS.toReversed(), 'line 1']);
      expect(found.at(-1)).toEqual({
        witness: 'w',
        position: 'line 1',
        reason: 'malformed',
        detail: 'a␀b\uFFFD',
        at: NOON,
      });
      await expect(store().rejections(1)).resolves.toHaveLength(1);
    });
  });
}

function byTimeThenId(a: Observation, b: Observation): number {
  if (a.at === b.at) return a.id < b.id ? -1 : 1;
  return (a.at ?? Number.POSITIVE_INFINITY) - (b.at ?? Number.POSITIVE_INFINITY);
}
