import { afterAll, afterEach, beforeAll, describe, expect, inject as provided, it } from 'vitest';
import { inject } from '../../scripts/services/demo/faults.ts';
import { mesIdOf, model, type Orders, ordersOn } from '../../scripts/services/demo/orders.ts';
import { type DemoPlatform, startDemo } from '../../scripts/services/demo/platform.ts';

let demo: DemoPlatform;
let orders: Orders;

beforeAll(async () => {
  demo = await startDemo({ postgresUrl: provided('postgresUrl'), rabbitmqUrl: provided('rabbitmqUrl') });
  orders = ordersOn(demo);
});

afterEach(async () => {
  await demo.control('DELETE', '/faults');
});

afterAll(async () => {
  await demo?.stop();
});

async function listed(status: string): Promise<string[]> {
  const { body } = await demo.ask(`${demo.urls['mes-api']}/orders?limit=500&status=${status}`);
  return (body['orders'] as unknown as { id: string }[]).map(({ id }) => id);
}

describe('a hand on the database', () => {
  it.each(['shop', 'mes'])('sets the row back by one status in %s only', async (side) => {
    const parameters = { side };
    await inject(demo, { fault: 'changed-by-hand', hop: 'approved-to-mes', limit: 1, parameters });
    const id = await orders.submitted();
    await orders.untilShop(id, 'PRICE_CALCULATED');
    await orders.approve(id);
    await demo.quiet();
    const [shop, mes] = [(await orders.shopStatuses(id)).at(-1), await orders.mesStatus(id)];
    const [back, stays] = side === 'shop' ? [shop, mes] : [mes, shop];
    expect([back, stays]).toEqual(['PRICE_CALCULATED', 'MANUFACTURING_APPROVED']);
  });

  it.each(['shop', 'mes'])('makes orders that stand in %s only', async (side) => {
    const injected = await inject(demo, { fault: 'only-in-one', limit: 2, parameters: { side } });
    const made = (await injected.struck()).map(({ order }) => order);
    expect(made).toHaveLength(2);
    for (const id of made) {
      expect((await orders.shopStatuses(id)).length > 0).toBe(side === 'shop');
      expect((await orders.mesStatus(id)) !== undefined).toBe(side === 'mes');
    }
  });

  it.each(['shop', 'mes'])('deletes the order in %s', async (side) => {
    const parameters = { side, afterMs: 50 };
    const injected = await inject(demo, { fault: 'vanished', hop: 'price-to-crm', limit: 1, parameters });
    const id = await orders.submitted();
    await demo.until('it struck', async () => (await injected.struck()).length === 1);
    const shopIsEmpty = async () => (await orders.shopStatuses(id)).length === 0;
    const mesIsEmpty = async () => (await orders.mesStatus(id)) === undefined;
    await demo.until('it is gone', side === 'shop' ? shopIsEmpty : mesIsEmpty);
    expect([await shopIsEmpty(), await mesIsEmpty()]).toEqual([side === 'shop', side === 'mes']);
  });
});

describe('the list of the operators', () => {
  const stages = ['PRICE_CALCULATED', 'MANUFACTURING_APPROVED'] as const;

  it('goes on showing the status before, until the fault is cleared', async () => {
    const injected = await inject(demo, { fault: 'hidden-stale', stage: stages[1], limit: 1 });
    const id = mesIdOf(await orders.approved());
    await demo.quiet();
    expect([await listed(stages[0]), await listed(stages[1])]).toEqual([
      expect.arrayContaining([id]),
      expect.not.arrayContaining([id]),
    ]);
    await injected.clear();
    expect(await listed(stages[1])).toContain(id);
  });

  it('does not show the order, though it is stored', async () => {
    await inject(demo, { fault: 'hidden-filtered', stage: stages[1], limit: 1 });
    const id = await orders.approved();
    await demo.quiet();
    const { body } = await demo.ask(`${demo.urls['mes-api']}/orders?limit=500`);
    expect(JSON.stringify(body)).not.toContain(mesIdOf(id));
    expect(await orders.mesStatus(id)).toBe(stages[1]);
  });

  it('is slow', async () => {
    await inject(demo, { fault: 'slow-list', parameters: { delayMs: 400 } });
    const from = performance.now();
    await listed('SHIPPED');
    expect(performance.now() - from).toBeGreaterThan(390);
  });
});

