import { describe, expect, it } from 'vitest';
import type { Delivery, DeliveryOutcome } from '../../domain/delivery.ts';
import type { Store, WantedDelivery } from '../../ports.ts';
import { HOSTILE_TEXTS, MINUTE, message, NOON, wanted } from './samples.ts';
import type { Subject } from './subject.ts';

const REF = { channel: 'C1', id: '1732190400.000100' };
const accepted = (revision: number): DeliveryOutcome => ({ reason: 'accepted', ref: REF, revision });

export function describeDeliveries({ store, another }: Subject): void {
  const want = (...deliveries: WantedDelivery[]) =>
    store().transaction((tx) => tx.wantDeliveries(deliveries));
  const claim = (wall = NOON, from: Store = store()) => from.claimDeliveries(wall, MINUTE, 10, []);
  const claimOne = async (wall = NOON, from: Store = store()): Promise<Delivery> => {
    const [first, ...rest] = await claim(wall, from);
    expect(rest).toEqual([]);
    if (first === undefined) throw new Error('nothing could be claimed');
    return first;
  };
  const settle = (delivery: Delivery, outcome: DeliveryOutcome, wall = NOON) =>
    store().settleDelivery(delivery, outcome, wall);
  const only = async () => (await store().deliveries({ limit: 10 }))[0]!;

  describe('a delivery', () => {
    it('is claimed with its message, and is done when its revision is accepted', async () => {
      await want(wanted('i1', 2));
      const claimed = await claimOne();
      expect(claimed).toEqual({
        ...{ subject: 'i1', channel: 'slack', wanted: 2, accepted: 0, message: message('revision 2') },
        ...{ ref: null, lease: 1, attempts: 1, inDoubt: false },
      });
      await expect(settle(claimed, accepted(2))).resolves.toBe(true);
      await expect(only()).resolves.toEqual({
        ...{ ...claimed, accepted: 2, ref: REF, attempts: 0 },
        ...{ state: 'accepted', error: null, retryAt: null },
      });
      await expect(claim(NOON + 10 * MINUTE)).resolves.toEqual([]);
    });

    it('is wanted again by a newer revision only, whose message replaces the older', async () => {
      await want(wanted('i1', 2));
      await want(wanted('i1', 1), wanted('i1', 2, { message: message('another') }));
      await expect(only()).resolves.toMatchObject({ wanted: 2, message: { title: 'revision 2' } });
      await settle(await claimOne(), accepted(2));
      await want(wanted('i1', 2));
      await expect(claim()).resolves.toEqual([]);
      await want(wanted('i1', 3));
      await expect(claimOne()).resolves.toMatchObject({ wanted: 3, accepted: 2, ref: REF, lease: 2 });
    });

    it('that changed while it was sent is still wanted afterwards', async () => {
      await want(wanted('i1', 1));
      const claimed = await claimOne();
      await want(wanted('i1', 2));
      await settle(claimed, accepted(1));
      await expect(claimOne()).resolves.toMatchObject({ wanted: 2, accepted: 1 });
    });

    it('is one for each subject and channel', async () => {
      await want(wanted('i1', 1), wanted('i1', 1, { channel: 'telegram' }), wanted('i2', 1));
      await expect(claim()).resolves.toHaveLength(3);
      await expect(store().deliveries({ limit: 2 })).resolves.toHaveLength(2);
    });

    it('to a channel that must wait is left for later', async () => {
      await want(wanted('i1', 1), wanted('i1', 1, { channel: 'telegram' }));
      const claimed = await store().claimDeliveries(NOON, MINUTE, 10, ['slack', 'console']);
      expect(claimed.map(({ channel }) => channel)).toEqual(['telegram']);
    });

    it('in shadow is recorded and never claimed', async () => {
      await want(wanted('i1', 1, { shadow: true }));
      await expect(claim()).resolves.toEqual([]);
      await expect(only()).resolves.toMatchObject({ state: 'shadow', wanted: 1 });
      await want(wanted('i1', 2));
      await expect(claimOne()).resolves.toMatchObject({ wanted: 2 });
    });

    it.each(HOSTILE_TEXTS)('carries %j as it is', async (text) => {
      const hostile = { ...message(text), lines: [{ order: text, text }], path: text };
      await want(wanted(text, 1, { message: hostile }));
      const claimed = await claimOne();
      expect(claimed).toMatchObject({ subject: text, message: hostile });
      await settle(claimed, { reason: 'accepted', ref: { channel: text, id: text }, revision: 1 });
      await expect(only()).resolves.toMatchObject({ ref: { channel: text, id: text } });
    });
  });

  describe('what came of an attempt', () => {
    it('as a retry waits for its time and keeps the doubt it is told', async () => {
      await want(wanted('i1', 1));
      const retry = { reason: 'retry', error: 'timeout', retryAt: NOON + MINUTE, inDoubt: true } as const;
      await settle(await claimOne(), retry);
      await expect(only()).resolves.toMatchObject({
        state: 'wanted',
        error: 'timeout',
        retryAt: NOON + MINUTE,
      });
      await want(wanted('i1', 2));
      await expect(claim(NOON + MINUTE - 1)).resolves.toEqual([]);
      const again = await claimOne(NOON + MINUTE);
      expect(again).toMatchObject({ wanted: 2, attempts: 2, inDoubt: true });
      await settle(again, { ...retry, error: 'rate-limited', inDoubt: false });
      await expect(claimOne(NOON + MINUTE)).resolves.toMatchObject({ attempts: 3, inDoubt: false });
    });

    it('as a message that is gone is posted anew at once', async () => {
      await want(wanted('i1', 1));
      await settle(await claimOne(), accepted(1));
      await want(wanted('i1', 2));
      await settle(await claimOne(), { reason: 'post-anew', error: 'message-gone' });
      await expect(claimOne()).resolves.toMatchObject({ ref: null, inDoubt: false, accepted: 1 });
    });

    it('as a failure for good is the end, until a newer revision is wanted', async () => {
      await want(wanted('i1', 1));
      await settle(await claimOne(), { reason: 'failed', error: 'channel-gone' });
      await expect(only()).resolves.toMatchObject({ state: 'failed', error: 'channel-gone' });
      await want(wanted('i1', 1));
      await expect(claim(NOON + 10 * MINUTE)).resolves.toEqual([]);
      await want(wanted('i1', 2));
      await expect(claimOne()).resolves.toMatchObject({ wanted: 2, attempts: 1 });
    });

    it('as a failure does not end what was wanted meanwhile', async () => {
      await want(wanted('i1', 1));
      const claimed = await claimOne();
      await want(wanted('i1', 2));
      await settle(claimed, { reason: 'failed', error: 'message-refused' });
      await expect(claimOne()).resolves.toMatchObject({ wanted: 2 });
    });
  });

  describe('the lease of a delivery', () => {
    it('keeps others away until it ends, and then what became of the attempt is in doubt', async () => {
      await want(wanted('i1', 1));
      await claimOne();
      await expect(claim(NOON + MINUTE - 1, another())).resolves.toEqual([]);
      await expect(claimOne(NOON + MINUTE, another())).resolves.toMatchObject({
        lease: 2,
        attempts: 2,
        inDoubt: true,
      });
    });

    it('is fenced: who lost it can settle nothing', async () => {
      await want(wanted('i1', 1));
      const slow = await claimOne();
      const fast = await claimOne(NOON + MINUTE, another());
      await expect(settle(slow, { reason: 'failed', error: 'channel-gone' })).resolves.toBe(false);
      await expect(settle(fast, accepted(1))).resolves.toBe(true);
      await expect(settle(slow, accepted(1))).resolves.toBe(false);
      await expect(only()).resolves.toMatchObject({ state: 'accepted', accepted: 1, ref: REF });
    });

    it('that ran out and that nobody else took still settles, once', async () => {
      await want(wanted('i1', 1));
      const slow = await claimOne();
      await expect(settle(slow, accepted(1), NOON + 2 * MINUTE)).resolves.toBe(true);
      await expect(settle(slow, { reason: 'failed', error: 'channel-gone' })).resolves.toBe(false);
    });

    it('is held by one of many who claim at once', async () => {
      await want(...Array.from({ length: 20 }, (_, i) => wanted(`i${i}`, 1)));
      const stores = [store(), another(), another()];
      const claimed = (await Promise.all(stores.map((one) => claim(NOON, one)))).flat();
      const subjects = claimed.map(({ subject }) => subject);
      expect(new Set(subjects).size).toBe(subjects.length);
      expect(subjects.length).toBe(20);
    });
  });
}
