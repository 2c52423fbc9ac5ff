import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OrderDetail, OrdersPage } from '../api-types.ts';
import { HOSTILE_STRINGS } from '../testing/hostile-strings.ts';
import { createHouse, type House, MINUTE, NOW } from '../testing/house.ts';
import { mesRow, shopRow, tellOfADay } from '../testing/sample-orders.ts';
import { type Served, serve } from '../testing/serve.ts';

let house: House;
let served: Served;

beforeAll(async () => {
  house = await createHouse();
  await tellOfADay(house);
  served = await serve(house.deps);
});
afterAll(async () => {
  await served.close();
  await house.close();
});

async function read<T>(path: string): Promise<T> {
  return (await (await served.get(path)).json()) as T;
}

describe('the list of orders', () => {
  it('is in the order of due time', async () => {
    const { items } = await read<OrdersPage>('/api/orders?state=late');
    expect(items.map(({ order }) => order)).toEqual(['981', '984', '990', '1042', '1047', '873']);
    expect(items.every(({ overdueMs }) => overdueMs !== null && overdueMs > 0)).toBe(true);
  });

  it('is read page by page, each order once', async () => {
    const seen: string[] = [];
    let next: string | null = null;
    do {
      const after: string = next === null ? '' : `&after=${encodeURIComponent(next)}`;
      const page: OrdersPage = await read(`/api/orders?limit=7${after}`);
      expect(page.items.length).toBeLessThanOrEqual(7);
      seen.push(...page.items.map(({ order }) => order));
      next = page.next;
    } while (next !== null);
    expect(new Set(seen).size).toBe(seen.length);
    const counts = await house.deps.store.countByState();
    expect(seen.length).toBe(Object.values(counts).reduce((sum, count) => sum + count, 0));
  });

  it.each([
    '?state=lost',
    '?state=late&state=ended',
    '?limit=0',
    '?limit=501',
    '?limit=many',
    '?limit=-1',
    '?after=nonsense',
    `?after=${'a'.repeat(2000)}`,
  ])('refuses %s', async (query) => {
    const answer = await served.get(`/api/orders${query}`);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: 'invalid-parameter' });
  });
});

describe('one order', () => {
  it('is judged now, with its explained clock', async () => {
    const order = await read<OrderDetail>('/api/orders/981');
    const late = order.judgements.find(({ outcome }) => outcome.reason === 'late-in-stage');
    expect(late).toMatchObject({
      place: 'stage MANUFACTURING_APPROVED',
      startedAt: '2026-11-13T13:30:00.000Z',
      dueAt: '2026-11-18T13:30:00.000Z',
      clock: { limit: '24h working', startedBy: { stage: 'MANUFACTURING_APPROVED', witness: 'shop-db' } },
    });
    expect(late?.clock.pauses[0]).toEqual({
      from: '2026-11-13T15:00:00.000Z',
      to: '2026-11-16T06:00:00.000Z',
      by: { kind: 'calendar', name: 'working' },
    });
  });

  it.each(['M-0981', 'M-981', ' 981 '])('is found as %s', async (id) => {
    expect(await read(`/api/orders/${encodeURIComponent(id)}`)).toMatchObject({ order: '981' });
  });

  it('is found by the id that another system gave it', async () => {
    const aliased = {
      order: '5000',
      status: 'SUBMITTED',
      at: new Date(NOW).toISOString(),
      aliases: { mes: 'X-9' },
    };
    await served.post('/api/events', JSON.stringify(aliased));
    expect(await read('/api/orders/X-9')).toMatchObject({ order: '5000', ids: ['5000', 'X-9'] });
  });

  it('that nobody knows is a 404', async () => {
    const answer = await served.get('/api/orders/nobody');
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ code: 'not-found' });
  });

  it('whose path does not decode is a 400', async () => {
    expect((await served.get('/api/orders/%E0%A4%A')).status).toBe(400);
  });

  it('is found by any id that was taken in, however hostile', async () => {
    await house.bring(
      NOW - MINUTE,
      HOSTILE_STRINGS.map((id) => shopRow(id, 'INITIATED', NOW - MINUTE)),
    );
    await house.bring(NOW, [mesRow('M-1', 'PRICE_CALCULATED', NOW)]);
    const takenIn: string[] = [];
    for (const id of HOSTILE_STRINGS) if ((await house.deps.store.order(id)) !== null) takenIn.push(id);
    expect(takenIn.length).toBeGreaterThan(450);
    for (const id of takenIn) {
      const answer = await served.get(`/api/orders/${encodeURIComponent(id)}`);
      expect([answer.status, ((await answer.json()) as OrderDetail).order]).toEqual([200, id]);
    }
  });
});
