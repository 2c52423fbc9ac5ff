import { describe, expect, it } from 'vitest';
import type { Incident, Member } from '../../domain/incident.ts';
import { HOSTILE_TEXTS, HOUR, incident, MINUTE, member, NOON } from './samples.ts';
import type { Subject } from './subject.ts';

const KEY = 'late-in-stage|SUBMITTED';

export function describeIncidents({ store }: Subject): void {
  const save = (...incidents: Incident[]) => store().transaction((tx) => tx.saveIncidents(incidents));
  const change = (...incidents: Incident[]) =>
    store().transaction(async (tx) => {
      await tx.lockIncidents(incidents.map(({ id }) => id));
      await tx.saveIncidents(incidents);
    });
  const joinable = async (now: number, ...keys: string[]) => {
    const found = await store().transaction((tx) => tx.lockJoinable(keys, now));
    return [...found].map(([key, { id }]) => [key, id]);
  };

  it('is told anew on demand, as long as it is not resolved', async () => {
    await save(
      incident('told', { notifyAt: null }),
      incident('waiting', { key: 'w', notifyAt: NOON + HOUR }),
      incident('over', { key: 'o', notifyAt: null, resolvedAt: NOON }),
    );
    await expect(store().transaction((tx) => tx.noticeUnresolved(NOON, 'kept'))).resolves.toBe(2);
    const due = await store().transaction((tx) => tx.claimNotices(NOON, 10));
    expect(due.map(({ id }) => id).sort()).toEqual(['told', 'waiting']);
  });

  it('is due at once on demand, as one of which nobody was told; resolved ones stay as they are', async () => {
    const told = { toldAt: NOON, posts: 2, acknowledged: { at: NOON, by: 'Ann', total: 1, lapsedAt: null } };
    await save(incident('open', told), incident('over', { key: 'o', resolvedAt: NOON, ...told }));
    await expect(store().transaction((tx) => tx.noticeUnresolved(NOON, 'forgotten'))).resolves.toBe(1);
    await expect(store().incident('open')).resolves.toEqual(
      incident('open', { ...told, toldAt: null, notifyAt: NOON }),
    );
    await expect(store().incident('over')).resolves.toMatchObject({ toldAt: NOON, notifyAt: null });
  });

  describe('an incident', () => {
    it('comes back with every field as it was, also after a change of each', async () => {
      const first = incident('i1', { notifyAt: NOON + 1, detail: 'the Collector is down' });
      const second: Incident = {
        ...{ id: 'i1', key: 'other', kind: 'witness', severity: 'digest', rule: 'r', place: 'p' },
        ...{
          openedAt: 1,
          joinUntil: 2,
          resolvedAt: 3,
          total: 4,
          open: 0,
          revision: 6,
          notifyAt: null,
          detail: null,
          losses: ['waiting', 'lost-in-broker'],
          frozen: 7,
          toldAt: NOON,
          escalatedAt: NOON + 1,
          changedAt: NOON + 2,
          handledAt: NOON + 3,
          posts: 4,
          postedAt: NOON + 5,
          acknowledged: { at: NOON + 6, by: 'Ann', total: 7, lapsedAt: NOON + 8 },
          snoozedUntil: NOON + 9,
        },
      };
      await save(first);
      await expect(store().incident('i1')).resolves.toEqual(first);
      await change(second);
      await expect(store().incident('i1')).resolves.toEqual(second);
      await store().transaction(async (tx) => {
        expect((await tx.lockIncidents(['i1', 'none'])).get('i1')).toEqual(second);
      });
    });

    it.each(HOSTILE_TEXTS)('keeps %j in its id, key and detail', async (text) => {
      const hostile = incident(text, { key: text, rule: text, place: text, detail: text });
      await save(hostile);
      await expect(store().incident(text)).resolves.toEqual(hostile);
      await expect(joinable(NOON, text)).resolves.toEqual([[text, text]]);
    });

    it('that is not there is null', async () => {
      await expect(store().incident('i1')).resolves.toBeNull();
      await expect(store().incident('a\0')).resolves.toBeNull();
    });
  });

  describe('joining', () => {
    it('finds the unresolved incident of each key until its time has passed', async () => {
      await save(incident('i1'), incident('i2', { key: 'other', joinUntil: NOON + 2 * HOUR }));
      await expect(joinable(NOON, KEY, 'other', 'none')).resolves.toEqual([
        [KEY, 'i1'],
        ['other', 'i2'],
      ]);
      await expect(joinable(NOON + HOUR - 1, KEY)).resolves.toEqual([[KEY, 'i1']]);
      await expect(joinable(NOON + HOUR, KEY, 'other')).resolves.toEqual([['other', 'i2']]);
    });

    it('never finds one that is resolved', async () => {
      await save(incident('i1'));
      await change(incident('i1', { resolvedAt: NOON + 1, open: 0 }));
      await expect(joinable(NOON + 2, KEY)).resolves.toEqual([]);
      await save(incident('i2'));
      await expect(joinable(NOON + 2, KEY)).resolves.toEqual([[KEY, 'i2']]);
    });

    it('lets a new one open when the old one takes no more, and the old one go on changing', async () => {
      await save(incident('old'));
      await store().transaction(async (tx) => {
        expect((await tx.lockJoinable([KEY], NOON + HOUR)).size).toBe(0);
        await tx.saveIncidents([incident('new', { openedAt: NOON + HOUR, joinUntil: NOON + 2 * HOUR })]);
      });
      await change(incident('old', { open: 0, revision: 2 }));
      await expect(joinable(NOON + HOUR, KEY)).resolves.toEqual([[KEY, 'new']]);
    });

    it('refuses a second joinable one of the same key', async () => {
      await save(incident('i1'));
      await expect(save(incident('i2'))).rejects.toMatchObject({ code: 'store-conflict' });
      await expect(store().incidents({ state: 'all', limit: 9 })).resolves.toHaveLength(1);
    });

    it('refuses to open what another opened under the same id', async () => {
      await save(incident('i1', { total: 3 }));
      await expect(save(incident('i1'), incident('i2', { key: 'other' }))).rejects.toMatchObject({
        code: 'store-conflict',
      });
      await expect(store().incidents({ state: 'all', limit: 9 })).resolves.toMatchObject([
        { id: 'i1', total: 3 },
      ]);
    });

    it('lets the transaction that opened one, or claimed its notice, go on changing it', async () => {
      await store().transaction(async (tx) => {
        await tx.saveIncidents([incident('i1', { notifyAt: NOON })]);
        await tx.saveIncidents([incident('i1', { total: 2, notifyAt: NOON })]);
      });
      await store().transaction(async (tx) => {
        const [claimed] = await tx.claimNotices(NOON, 9);
        await tx.saveIncidents([{ ...claimed!, revision: 2 }]);
      });
      await expect(store().incident('i1')).resolves.toMatchObject({ total: 2, revision: 2 });
    });
  });

  describe('the list of incidents', () => {
    it('has the newest first, all or only the open, and no more than asked for', async () => {
      await save(
        incident('a', { key: 'a', openedAt: NOON - 2, resolvedAt: NOON }),
        incident('b', { key: 'b', openedAt: NOON - 1 }),
        incident('c', { key: 'c' }),
      );
      const ids = async (state: 'open' | 'all', limit: number) =>
        (await store().incidents({ state, limit })).map(({ id }) => id);
      await expect(ids('all', 9)).resolves.toEqual(['c', 'b', 'a']);
      await expect(ids('open', 9)).resolves.toEqual(['c', 'b']);
      await expect(ids('all', 1)).resolves.toEqual(['c']);
    });

    it('gives those with something to tell, the longest waiting first', async () => {
      await save(
        incident('a', { key: 'a', notifyAt: NOON }),
        incident('b', { key: 'b', notifyAt: NOON - 1 }),
        incident('c', { key: 'c', notifyAt: NOON + 1 }),
        incident('d', { key: 'd' }),
      );
      const claim = (limit: number) =>
        store().transaction(async (tx) => (await tx.claimNotices(NOON, limit)).map(({ id }) => id));
      await expect(claim(9)).resolves.toEqual(['b', 'a']);
      await expect(claim(1)).resolves.toEqual(['b']);
    });
  });

  describe('the members of an incident', () => {
    const saveMembers = (...members: Member[]) => store().transaction((tx) => tx.saveMembers(members));
    const left = (order: string, at: number) =>
      member('i1', order, { leftAt: at, left: 'moved', dueAt: NOON - HOUR });

    it.each(HOSTILE_TEXTS)('come back with every field, with %j in their texts', async (text) => {
      const sighting = { ...member('', '').sighting, stage: text, witness: text, limit: text };
      const gone = member('i1', text, { dueAt: null, leftAt: NOON, left: 'late-news', sighting });
      await saveMembers(gone, member('i2', text));
      await expect(store().members('i1', { open: false, limit: 9 })).resolves.toEqual([gone]);
    });

    it('are replaced when they are saved again', async () => {
      await saveMembers(member('i1', 'a'), member('i1', 'b'));
      await saveMembers(left('a', NOON), member('i1', 'c'));
      await store().transaction(async (tx) => {
        const keys = ['a', 'b', 'none'].map((order) => ({ incident: 'i1', order }));
        const found = await tx.loadMembers([...keys, { incident: 'i2', order: 'c' }]);
        expect(found).toEqual([left('a', NOON), member('i1', 'b')]);
        await expect(tx.loadMembers([])).resolves.toEqual([]);
      });
      await expect(store().members('i1', { open: false, limit: 9 })).resolves.toHaveLength(3);
    });

    it('are found by their orders, and are gone once removed', async () => {
      await saveMembers(member('i1', 'a'), member('i2', 'a'), left('b', NOON), member('i1', 'c'));
      await store().transaction(async (tx) => {
        const found = await tx.membersOf(['a', 'b', 'none']);
        expect(found.map(({ incident, order }) => `${incident} ${order}`).sort()).toEqual([
          'i1 a',
          'i1 b',
          'i2 a',
        ]);
        await tx.removeMembers(found);
        await tx.removeMembers([]);
        await expect(tx.membersOf(['a', 'b', 'c'])).resolves.toEqual([member('i1', 'c')]);
      });
    });

    it('are listed longest overdue first, then by id, all or only those still in it', async () => {
      await saveMembers(
        member('i1', 'c', { dueAt: NOON - MINUTE }),
        member('i1', 'none', { dueAt: null }),
        member('i1', 'b'),
        member('i1', 'a'),
        left('gone', NOON),
        member('i2', 'else'),
      );
      const orders = (members: readonly Member[]) => members.map(({ order }) => order);
      await store().transaction(async (tx) => {
        expect(orders(await tx.openMembers('i1', 9))).toEqual(['c', 'a', 'b', 'none']);
        expect(orders(await tx.openMembers('i1', 2))).toEqual(['c', 'a']);
      });
      expect(orders(await store().members('i1', { open: true, limit: 9 }))).toEqual(['c', 'a', 'b', 'none']);
      const all = await store().members('i1', { open: false, limit: 9 });
      expect(orders(all)).toEqual(['gone', 'c', 'a', 'b', 'none']);
    });

    it('that have left are listed from the last to leave', async () => {
      await saveMembers(left('a', NOON), left('b', NOON + 2), left('c', NOON + 1), member('i1', 'in'));
      await store().transaction(async (tx) => {
        expect((await tx.lastMembers('i1', 2)).map(({ order }) => order)).toEqual(['b', 'c']);
      });
    });

    it('that left otherwise than proven are listed apart, from the last to leave', async () => {
      const gone = (order: string, reason: Member['left'], at: number) =>
        member('i1', order, { leftAt: at, left: reason });
      await saveMembers(
        ...[gone('a', 'proven', NOON + 9), gone('b', 'ended', NOON), gone('c', 'not-seen', NOON + 2)],
        ...[gone('d', 'agreed', NOON + 8), gone('e', 'ended', NOON + 1), member('i1', 'in')],
        member('i2', 'else', { leftAt: NOON, left: 'ended' }),
      );
      await store().transaction(async (tx) => {
        const orders = (await tx.stragglers('i1', 2)).map(({ order }) => order);
        expect(orders).toEqual(['c', 'e']);
        expect(await tx.stragglers('none', 2)).toEqual([]);
      });
    });

    it('are counted by how they left, with when the last did and the longest that one was overdue', async () => {
      const gone = (order: string, fields: Partial<Member>) =>
        member('i1', order, { left: 'proven', ...fields });
      await saveMembers(
        gone('a', { leftAt: NOON + HOUR }),
        gone('b', { leftAt: NOON + MINUTE, dueAt: NOON - 2 * HOUR }),
        gone('c', { leftAt: NOON + 1, left: 'ended', dueAt: null, joinedAt: NOON - MINUTE }),
        member('i1', 'in'),
        member('i2', 'else', { leftAt: NOON, left: 'moved' }),
      );
      await store().transaction(async (tx) => {
        expect(await tx.departures('i1')).toEqual([
          { left: 'proven', count: 2, lastAt: NOON + HOUR, longestMs: 2 * HOUR + MINUTE },
          { left: 'ended', count: 1, lastAt: NOON + 1, longestMs: MINUTE + 1 },
        ]);
        expect(await tx.departures('none')).toEqual([]);
      });
    });
  });
}
