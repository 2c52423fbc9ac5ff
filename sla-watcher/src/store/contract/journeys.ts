import { describe, expect, it } from 'vitest';
import { StoreConflict } from '../../domain/errors.ts';
import type { HopMark } from '../../domain/journey.ts';
import type { JourneyRecord } from '../../domain/journey-record.ts';
import { HOSTILE_TEXTS, NOON, record } from './samples.ts';
import type { Subject } from './subject.ts';

const FULL: Partial<JourneyRecord> = {
  modelVersion: 'sha-1',
  state: 'late',
  stage: 'PRICE_CALCULATED',
  since: NOON - 1,
  startedAt: NOON - 2,
  dueAt: NOON + 3,
  nextAt: NOON + 4,
  alarms: [
    { incident: 'i1', key: 'late|x', dueAt: NOON },
    { incident: 'i2', key: 'y', dueAt: null },
  ],
};

const HOP_MARK: HopMark = {
  ...{ line: '', point: 'failed', system: 'mes', witness: 'traces', at: NOON, nanos: 123_456 },
  ...{ outcome: null, error: null, attempt: null },
  ...{ hop: 'submitted-to-mes', traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), messageId: null },
};

export function describeJourneys({ store }: Subject): void {
  const save = (...records: JourneyRecord[]) => store().transaction((tx) => tx.saveJourneys(records));
  const lock = (...orders: string[]) => store().transaction((tx) => tx.lockJourneys(orders));

  describe('a journey', () => {
    it('comes back with every field as it was, one revision on', async () => {
      const full = record('o1', {
        ...FULL,
        journey: {
          order: 'o1',
          ids: ['M-0042', 'o1'],
          marks: [
            { line: '', stage: 'SUBMITTED', system: 'shop', witness: 'shop-db', kind: 'entered', at: NOON },
            { line: 'ring', stage: 'X', system: 'mes', witness: 'mes-db', kind: 'stated', at: null },
          ],
          hopMarks: [
            { ...HOP_MARK, hop: null },
            {
              ...HOP_MARK,
              line: 'ring',
              outcome: 'nacked',
              error: 'TimeoutError',
              attempt: 3,
              messageId: 'm1',
            },
            { ...HOP_MARK, point: 'dead-lettered', traceId: null, spanId: null },
          ],
          attributes: {
            channel: { value: 'B2B', at: NOON, witness: 'shop-db' },
            polygons: { value: 120_000.5, at: null, witness: 'mes-db' },
            test: { value: false, at: NOON, witness: 'shop-db' },
          },
          called: { 'mes-db': 'M-0042' },
          truncated: true,
        },
      });
      await save(full);
      await expect(store().order('o1')).resolves.toEqual({ ...full, revision: 1 });
      expect((await lock('o1')).get('o1')).toEqual({ ...full, revision: 1 });
    });

    it('comes back with every null it had', async () => {
      const empty = record('o1', { stage: null, since: null, startedAt: null });
      await save(empty);
      await expect(store().order('o1')).resolves.toEqual({ ...empty, revision: 1 });
    });

    it.each(HOSTILE_TEXTS)('keeps %j in its id, its marks and its attributes', async (text) => {
      const mark = { line: text, stage: text, system: text, witness: text, kind: 'seen', at: 0 } as const;
      const attributes = {
        [text]: { value: text, at: 0, witness: text },
        plain: { value: '\0\ud800', at: 0, witness: '' },
      };
      const hostile = record(text, {
        journey: {
          order: text,
          ids: [text],
          marks: [mark],
          hopMarks: [],
          attributes,
          called: { [text]: text },
          truncated: false,
        },
      });
      await save(hostile, record('other'));
      await expect(store().order(text)).resolves.toEqual({ ...hostile, revision: 1 });
      expect([...(await lock(text, 'other')).keys()].sort()).toEqual([text, 'other'].sort());
    });

    it.each(['a\0b', 'a\ud800b'])('is refused whole, and found nowhere, with %j as id', async (id) => {
      await expect(save(record('fine'), record(id))).rejects.toMatchObject({ code: 'unstorable-text' });
      await expect(store().order('fine')).resolves.toBeNull();
      await expect(store().order(id)).resolves.toBeNull();
    });

    it('is found under its aliases too', async () => {
      await store().transaction(async (tx) => {
        await tx.saveJourneys([record('42')]);
        await tx.saveAliases([{ id: 'M-42', order: '42' }]);
      });
      await expect(store().order('M-42')).resolves.toMatchObject({ journey: { order: '42' } });
    });

    it('that is not there has no entry', async () => {
      await save(record('o1'));
      expect([...(await lock('o2', 'o1', 'o3')).keys()]).toEqual(['o1']);
      await expect(store().order('o2')).resolves.toBeNull();
    });
  });

  describe('saving journeys', () => {
    it('counts the revision on, in one transaction and the next', async () => {
      await save(record('o1'));
      await save(record('o1', { revision: 1 }));
      await store().transaction(async (tx) => {
        const loaded = (await tx.lockJourneys(['o1'])).get('o1')!;
        await tx.saveJourneys([{ ...loaded, state: 'late' }]);
        const again = (await tx.lockJourneys(['o1'])).get('o1')!;
        await tx.saveJourneys([{ ...again, stage: 'END' }]);
      });
      await expect(store().order('o1')).resolves.toMatchObject({ revision: 4, state: 'late', stage: 'END' });
    });

    it.each([
      ['a new order that is there', record('old')],
      ['a revision that has passed', record('old', { revision: 1 })],
      ['a revision that is to come', record('old', { revision: 3 })],
      ['a revision of an order that is gone', record('gone', { revision: 1 })],
    ])('refuses all for %s', async (_, stale) => {
      await save(record('old'));
      await save(record('old', { revision: 1 }));
      await expect(save(record('new'), stale)).rejects.toBeInstanceOf(StoreConflict);
      await expect(store().order('new')).resolves.toBeNull();
      await expect(store().order('old')).resolves.toMatchObject({ revision: 2 });
      await expect(store().countByState()).resolves.toMatchObject({ 'on-track': 1 });
    });

    it('takes ten thousand at once, and none', async () => {
      const many = Array.from({ length: 10_000 }, (_, i) => record(`o${i}`, { nextAt: NOON + i }));
      await save(...many);
      await save();
      await store().transaction(async (tx) => {
        const loaded = await tx.lockJourneys(many.map((one) => one.journey.order));
        expect(loaded.size).toBe(10_000);
        await tx.saveJourneys([...loaded.values()].map((one) => ({ ...one, state: 'late' as const })));
      });
      await expect(store().countByState()).resolves.toMatchObject({ 'on-track': 0, late: 10_000 });
    });

    it('after a removal keeps the other journey alone', async () => {
      await save(record('a'), record('b'));
      await store().transaction((tx) => tx.removeJourneys(['a', 'not-there']));
      await expect(store().order('a')).resolves.toBeNull();
      await expect(store().order('b')).resolves.not.toBeNull();
      await expect(store().countByState()).resolves.toMatchObject({ 'on-track': 1 });
    });
  });

  describe('aliases', () => {
    const resolve = async (...ids: string[]) =>
      Object.fromEntries(await store().transaction((tx) => tx.resolveAliases(ids)));
    const saveAliases = (...edges: { id: string; order: string }[]) =>
      store().transaction((tx) => tx.saveAliases(edges));

    it('lead to their order, and other ids to nothing', async () => {
      await saveAliases({ id: 'M-1', order: '1' }, { id: 'P-1', order: '1' });
      await expect(resolve('M-1', '1', 'P-1', 'x')).resolves.toEqual({ 'M-1': '1', 'P-1': '1' });
    });

    it('follow an order that is merged into another, whichever edge came first', async () => {
      await saveAliases({ id: 'c', order: 'b' });
      await saveAliases({ id: 'b', order: 'a' });
      await saveAliases({ id: 'd', order: 'c' });
      await expect(resolve('b', 'c', 'd')).resolves.toEqual({ b: 'a', c: 'a', d: 'a' });
    });

    it('never lead in a circle', async () => {
      await saveAliases({ id: 'a', order: 'b' }, { id: 'b', order: 'a' }, { id: 'c', order: 'c' });
      await expect(resolve('a', 'b', 'c')).resolves.toEqual({ a: 'b' });
    });

    it('and orders share no id: the later of the two is refused', async () => {
      await store().transaction(async (tx) => {
        await tx.saveJourneys([record('1'), record('X-9')]);
        await tx.saveAliases([{ id: 'M-1', order: '1' }]);
      });
      const conflict = { code: 'store-conflict' };
      await expect(saveAliases({ id: 'X-9', order: '1' })).rejects.toMatchObject(conflict);
      await expect(save(record('2'), record('M-1'))).rejects.toMatchObject(conflict);
      await expect(resolve('X-9', 'M-1')).resolves.toEqual({ 'M-1': '1' });
      await expect(store().countByState()).resolves.toMatchObject({ 'on-track': 2 });
    });

    it('take the place of an order that is merged in the same transaction', async () => {
      await save(record('1'), record('X-9'));
      await store().transaction(async (tx) => {
        await tx.removeJourneys(['X-9']);
        await tx.saveAliases([{ id: 'X-9', order: '1' }]);
      });
      await expect(store().order('X-9')).resolves.toMatchObject({ journey: { order: '1' } });
      await expect(store().countByState()).resolves.toMatchObject({ 'on-track': 1 });
    });

    it('of a long chain, saved at once, all lead to its end', async () => {
      const ids = Array.from({ length: 5_000 }, (_, i) => `c${String(i).padStart(5, '0')}`);
      await saveAliases(
        ...ids
          .slice(1)
          .map((id, i) => ({ id, order: ids[i]! }))
          .reverse(),
      );
      const found = await resolve(...ids);
      expect(Object.keys(found)).toHaveLength(4_999);
      expect(new Set(Object.values(found))).toEqual(new Set([ids[0]]));
    });

    it('can be saved again and change their order', async () => {
      await saveAliases({ id: 'x', order: '1' });
      await saveAliases({ id: 'x', order: '1' }, { id: 'y', order: '1' });
      await saveAliases({ id: 'x', order: '2' });
      await expect(resolve('x', 'y')).resolves.toEqual({ x: '2', y: '1' });
    });
  });
}
