import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { DAY, MINUTE, NOON, record } from './samples.ts';
import type { Subject } from './subject.ts';

/** Rows that a newer program wrote, met by this one after a rollback. */
export function describeUnreadable({ store, execute }: Subject): void {
  const PAYLOAD = '[999,{"of":"a newer program"}]';
  const spoil = (where: string) => execute(`UPDATE journey SET payload = '${PAYLOAD}' WHERE ${where}`);
  const due = (now: number, limit: number) =>
    store().transaction(async (tx) => (await tx.claimDue(now, limit)).map(({ journey }) => journey.order));
  const warnings = () => {
    const emitted = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    onTestFinished(() => emitted.mockRestore());
    return emitted.mock.calls;
  };

  describe('an order that this program cannot read', () => {
    it('stops no tick, is told of, and is due again in a minute', async () => {
      const told = warnings();
      const orders = Array.from({ length: 30 }, (_, i) => record(`o${i}`, { nextAt: NOON + i }));
      await store().transaction((tx) => tx.saveJourneys(orders));
      await spoil("id <> 'o29'");
      await expect(due(NOON + MINUTE, 10)).resolves.toEqual(['o29']);
      await expect(due(NOON + MINUTE, 10)).resolves.toEqual(['o29']);
      expect(told).toHaveLength(3);
      expect(told[0]?.[0]).toMatch(/^10 of 10 orders cannot be read: .*format 999/);
      await execute(`UPDATE journey SET payload = '[1,0,[],[],0,[]]'`);
      await expect(due(NOON + 2 * MINUTE, 99)).resolves.toHaveLength(30);
    });

    it('is left as it is, to the program that wrote it', async () => {
      warnings();
      await store().transaction((tx) => tx.saveJourneys([record('newer', { nextAt: NOON })]));
      await spoil("id = 'newer'");
      await due(NOON, 9);
      await expect(store().order('newer')).rejects.toThrow('newer than this program');
      await execute(`UPDATE journey SET payload = '[1,0,[],[],0,[]]' WHERE payload = '${PAYLOAD}'`);
      await expect(store().order('newer')).resolves.toMatchObject({ revision: 1 });
    });

    it('hides no other from a new model, a list or retention', async () => {
      warnings();
      const over = { state: 'ended', since: NOON - DAY } as const;
      const orders = ['a', 'b', 'c'].map((id) => record(id));
      await store().transaction((tx) => tx.saveJourneys([...orders, record('over', over)]));
      await spoil("id IN ('a', 'over')");
      const claimed = await store().transaction((tx) => tx.claimOtherModel('v2', 9));
      expect(claimed.map(({ journey }) => journey.order)).toEqual(['b', 'c']);
      const pages = await store().orders({ limit: 2, state: 'on-track' });
      expect(pages.items.map(({ journey }) => journey.order)).toEqual(['b']);
      const next = await store().orders({ limit: 2, state: 'on-track', after: pages.cursor! });
      expect(next.items.map(({ journey }) => journey.order)).toEqual(['c']);
      await expect(store().prune(NOON)).resolves.toMatchObject({ journeys: 1 });
      await expect(store().countByState()).resolves.toMatchObject({ 'on-track': 3, ended: 0 });
    });
  });
}
