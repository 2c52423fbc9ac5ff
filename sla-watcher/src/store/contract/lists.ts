import { describe, expect, it } from 'vitest';
import type { JourneyRecord } from '../../domain/journey-record.ts';
import type { OrderState } from '../../domain/verdict.ts';
import { HOUR, MINUTE, NOON, record } from './samples.ts';
import type { Subject } from './subject.ts';

const NONE = { late: 0, undetermined: 0, 'at-risk': 0, 'on-track': 0, ended: 0, 'left-out': 0 };
const HOUR_OF_NOON = NOON / HOUR;

export function describeLists({ store, another }: Subject): void {
  const save = (...records: JourneyRecord[]) => store().transaction((tx) => tx.saveJourneys(records));

  describe('the list of orders', () => {
    const ids = async (state?: OrderState) => {
      const found: string[] = [];
      let after: string | undefined;
      do {
        const page = await store().orders({ limit: 2, ...(state && { state }), ...(after && { after }) });
        expect(page.items.length).toBeLessThanOrEqual(2);
        found.push(...page.items.map((item) => item.journey.order));
        after = page.cursor ?? undefined;
      } while (after !== undefined);
      return found;
    };

    it.each<OrderState>(['late', 'on-track', 'ended'])(
      'pages through %s by due time, then id, those without one last',
      async (state) => {
        await save(
          record('none-2', { state }),
          record('late-b', { state, dueAt: NOON - 1 }),
          record('early', { state, dueAt: -5 }),
          record('late-a', { state, dueAt: NOON - 1 }),
          record('none-1', { state }),
          record('other', { state: 'undetermined', dueAt: NOON - 1 }),
        );
        await expect(ids(state)).resolves.toEqual(['early', 'late-a', 'late-b', 'none-1', 'none-2']);
        await expect(ids()).resolves.toEqual(['early', 'late-a', 'late-b', 'other', 'none-1', 'none-2']);
      },
    );

    it('orders ids by their bytes', async () => {
      await save(...['b', 'A', 'ä', '💍', '\uFFFD', 'a', 'B'].map((id) => record(id, { state: 'late' })));
      await expect(ids('late')).resolves.toEqual(['A', 'B', 'a', 'b', 'ä', '\uFFFD', '💍']);
    });

    it('has no cursor on a page that happens to be full and the last', async () => {
      await save(record('a', { state: 'late' }), record('b', { state: 'late' }));
      await expect(store().orders({ state: 'late', limit: 2 })).resolves.toMatchObject({ cursor: null });
      await expect(store().orders({ state: 'ended', limit: 2 })).resolves.toEqual({
        items: [],
        cursor: null,
      });
    });

    it.each(['', 'x', 'WzEsMl0', 'W10', Buffer.from('["1","a"]').toString('base64url')])(
      'refuses %j as a cursor',
      async (after) => {
        await expect(store().orders({ limit: 2, after })).rejects.toMatchObject({ code: 'cursor-invalid' });
      },
    );
  });

  describe('the orders in flight', () => {
    const walk = async (limit: number, at: string | null = null) => {
      const found: string[] = [];
      const steps: number[] = [];
      for (let after = at; ; ) {
        const { items, next } = await store().inFlight({ after, limit });
        found.push(...items.map((item) => item.journey.order));
        steps.push(items.length);
        if (next === null) return { found, steps };
        after = next;
      }
    };

    it('are those neither ended nor left out, by the bytes of their ids, whole', async () => {
      const states: OrderState[] = ['late', 'ended', 'undetermined', 'left-out', 'at-risk', 'on-track'];
      const ids = ['b', 'c', 'A', 'd', 'ä', '💍'];
      await save(...ids.map((id, i) => record(id, { state: states[i]!, dueAt: NOON - i })));
      const { items, next } = await store().inFlight({ after: null, limit: 100 });
      expect(next).toBeNull();
      expect(items.map(({ journey }) => journey.order)).toEqual(['A', 'b', 'ä', '💍']);
      expect(items[1]).toEqual(await store().order('b'));
    });

    it('come page by page, none twice, behind any number of ended ones, with no more looked at than asked for', async () => {
      const state = (i: number): OrderState => (i >= 10 && i < 30 ? 'ended' : 'on-track');
      const ids = Array.from({ length: 40 }, (_, i) => `o${String(i).padStart(2, '0')}`);
      await save(...ids.map((id, i) => record(id, { state: state(i) })));
      const open = ids.filter((_, i) => state(i) !== 'ended');
      const { found, steps } = await walk(5);
      expect(found).toEqual(open);
      expect(steps).toEqual([5, 5, 0, 0, 0, 0, 5, 5, 0]);
      await expect(walk(1000)).resolves.toEqual({ found: open, steps: [20] });
      await expect(walk(5, 'o29')).resolves.toMatchObject({ found: open.slice(10) });
    });

    it('are none where there is none', async () => {
      await expect(store().inFlight({ after: null, limit: 10 })).resolves.toEqual({ items: [], next: null });
      await save(record('a'));
      await expect(store().inFlight({ after: 'z', limit: 10 })).resolves.toEqual({ items: [], next: null });
    });
  });

  describe('the count by state', () => {
    it('has every state from the start', async () => {
      await expect(store().countByState()).resolves.toEqual(NONE);
    });

    it('follows what is saved, moved, ended and removed, by any store on the database', async () => {
      await save(record('a'), record('b', { state: 'late' }), record('c', { modelVersion: 'v2' }));
      await another().transaction((tx) => tx.saveJourneys([record('d', { state: 'at-risk' })]));
      await save(record('a', { state: 'late', revision: 1 }), record('b', { state: 'ended', revision: 1 }));
      await save(record('c', { modelVersion: 'v3', revision: 1 }));
      await expect(store().countByState()).resolves.toEqual({
        ...NONE,
        late: 1,
        ended: 1,
        'on-track': 1,
        'at-risk': 1,
      });
      await store().transaction((tx) => tx.removeJourneys(['a', 'd']));
      await expect(another().countByState()).resolves.toEqual({ ...NONE, ended: 1, 'on-track': 1 });
    });

    it('stays right over many transactions', async () => {
      for (let i = 0; i < 600; i += 1)
        await save(record(`o${i}`, { state: i % 3 === 0 ? 'late' : 'on-track' }));
      await expect(store().countByState()).resolves.toEqual({ ...NONE, late: 200, 'on-track': 400 });
    });
  });

  describe('the starts by hour', () => {
    it('count each order once, in the hour in which it began', async () => {
      await save(
        record('a'),
        record('b', { startedAt: NOON + 59 * MINUTE }),
        record('c', { startedAt: NOON - 1 }),
      );
      await save(record('d', { startedAt: null }), record('a', { revision: 1, state: 'late' }));
      const { hours, lastAt } = await store().startsByHour(0, NOON + HOUR);
      expect([...hours].sort()).toEqual([
        [HOUR_OF_NOON - 1, 1],
        [HOUR_OF_NOON, 2],
      ]);
      expect(lastAt).toBe(NOON + 59 * MINUTE);
    });

    it('move with an order that turns out to have begun earlier, and go with a merged one', async () => {
      await save(record('a', { startedAt: null }), record('b'), record('c'));
      await save(
        record('a', { revision: 1, startedAt: NOON }),
        record('b', { revision: 1, startedAt: NOON - HOUR }),
      );
      await store().transaction((tx) => tx.removeJourneys(['c']));
      const { hours } = await store().startsByHour(0, NOON);
      expect([...hours].sort()).toEqual([
        [HOUR_OF_NOON - 1, 1],
        [HOUR_OF_NOON, 1],
      ]);
    });

    it('leave out test orders, also one that is told to be one only later, or no more', async () => {
      await save(record('a', { state: 'left-out' }), record('b'), record('c', { state: 'left-out' }));
      await save(
        record('b', { revision: 1, state: 'left-out' }),
        record('c', { revision: 1, startedAt: NOON - HOUR }),
      );
      await expect(store().startsByHour(0, NOON)).resolves.toEqual({
        hours: new Map([[HOUR_OF_NOON - 1, 1]]),
        lastAt: NOON - HOUR,
      });
    });

    it('know nothing yet of a start that is dated ahead', async () => {
      await save(record('ahead', { startedAt: NOON + 20 * HOUR }));
      await expect(store().startsByHour(0, NOON)).resolves.toEqual({ hours: new Map(), lastAt: null });
      await save(record('a', { startedAt: NOON - MINUTE }), record('gone', { startedAt: NOON }));
      await store().transaction((tx) => tx.removeJourneys(['gone']));
      await expect(store().startsByHour(0, NOON)).resolves.toMatchObject({ lastAt: NOON - MINUTE });
      await save(record('soon', { startedAt: NOON + MINUTE }));
      await expect(store().startsByHour(0, NOON)).resolves.toMatchObject({ lastAt: NOON });
      const { hours, lastAt } = await store().startsByHour(0, NOON + 20 * HOUR);
      expect([hours.get(HOUR_OF_NOON + 20), lastAt]).toEqual([1, NOON + 20 * HOUR]);
    });

    it('leave out the hours before, and know of no last one at first', async () => {
      await expect(store().startsByHour(0, NOON)).resolves.toEqual({ hours: new Map(), lastAt: null });
      await save(record('a', { startedAt: NOON - HOUR }), record('b'));
      await expect(store().startsByHour(NOON, NOON)).resolves.toMatchObject({
        hours: new Map([[HOUR_OF_NOON, 1]]),
      });
    });
  });
}
