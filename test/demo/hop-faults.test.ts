import { afterAll, afterEach, beforeAll, describe, expect, inject as provided, it } from 'vitest';
import { readDeadLetters, readQueue } from './broker.ts';
import { inject } from '../../scripts/services/demo/faults.ts';
import { type Orders, ordersOn } from '../../scripts/services/demo/orders.ts';
import { type DemoPlatform, startDemo } from '../../scripts/services/demo/platform.ts';

const rabbitmqUrl = provided('rabbitmqUrl');

let demo: DemoPlatform;
let orders: Orders;

beforeAll(async () => {
  demo = await startDemo({ postgresUrl: provided('postgresUrl'), rabbitmqUrl });
  orders = ordersOn(demo);
});

afterEach(async () => {
  await demo.control('DELETE', '/faults');
});

afterAll(async () => {
  await demo?.stop();
});

/** One hop of each direction: how to send an order that way, and whether it has arrived. */
const DIRECTIONS = [
  { hop: 'submitted-to-mes', queue: 'mes.orders' },
  { hop: 'price-to-crm', queue: 'crm.orders' },
] as const;

async function hasArrived(hop: string, id: string): Promise<boolean> {
  return hop === 'submitted-to-mes'
    ? (await orders.mesStatus(id)) !== undefined
    : (await orders.shopStatuses(id)).includes('PRICE_CALCULATED');
}

const LOSSES = [
  'not-published',
  'unroutable',
  'refused',
  'expired',
  'overflowed',
  'purged',
  'queue-deleted',
  'dead-lettered',
  'handler-failed',
  'acked-early',
  'rolled-back',
  'store-timed-out',
] as const;

describe.each(DIRECTIONS)('on $hop', ({ hop, queue }) => {
  it.each(LOSSES)('%s loses the order that it strikes, and no other', async (fault) => {
    const injected = await inject(demo, { fault, hop, limit: 1 });
    const lost = await orders.submitted();
    await demo.quiet();
    const spared = await orders.submitted();
    await orders.untilShop(spared, 'PRICE_CALCULATED');
    await demo.quiet();
    expect(await hasArrived(hop, lost)).toBe(false);
    expect(await injected.struck()).toEqual([{ order: lost, at: expect.any(String), place: hop }]);
    const dead = await readDeadLetters(rabbitmqUrl, `${demo.names}.${queue}.dead`);
    const isDead = dead.some(({ order, reason }) => order === lost && reason === 'rejected');
    expect(isDead).toBe(fault === 'dead-lettered');
  });

  it('a crash between commit and message loses the order, and the service comes back', async () => {
    const injected = await inject(demo, { fault: 'crash-before-publish', hop, limit: 1 });
    const before = await demo.restarts();
    const lost = await orders.submitted().catch(async () => (await injected.struck())[0]?.order ?? '');
    await demo.until('it struck', async () => (await injected.struck()).length === 1);
    await demo.until('the service is back', async () => (await demo.restarts()) > before && demo.isReady());
    const spared = await orders.submitted();
    await orders.untilShop(spared, 'PRICE_CALCULATED');
    await demo.quiet();
    expect(await hasArrived(hop, lost)).toBe(false);
    expect(await orders.shopStatuses(lost)).toContain('SUBMITTED');
  });

  it('a paused consumer leaves the message in its queue until the fault is cleared', async () => {
    const injected = await inject(demo, { fault: 'consumer-paused', hop });
    const id = await orders.submitted();
    await demo.until('it waits', async () => {
      const state = await readQueue(rabbitmqUrl, `${demo.names}.${queue}`);
      return state?.messages === 1 && state.consumers === 0;
    });
    expect(await hasArrived(hop, id)).toBe(false);
    await injected.clear();
    await orders.untilShop(id, 'PRICE_CALCULATED');
    expect((await injected.struck()).map(({ order }) => order)).toEqual([id]);
  });

  it('a slow consumer handles the message when its time is up', async () => {
    await inject(demo, { fault: 'consumer-slow', hop, limit: 1, parameters: { delayMs: 700 } });
    const from = Date.now();
    const id = await orders.submitted();
    await orders.untilShop(id, 'PRICE_CALCULATED');
    expect(Date.now() - from).toBeGreaterThan(700);
  });

  it('a message that is given back again and again arrives when the fault is cleared', async () => {
    const parameters = { delayMs: 20 };
    const injected = await inject(demo, { fault: 'requeue-loop', hop, limit: 1, parameters });
    const id = await orders.submitted();
    await demo.until('it struck', async () => (await injected.struck()).length === 1);
    expect(await hasArrived(hop, id)).toBe(false);
    await injected.clear();
    await orders.untilShop(id, 'PRICE_CALCULATED');
  });
});

describe('what the broker does with the messages that it loses', () => {
  it('is real: the queues that lose them are there, empty, or gone', async () => {
    const state = (name: string) => readQueue(rabbitmqUrl, `${demo.names}.mes.orders.${name}`);
    const empty = { messages: 0, consumers: 0 };
    expect(await state('expired-100')).toEqual(empty);
    expect(await state('overflowed')).toEqual(empty);
    expect(await state('purged')).toEqual(empty);
    expect(await state('queue-deleted')).toBeUndefined();
  });

  it('is told to the publisher where the message never was in a queue', () => {
    expect(demo.output()).toMatch(/message was not taken by the broker .*outcome=returned/);
    expect(demo.output()).toMatch(/message was not taken by the broker .*outcome=refused/);
  });
});

describe('messages that come otherwise than they were meant to', () => {
  const pricesOf = async (id: string) =>
    (await orders.shopStatuses(id)).filter((status) => status === 'PRICE_CALCULATED').length;

  it('come twice, and are handled twice', async () => {
    await inject(demo, { fault: 'published-twice', hop: 'price-to-crm', limit: 1 });
    const id = await orders.submitted();
    await orders.untilShop(id, 'PRICE_CALCULATED');
    await demo.quiet();
    expect(await pricesOf(id)).toBe(2);
  });

  it('are overtaken by the next one', async () => {
    const injected = await inject(demo, { fault: 'out-of-order', hop: 'started-to-crm', limit: 1 });
    const id = await orders.approved();
    await orders.step(id, 'MANUFACTURING_STARTED');
    await demo.quiet();
    expect(await orders.shopStatuses(id)).not.toContain('MANUFACTURING_STARTED');
    await orders.step(id, 'MANUFACTURING_COMPLETED');
    await orders.untilShop(id, 'MANUFACTURING_STARTED');
    expect((await orders.shopStatuses(id)).slice(-2)).toEqual([
      'MANUFACTURING_COMPLETED',
      'MANUFACTURING_STARTED',
    ]);
    expect((await injected.struck()).map(({ order }) => order)).toEqual([id]);
  });

  it('lead backwards', async () => {
    await inject(demo, { fault: 'backwards', hop: 'approved-to-mes', limit: 1 });
    const id = await orders.submitted();
    await orders.untilShop(id, 'PRICE_CALCULATED');
    await orders.approve(id);
    await demo.quiet();
    expect(await orders.mesStatus(id)).toBe('PRICE_CALCULATED');
  });
});
