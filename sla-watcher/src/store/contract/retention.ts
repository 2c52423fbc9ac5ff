import { describe, expect, it } from 'vitest';
import { DAY, HOUR, incident, member, NOON, observation, record, wanted } from './samples.ts';
import type { Subject } from './subject.ts';

const BEFORE = NOON - 100 * DAY;
/** Old enough that the whole month it lies in is over. */
const OLD = BEFORE - 32 * DAY;

export function describeRetention({ store }: Subject): void {
  describe('pruning', () => {
    it('drops old observations, and keeps the younger and those of living orders without a time', async () => {
      await store().transaction((tx) =>
        tx.appendObservations([
          observation('ancient', { at: -5 * DAY }),
          observation('old', { at: OLD }),
          observation('young', { at: BEFORE }),
          observation('timeless', { at: null, kind: 'stated' }),
        ]),
      );
      await expect(store().prune(BEFORE)).resolves.toMatchObject({ observations: 2 });
      const left = await store().observations('o1', 9);
      expect(left.map(({ id }) => id)).toEqual(['young', 'timeless']);
      await expect(store().prune(BEFORE)).resolves.toMatchObject({ observations: 0 });
    });

    it('takes in again what comes late of a time that was dropped', async () => {
      await store().transaction((tx) => tx.appendObservations([observation('old', { at: OLD })]));
      await store().prune(BEFORE);
      const again = store().transaction((tx) =>
        tx.appendObservations([observation('late', { at: OLD + 1 })]),
      );
      await expect(again).resolves.toBe(1);
    });

    it('drops journeys that ended long ago with all that is theirs, and no other', async () => {
      const long = { since: OLD, startedAt: OLD - DAY };
      await store().transaction(async (tx) => {
        await tx.saveJourneys([
          record('over', { state: 'ended', ...long }),
          record('over-at-unknown-time', { state: 'ended', since: null, startedAt: OLD }),
          record('test', { state: 'left-out', ...long }),
          record('late', { state: 'late', ...long }),
          record('just-over', { state: 'ended', since: BEFORE, startedAt: OLD }),
          record('undated', { state: 'ended', since: null, startedAt: null }),
        ]);
        await tx.saveAliases([{ id: 'M-1', order: 'over' }]);
        await tx.appendObservations([
          observation('a', { order: 'over', at: null, kind: 'stated' }),
          observation('b', { order: 'M-1', at: null, kind: 'stated' }),
          observation('c', { order: 'M-1', at: NOON }),
        ]);
      });
      await expect(store().prune(BEFORE)).resolves.toMatchObject({ journeys: 3 });
      for (const gone of ['over', 'over-at-unknown-time', 'test', 'M-1']) {
        await expect(store().order(gone)).resolves.toBeNull();
      }
      for (const id of ['over', 'M-1']) await expect(store().observations(id, 9)).resolves.toEqual([]);
      await expect(store().countByState()).resolves.toMatchObject({ ended: 2, late: 1, 'left-out': 0 });
    });

    it('drops incidents resolved long ago with their members and messages', async () => {
      await store().transaction(async (tx) => {
        await tx.saveIncidents([
          incident('old', { key: 'a', resolvedAt: OLD, posts: 3 }),
          incident('young', { key: 'b', resolvedAt: BEFORE }),
          incident('open', { key: 'c', openedAt: OLD }),
        ]);
        await tx.saveMembers(['old', 'young', 'open'].map((id) => member(id, 'o1')));
        const subjects = ['old', 'old:2', 'old:3', 'young', 'open'];
        await tx.wantDeliveries(subjects.map((subject) => wanted(subject, 1)));
      });
      await expect(store().prune(BEFORE)).resolves.toMatchObject({ incidents: 1 });
      const left = await store().incidents({ state: 'all', limit: 9 });
      expect(left.map(({ id }) => id).sort()).toEqual(['open', 'young']);
      await expect(store().members('old', { open: false, limit: 9 })).resolves.toEqual([]);
      await expect(store().deliveries({ limit: 9 })).resolves.toHaveLength(2);
    });

    it('drops old rejections and the starts of old hours', async () => {
      const rejection = { witness: 'w', position: 'line 1', reason: 'malformed', detail: '' } as const;
      await store().transaction(async (tx) => {
        await tx.appendRejections([rejection, rejection], BEFORE - 1);
        await tx.appendRejections([rejection], BEFORE);
        await tx.saveJourneys([
          record('a', { startedAt: BEFORE - HOUR }),
          record('b', { startedAt: BEFORE }),
        ]);
      });
      await expect(store().prune(BEFORE)).resolves.toMatchObject({ rejections: 2 });
      await expect(store().rejections(9)).resolves.toHaveLength(1);
      const { hours } = await store().startsByHour(0, NOON);
      expect([...hours.keys()]).toEqual([BEFORE / HOUR]);
    });

    it('gets through more than one step', async () => {
      const old = Array.from({ length: 4_500 }, (_, i) => record(`o${i}`, { state: 'ended', since: OLD }));
      await store().transaction((tx) => tx.saveJourneys(old));
      await expect(store().prune(BEFORE)).resolves.toMatchObject({ journeys: 4_500 });
      await expect(store().countByState()).resolves.toMatchObject({ ended: 0 });
    });
  });
}
