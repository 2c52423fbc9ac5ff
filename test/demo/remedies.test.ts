import { afterAll, afterEach, beforeAll, describe, expect, inject as provided, it } from 'vitest';
import { inject } from '../../scripts/services/demo/faults.ts';
import { model, type Orders, ordersOn } from '../../scripts/services/demo/orders.ts';
import { type DemoPlatform, startDemo } from '../../scripts/services/demo/platform.ts';

const REMEDIES = ['outbox', 'inbox', 'list-cache', 'load-shedding'];

let demo: DemoPlatform;
let orders: Orders;

beforeAll(async () => {
  demo = await startDemo(
    { postgresUrl: provided('postgresUrl'), rabbitmqUrl: provided('rabbitmqUrl') },
    { DEMO_PRICE_US_PER_POLYGON: '1000', DEMO_PARTNER_BURST: '3', DEMO_PARTNER_PER_SECOND: '1' },
  );
  orders = ordersOn(demo);
});

afterEach(async () => {
  await demo.control('DELETE', '/faults');
  for (const name of REMEDIES) await remedy(name, false);
  await remedy('price-apart', true);
});

afterAll(async () => {
  await demo?.stop();
});

async function remedy(name: string, on: boolean): Promise<void> {
  expect(await demo.control('PUT', `/remedies/${name}`, { on })).toMatchObject({ remedy: name, on });
}

async function askForPrice(reference: string) {
  const request = { partnerId: 'p-1', reference, model: model(2) };
  return fetch(`${demo.urls['mes-api']}/partner/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
  });
}

async function took(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

describe('an outbox', () => {
  it.each(['submitted-to-mes', 'price-to-crm'])('publishes after a crash on %s', async (hop) => {
    await remedy('outbox', true);
    const injected = await inject(demo, { fault: 'crash-before-publish', hop, limit: 1 });
    const id = await orders.submitted().catch(async () => (await injected.struck())[0]?.order ?? '');
    await orders.untilShop(id, 'PRICE_CALCULATED');
    expect((await injected.struck()).map(({ order }) => order)).toEqual([id]);
  });

  it('keeps what the broker does not take until it does', async () => {
    await remedy('outbox', true);
    const injected = await inject(demo, { fault: 'unroutable', hop: 'submitted-to-mes', limit: 1 });
    const id = await orders.submitted();
    await demo.until('it struck', async () => (await injected.struck()).length === 1);
    const [row] = await demo.shop('SELECT count(*)::int AS count FROM outbox');
    expect(row).toEqual({ count: 1 });
    await injected.clear();
    await orders.untilShop(id, 'PRICE_CALCULATED');
    await demo.quiet();
    expect(await demo.shop('SELECT 1 FROM outbox')).toEqual([]);
  });
});

describe('an inbox', () => {
  it('handles a message once that comes twice', async () => {
    await remedy('inbox', true);
    await inject(demo, { fault: 'published-twice', hop: 'price-to-crm', limit: 1 });
    const id = await orders.submitted();
    await orders.untilShop(id, 'PRICE_CALCULATED');
    await demo.quiet();
    const statuses = await orders.shopStatuses(id);
    expect(statuses.filter((status) => status === 'PRICE_CALCULATED')).toHaveLength(1);
  });

  it('gives a partner that asks again the order that it asked for first', async () => {
    await remedy('inbox', true);
    await inject(demo, { fault: 'partner-repeats' });
    await expect(askForPrice('again')).rejects.toThrow();
    const second = await (await askForPrice('again')).json();
    const third = await (await askForPrice('again')).json();
    expect(second).toEqual(third);
    expect(await demo.mes("SELECT 1 FROM partner_requests WHERE reference = 'again'")).toHaveLength(1);
  });
});

it('a cached list is slow for the first who asks, and not for the next', async () => {
  const list = () => demo.ask(`${demo.urls['mes-api']}/orders?status=SHIPPED`);
  await inject(demo, { fault: 'slow-list', parameters: { delayMs: 500 } });
  await remedy('list-cache', true);
  expect(await took(list)).toBeGreaterThan(490);
  expect(await took(list)).toBeLessThan(300);
  await remedy('list-cache', false);
  expect(await took(list)).toBeGreaterThan(490);
});

it('load shedding tells a partner that asks too much when to come back', async () => {
  const burst = async (name: string) =>
    Promise.all(Array.from({ length: 8 }, (_, n) => askForPrice(`${name}-${n}`)));
  expect((await burst('open')).every(({ status }) => status === 202)).toBe(true);
  await remedy('load-shedding', true);
  const shed = (await burst('shed')).filter(({ status }) => status === 429);
  expect(shed.length).toBeGreaterThanOrEqual(4);
  expect(shed[0]?.headers.get('retry-after')).toBe('1');
});

it('a calculator apart lets MES answer while a price is computed, which MES itself does not', async () => {
  const faces = 1_500;
  const answered = async () => {
    const id = await orders.submitted(faces);
    await orders.untilMes(id, 'SUBMITTED');
    let slowest = 0;
    await demo.until('it has a price', async () => {
      slowest = Math.max(slowest, await took(() => demo.ask(`${demo.urls['mes-api']}/healthz`)));
      return (await orders.mesStatus(id)) === 'PRICE_CALCULATED';
    });
    return slowest;
  };
  expect(await answered()).toBeLessThan(700);
  await remedy('price-apart', false);
  expect(await answered()).toBeGreaterThan(900);
});

it('what is no remedy, or neither on nor off, is refused', async () => {
  expect((await demo.ask(`${demo.controlUrl}/remedies/hope`, 'PUT', { on: true })).status).toBe(404);
  expect((await demo.ask(`${demo.controlUrl}/remedies/outbox`, 'PUT', { on: 1 })).status).toBe(400);
});
