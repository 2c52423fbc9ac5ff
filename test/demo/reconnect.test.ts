import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { type NativeRabbitmq, startNativeRabbitmq } from '../../scripts/services/rabbitmq.ts';
import { type Orders, ordersOn } from '../../scripts/services/demo/orders.ts';
import { type DemoPlatform, startDemo } from '../../scripts/services/demo/platform.ts';

let broker: NativeRabbitmq;
let demo: DemoPlatform;
let orders: Orders;

beforeAll(async () => {
  broker = await startNativeRabbitmq(() => {});
  demo = await startDemo({ postgresUrl: inject('postgresUrl'), rabbitmqUrl: broker.url });
  orders = ordersOn(demo);
});

afterAll(async () => {
  await demo?.stop();
  await broker?.stop();
});

it('a broker that crashes and comes back has its services again, and what was in the outbox', async () => {
  await demo.control('PUT', '/remedies/outbox', { on: true });
  const before = await orders.submitted();
  await orders.untilShop(before, 'PRICE_CALCULATED');
  const restarted = broker.restart('crash');
  const isReady = async () => (await demo.ask(`${demo.urls['crm-api']}/readyz`)).status === 200;
  await demo.until('CRM knows that the broker is gone', async () => !(await isReady()));
  const during = await orders.submitted();
  await restarted;
  await demo.until('CRM has a connection again', isReady);
  await orders.untilShop(during, 'PRICE_CALCULATED');
  expect(await demo.restarts()).toBe(0);
});
