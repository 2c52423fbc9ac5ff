import { afterEach, beforeEach, expect, test } from 'vitest';
import { StoreUnavailable } from '../domain/errors.ts';
import { type DeliveryStage, setDeliveryStage } from '../testing/slack/delivery-stage.ts';
import { createDeliverer } from './deliverer.ts';
import type { DeliverDeps } from './deps.ts';

let stage: DeliveryStage;
beforeEach(async () => {
  stage = await setDeliveryStage();
});
afterEach(() => stage.close());

/** Deps whose next accepted message can be awaited. */
function awaited(change: Partial<DeliverDeps> = {}) {
  const accepted = Promise.withResolvers<void>();
  const events = { ...stage.deps.events, accepted: () => accepted.resolve() };
  return { deps: { ...stage.deps, events, ...change }, accepted: accepted.promise };
}

test('it sends what is wanted as soon as it is woken, without waiting for the next poll', async () => {
  const { deps, accepted } = awaited();
  const deliverer = createDeliverer(deps);
  deliverer.start();
  await stage.time.whenAsleep();
  await stage.want('i', { channel: 'console' });
  deliverer.wake();
  await accepted;
  expect(stage.printed).toHaveLength(1);
  await deliverer.stop(1000);
});

test('it goes on after the store was away', async () => {
  let away = true;
  const claimDeliveries: DeliverDeps['store']['claimDeliveries'] = (...args) =>
    away ? Promise.reject(new StoreUnavailable('down')) : stage.store.claimDeliveries(...args);
  const { deps, accepted } = awaited({ store: { ...stage.store, claimDeliveries } });
  await stage.want('i', { channel: 'console' });
  const deliverer = createDeliverer(deps);
  deliverer.start();
  await stage.time.whenAsleep();
  expect(stage.told.map(([name]) => name)).toEqual(['interrupted']);
  away = false;
  stage.time.advance(deps.policy.pollMs);
  await accepted;
  await deliverer.stop(1000);
});

test('stopping waits for the send in flight', async () => {
  const answer = Promise.withResolvers<void>();
  const route = stage.deps.routes.get('console')!;
  const send: typeof route.channel.send = async (...args) => {
    await answer.promise;
    return route.channel.send(...args);
  };
  const routes = new Map([['console', { ...route, channel: { ...route.channel, send } }]]);
  await stage.want('i', { channel: 'console' });
  const deliverer = createDeliverer({ ...stage.deps, routes });
  deliverer.start();
  await stage.time.whenAsleep();
  const stopped = deliverer.stop(10_000);
  answer.resolve();
  await stopped;
  expect(await stage.row('i', 'console')).toMatchObject({ state: 'accepted' });
});

test('stopping waits no longer than its grace, and leaves in doubt what was not answered', async () => {
  stage.slack.faults.next({ kind: 'hang', taken: true });
  await stage.want('i');
  const deliverer = createDeliverer(stage.deps);
  deliverer.start();
  await stage.slack.whenHeard(1);
  const stopped = deliverer.stop(5_000);
  stage.time.advance(5_000);
  await stopped;
  expect(await stage.row('i')).toMatchObject({ state: 'wanted', error: 'timeout', inDoubt: true });
});

test('a deliverer that never ran stops at once', async () => {
  await createDeliverer(stage.deps).stop(60_000);
});