describe('work', () => {
  it('on a price takes long, and the order is where it was', async () => {
    await inject(demo, { fault: 'price-slow', limit: 1, parameters: { delayMs: 600 } });
    const from = Date.now();
    const id = await orders.submitted();
    await orders.untilMes(id, 'SUBMITTED');
    await orders.untilShop(id, 'PRICE_CALCULATED');
    expect(Date.now() - from).toBeGreaterThan(600);
  });

  it('of people is not taken up: whoever plays them asks first', async () => {
    const injected = await inject(demo, { fault: 'people-idle', stage: 'PACKAGING', limit: 1 });
    const asked = (order: string) => demo.control('POST', '/strikes', { stage: 'PACKAGING', order });
    expect(await asked('7')).toMatchObject({ strike: { faultId: injected.id, fault: 'people-idle' } });
    expect(await asked('8')).toEqual({ strike: null });
    expect((await injected.struck()).map(({ order }) => order)).toEqual(['7']);
  });
});

describe('a request', () => {
  it('of a partner is done and not answered, and repeated it makes a second order', async () => {
    const injected = await inject(demo, { fault: 'partner-repeats' });
    const request = { partnerId: 'p-1', reference: 'twice', model: model(2) };
    const ask = () => demo.ask(`${demo.urls['mes-api']}/partner/orders`, 'POST', request);
    await expect(ask()).rejects.toThrow();
    const second = String((await ask()).body['id']);
    const [first] = await injected.struck();
    expect(mesIdOf(first?.order ?? '')).not.toBe(second);
    await orders.untilShop(first?.order ?? '', 'PRICE_CALCULATED');
    await orders.untilShop(second.slice(2), 'PRICE_CALCULATED');
  });

  it('fails where a release broke it', async () => {
    await inject(demo, { fault: 'broken-release', service: 'crm-api' });
    const answer = await demo.ask(`${demo.urls['crm-api']}/orders?status=SHIPPED`);
    expect(answer).toMatchObject({ status: 500, body: { code: 'unexpected' } });
    expect((await demo.ask(`${demo.urls['crm-api']}/healthz`)).status).toBe(200);
  });
});

describe('the contract', () => {
  it('offers every fault with what it takes, and shows what is in force', async () => {
    const injected = await inject(demo, { fault: 'expired', hop: 'price-to-crm', share: 0, seed: 7 });
    const { offered, active } = (await demo.control('GET', '/faults')) as unknown as {
      offered: { fault: string; class: number }[];
      active: Record<string, unknown>[];
    };
    expect(new Set(offered.map(({ class: number }) => number))).toEqual(
      new Set([0, 1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13]),
    );
    expect(active).toMatchObject([
      { id: injected.id, fault: 'expired', hop: 'price-to-crm', share: 0, seed: 7, struck: 0 },
    ]);
  });

  it('strikes the same share of the orders again', async () => {
    const fault = {
      fault: 'consumer-slow',
      hop: 'submitted-to-mes',
      share: 0.5,
      seed: 3,
      parameters: { delayMs: 0 },
    };
    const [one, other] = [await inject(demo, fault), await inject(demo, { ...fault, share: 0.8 })];
    const ids = await Promise.all(Array.from({ length: 12 }, () => orders.submitted()));
    await demo.quiet();
    const struck = (await one.struck()).map(({ order }) => order);
    expect(struck.length).toBeGreaterThan(0);
    expect(struck.length).toBeLessThan(ids.length);
    const others = (await other.struck()).map(({ order }) => order);
    expect(others.some((order) => struck.includes(order))).toBe(false);
  });

  it('refuses with every problem at once, and what comes from a page in a browser', async () => {
    const refused = await demo.ask(`${demo.controlUrl}/faults`, 'POST', { fault: 'expired', share: 9 });
    expect(refused).toMatchObject({ status: 400, body: { code: 'fault-invalid' } });
    expect(refused.body['problems']).toHaveLength(2);
    const page = await fetch(`${demo.controlUrl}/faults`, { headers: { origin: 'http://example.org' } });
    expect([page.status, page.headers.get('content-type')]).toEqual([
      403,
      expect.stringContaining('application/problem+json'),
    ]);
    expect((await demo.ask(`${demo.controlUrl}/faults/f999`, 'DELETE')).status).toBe(404);
  });
});
