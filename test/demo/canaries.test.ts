import { afterAll, afterEach, beforeAll, describe, expect, inject as provided, it } from 'vitest';
import { inject } from '../../scripts/services/demo/faults.ts';
import { type Orders, ordersOn } from '../../scripts/services/demo/orders.ts';
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

async function canary(body: Readonly<Record<string, unknown>>): Promise<string> {
  const answer = await demo.ask(`${demo.controlUrl}/canaries`, 'POST', body);
  expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 201 });
  return String(answer.body['order']);
}

const factsOf = async (id: string) =>
  (await demo.shop('SELECT channel, partner_id, is_test FROM orders WHERE id = $1', [id]))[0];

describe('a canary', () => {
  it('is an order of a customer that has set out on its hop', async () => {
    const id = await canary({ hop: 'approved-to-mes' });
    expect((await orders.shopStatuses(id)).at(-1)).toBe('MANUFACTURING_APPROVED');
    await orders.untilMes(id, 'MANUFACTURING_APPROVED');
    expect(await factsOf(id)).toEqual({ channel: 'b2c', partner_id: 'canary', is_test: false });
  });

  it('is an order of a partner, and a test order where that is asked for', async () => {
    const id = await canary({ stage: 'MANUFACTURING_APPROVED', channel: 'b2b', test: true });
    expect(await factsOf(id)).toEqual({ channel: 'b2b', partner_id: 'canary', is_test: true });
  });

  it('lives a whole life where that is asked for', async () => {
    const id = await canary({ stage: 'CLOSED' });
    const statuses = await orders.shopStatuses(id);
    expect([statuses.length, statuses.at(-1)]).toEqual([10, 'CLOSED']);
  });

  it('may be cancelled', async () => {
    const id = await canary({ hop: 'cancelled-to-mes' });
    await orders.untilMes(id, 'CANCELLED');
  });

  it.each([
    ['not-published', 'submitted-to-mes'],
    ['unroutable', 'price-to-crm'],
    ['crash-before-publish', 'approved-to-mes'],
  ])('is struck by %s on %s', async (fault, hop) => {
    const injected = await inject(demo, { fault, hop, limit: 1 });
    const id = await canary({ hop });
    await demo.until('it struck', async () => (await injected.struck()).length === 1);
    expect((await injected.struck()).map(({ order }) => order)).toEqual([id]);
    await demo.until('the platform is whole', demo.isReady);
  });
});

describe('what is no canary', () => {
  it.each([
    ['nothing', {}, ['stage, hop: one of them must say how far it goes']],
    [
      'both',
      { stage: 'SHIPPED', hop: 'shipped-to-crm' },
      ['stage, hop: one of them must say how far it goes'],
    ],
    [
      'what there is not',
      { hop: 'x', channel: 'b2x' },
      ['channel: must be b2c or b2b', expect.stringMatching(/^hop: must be one of submitted-to-mes/)],
    ],
    ['a text', { test: 'yes', stage: 'SHIPPED' }, ['test: must be true or false']],
  ])('is refused with every problem: %s', async (_name, body, problems) => {
    const { status, body: said } = await demo.ask(`${demo.controlUrl}/canaries`, 'POST', body);
    expect([status, said['code'], said['problems']]).toEqual([400, 'body-invalid', problems]);
  });

  it('is refused where too many are under way', async () => {
    await inject(demo, { fault: 'not-published', hop: 'submitted-to-mes' });
    const leave = new AbortController();
    const stuck = Array.from({ length: 32 }, () => {
      const body = JSON.stringify({ hop: 'price-to-crm' });
      const headers = { 'content-type': 'application/json' };
      const { signal } = leave;
      return fetch(`${demo.controlUrl}/canaries`, { method: 'POST', headers, body, signal }).catch(() => {});
    });
    await demo.until('one more is refused', async () => {
      const leaves = AbortSignal.timeout(300);
      const one = await fetch(`${demo.controlUrl}/canaries`, {
        ...{ method: 'POST', headers: { 'content-type': 'application/json' }, signal: leaves },
        body: JSON.stringify({ hop: 'price-to-crm' }),
      }).catch(() => undefined);
      return one?.status === 429;
    });
    leave.abort();
    await Promise.all(stuck);
    await demo.control('DELETE', '/faults');
    await demo.until('there is room again', async () => {
      const { status } = await demo.ask(`${demo.controlUrl}/canaries`, 'POST', { hop: 'submitted-to-mes' });
      return status === 201;
    });
  });
});
