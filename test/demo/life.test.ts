import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { mesIdOf, model, type Orders, ordersOn, WORKSHOP } from '../../scripts/services/demo/orders.ts';
import { type DemoPlatform, startDemo } from '../../scripts/services/demo/platform.ts';

let demo: DemoPlatform;
let orders: Orders;

beforeAll(async () => {
  demo = await startDemo({ postgresUrl: inject('postgresUrl'), rabbitmqUrl: inject('rabbitmqUrl') });
  orders = ordersOn(demo);
});

afterAll(async () => {
  await demo?.stop();
});

describe('an order', () => {
  it('of a customer goes through every status, and both databases know of it', async () => {
    const id = await orders.submitted();
    await orders.untilShop(id, 'PRICE_CALCULATED');
    await orders.makeAndShip(id);
    expect(await orders.shopStatuses(id)).toEqual([
      'INITIATED',
      'FILE_UPLOADED',
      'SUBMITTED',
      'PRICE_CALCULATED',
      'MANUFACTURING_APPROVED',
      ...WORKSHOP,
      'CLOSED',
    ]);
    expect(await orders.mesStatus(id)).toBe('SHIPPED');
  });

  it('of a partner begins with its price, in MES, and CRM learns of it from there', async () => {
    const request = { partnerId: 'p-17', reference: 'r-1', model: model(1_200), promisedOn: '2027-01-15' };
    const asked = await demo.ask(`${demo.urls['mes-api']}/partner/orders`, 'POST', request);
    expect(asked.status).toBe(202);
    const id = String(asked.body['id']).slice(2);
    await orders.untilShop(id, 'PRICE_CALCULATED');
    await orders.makeAndShip(id);
    expect(await orders.shopStatuses(id)).toEqual([
      'PRICE_CALCULATED',
      'MANUFACTURING_APPROVED',
      ...WORKSHOP,
      'CLOSED',
    ]);
    const [row] = await demo.shop(
      'SELECT channel, partner_id, complexity, promised_on::text FROM order_status_history WHERE order_id = $1',
      [id],
    );
    expect(row).toEqual({
      channel: 'b2b',
      partner_id: 'p-17',
      complexity: 'high',
      promised_on: '2027-01-15',
    });
  });

  it('that is cancelled in CRM is cancelled in MES too, and then goes nowhere', async () => {
    const id = await orders.approved();
    await demo.ask(`${demo.urls['crm-api']}/orders/${id}/cancellation`, 'POST');
    await orders.untilMes(id, 'CANCELLED');
    await expect(orders.step(id, 'MANUFACTURING_STARTED')).rejects.toThrow('409');
  });

  it('is refused a step that is not the next, and what is no order is not found', async () => {
    const id = await orders.submitted();
    const crm = demo.urls['crm-api'];
    expect((await demo.ask(`${crm}/orders/${id}/closing`, 'POST')).body).toMatchObject({ code: 'not-next' });
    expect((await demo.ask(`${crm}/orders/99999/closing`, 'POST')).status).toBe(404);
    expect((await demo.ask(`${crm}/orders/x%27;--/closing`, 'POST')).status).toBe(404);
    const file = await demo.ask(`${demo.urls['shop-api']}/orders/${id}/file`, 'PUT', 'no model');
    expect(file.body).toMatchObject({ status: 422, code: 'no-model' });
  });
});

it('the carrier closes what was shipped in one message, and hears of each order', async () => {
  const shipped = await orders.approved();
  for (const status of WORKSHOP) await orders.step(shipped, status);
  await orders.untilShop(shipped, 'SHIPPED');
  const url = `${demo.urls['crm-api']}/carrier/deliveries`;
  const { body } = await demo.ask(url, 'POST', { orders: [shipped, 99_999] });
  expect(body['orders']).toEqual([
    { id: Number(shipped), closed: true },
    { id: 99_999, closed: false, code: 'order-unknown' },
  ]);
  expect((await demo.ask(url, 'POST', { orders: ['x'] })).status).toBe(400);
});

describe('the list of the operators', () => {
  it('has a page for people, with what they typed escaped', async () => {
    const page = await fetch(`${demo.urls['mes-api']}/orders?limit=1`, { headers: { accept: 'text/html' } });
    expect(page.headers.get('content-type')).toContain('text/html');
    const text = await page.text();
    expect(text).toContain('Next page');
    const bad = await fetch(`${demo.urls['mes-api']}/orders?status=%3Cscript%3E`);
    expect([bad.status, await bad.text()]).toEqual([400, expect.not.stringContaining('<script>')]);
  });

  it('is filtered by status and read page by page', async () => {
    const [first, second] = [await orders.approved(), await orders.approved()];
    const seen: string[] = [];
    let after: unknown = 0;
    while (after !== null) {
      const url = `${demo.urls['mes-api']}/orders?status=MANUFACTURING_APPROVED&limit=1&after=${after}`;
      const { body } = await demo.ask(url);
      seen.push(...(body['orders'] as unknown as { id: string }[]).map(({ id }) => id));
      after = body['next'];
    }
    expect(seen).toEqual([first, second].map(mesIdOf));
  });
});

describe('the supervisor', () => {
  it('starts a service again that was killed, and says so', async () => {
    const pidOf = async () => (await demo.services()).find(({ name }) => name === 'crm-api');
    const before = await pidOf();
    process.kill(before?.pid ?? 0, 'SIGKILL');
    await demo.until('crm-api is back', async () => {
      const now = await pidOf();
      return now?.state === 'ready' && now.pid !== before?.pid;
    });
    expect(demo.output()).toMatch(/crm-api +crashed \(SIGKILL\), again in 250 ms/);
    const id = await orders.submitted();
    await orders.untilShop(id, 'PRICE_CALCULATED');
  });
});

describe('the end', () => {
  it('takes all services along, in good order', async () => {
    const services = await demo.services();
    expect(await demo.stop()).toBe(0);
    for (const { pid } of services) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    expect(demo.output()).toMatch(/object-storage +stopped\nstopped *$/);
  });

  it('of a supervisor that is killed is the end of its services too', async () => {
    const servers = { postgresUrl: inject('postgresUrl'), rabbitmqUrl: inject('rabbitmqUrl') };
    // It cannot remove what it made when it is killed.
    const folder = mkdtempSync(join(tmpdir(), 'demo-killed-'));
    const other = await startDemo(servers, { DEMO_STORAGE_FOLDER: folder });
    const services = await other.services();
    other.child.kill('SIGKILL');
    const isGone = (pid: number) => {
      try {
        process.kill(pid, 0);
        return false;
      } catch {
        return true;
      }
    };
    await demo.until('all are gone', async () => services.every(({ pid }) => isGone(pid)));
    await other.stop();
    rmSync(folder, { recursive: true });
  });
});
