import { afterEach, describe, expect, test } from 'vitest';
import { StoreUnavailable } from '../domain/errors.ts';
import type { Channel } from '../ports.ts';
import { type DeliveryStage, setDeliveryStage } from '../testing/slack/delivery-stage.ts';
import { deliverOnce } from './outbox.ts';

let stage: DeliveryStage;
afterEach(() => stage.close());

/** A channel whose sends do what the test says. */
function scripted(send: Channel['send']) {
  return { channel: { name: 'scripted', kind: 'test', send }, fallback: 'console', gapMs: 0 };
}

describe('a lease', () => {
  test('that ran out while the channel answered settles nothing: its new holder decides', async () => {
    const send = async () => {
      stage.time.advance(stage.deps.policy.leaseMs);
      await stage.store.claimDeliveries(stage.time.wall(), stage.deps.policy.leaseMs, 1, []);
      return { reason: 'accepted', ref: null } as const;
    };
    stage = await setDeliveryStage({ routes: [scripted(send)] });
    await stage.want('i', { channel: 'scripted' });
    const { attempts } = await deliverOnce(stage.deps);
    expect(attempts.map(({ reason }) => reason)).toEqual(['lease-lost']);
    expect(await stage.row('i', 'scripted')).toMatchObject({ state: 'wanted', accepted: 0 });
    expect(stage.told.map(([name]) => name)).toEqual(['leaseLost']);
  });

  test('left by a process that died makes the next post a possible repeat', async () => {
    const repeats: boolean[] = [];
    const send: Channel['send'] = async ({ possibleRepeat }) => {
      repeats.push(possibleRepeat);
      return { reason: 'accepted', ref: null };
    };
    stage = await setDeliveryStage({ routes: [scripted(send)] });
    await stage.want('i', { channel: 'scripted' });
    await stage.store.claimDeliveries(stage.time.wall(), stage.deps.policy.leaseMs, 1, []);
    expect((await deliverOnce(stage.deps)).attempts).toEqual([]);
    stage.time.advance(stage.deps.policy.leaseMs);
    await deliverOnce(stage.deps);
    expect(repeats).toEqual([true]);
    expect(stage.told.map(([name]) => name)).toEqual(['repeated', 'accepted']);
  });
});

test('a store that goes away while a message is sent leaves it in doubt, and the step says so', async () => {
  stage = await setDeliveryStage();
  await stage.want('i', { channel: 'console' });
  const settleDelivery = () => Promise.reject(new StoreUnavailable('the disk is full'));
  const store = { ...stage.store, settleDelivery };
  await expect(deliverOnce({ ...stage.deps, store })).rejects.toThrow('the disk is full');
  stage.time.advance(stage.deps.policy.leaseMs);
  await deliverOnce(stage.deps);
  expect(stage.printed).toHaveLength(2);
  expect(stage.printed[1]).toContain('Possible repeat');
});

test('a channel that throws does not stop the round: the fallback tells what it could not', async () => {
  stage = await setDeliveryStage({ routes: [scripted(() => Promise.reject(new Error('a bug')))] });
  await stage.want('i', { channel: 'scripted' });
  await stage.drain();
  expect(await stage.row('i', 'scripted')).toMatchObject({ state: 'failed', error: 'message-refused' });
  expect(stage.printed.join()).toContain('refused this message');
});

test('one channel is sent one message at a time', async () => {
  let sending = 0;
  const together: number[] = [];
  const send: Channel['send'] = async () => {
    together.push(++sending);
    await new Promise(setImmediate);
    sending -= 1;
    return { reason: 'accepted', ref: null };
  };
  stage = await setDeliveryStage({ routes: [scripted(send)] });
  for (let i = 0; i < 5; i++) await stage.want(`i${i}`, { channel: 'scripted' });
  const { attempts } = await deliverOnce(stage.deps);
  expect(attempts).toHaveLength(5);
  expect(together).toEqual([1, 1, 1, 1, 1]);
});

test('what is recorded in shadow is never sent', async () => {
  stage = await setDeliveryStage();
  const message = { ...(await wantedMessage()), title: 'LATE: shadow' };
  await stage.store.transaction((tx) =>
    tx.wantDeliveries([{ subject: 's', channel: 'console', revision: 1, message, shadow: true }]),
  );
  await stage.drain();
  expect(stage.printed.join()).not.toContain('shadow');

  async function wantedMessage() {
    await stage.want('i', { channel: 'console' });
    return (await stage.row('i', 'console'))!.message;
  }
});
