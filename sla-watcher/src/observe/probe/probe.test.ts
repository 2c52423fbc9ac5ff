import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { normalise } from '../../normalise/normalise.ts';
import type { WitnessBatch } from '../../ports.ts';
import { modelOf, NOON, WORKSHOP } from '../../testing/model.ts';
import { createProbeWitness } from './create-probe-witness.ts';
import { json, type ListServer, startListServer } from './testing/list-server.ts';
import { probeConfig, probing } from './testing/probing.ts';

const MINUTE = 60_000;
let server: ListServer;

beforeEach(async () => {
  server = await startListServer();
});
afterEach(async () => {
  await server.close();
});

function show(...orders: readonly (readonly [order: string, status: string])[]): void {
  server.orders.clear();
  for (const [order, status] of orders) server.orders.set(order, status);
}

describe('a list of orders', () => {
  it('is read by stage and page, in the words of the list', async () => {
    show(['M-1', 'new'], ['M-2', 'new'], ['M-3', 'new'], ['M-4', 'MAKING']);
    const probe = probing(server.url);
    expect(await probe.read()).toEqual([
      'listed M-1 new',
      'listed M-2 new',
      'listed M-3 new',
      'listed M-4 MAKING',
    ]);
    expect(server.asked).toEqual([
      '/mes/orders?status=new&from=',
      '/mes/orders?status=new&from=2',
      '/mes/orders?status=priced&from=',
      '/mes/orders?status=MAKING&from=',
      '/mes/orders?status=SHIPPED&from=',
    ]);
    const watermark = NOON + MINUTE;
    expect(probe.health).toMatchObject({ state: 'healthy', watermark, skewMs: 0, cause: null });
  });

  it('is told of when it changes, and after a restart as well', async () => {
    show(['M-1', 'new'], ['M-2', 'new']);
    const probe = probing(server.url);
    await probe.read();
    expect(await probe.read()).toEqual([]);
    show(['M-1', 'MAKING'], ['M-2', 'new'], ['M-3', 'new']);
    const restarted = probing(server.url);
    restarted.cursor = probe.cursor;
    expect((await restarted.read()).toSorted()).toEqual(['listed M-1 MAKING', 'listed M-3 new']);
  });

  it('has lost an order only when it is missing twice in a row', async () => {
    show(['M-1', 'new'], ['M-2', 'new']);
    const probe = probing(server.url);
    await probe.read();
    show(['M-2', 'new']);
    expect(await probe.read()).toEqual([]);
    show(['M-1', 'new'], ['M-2', 'new']);
    expect(await probe.read()).toEqual([]);
    show(['M-2', 'new']);
    expect(await probe.read()).toEqual([]);
    expect(await probe.read()).toEqual(['unlisted M-1 new']);
    expect(await probe.read()).toEqual([]);
    show(['M-1', 'new'], ['M-2', 'new']);
    expect(await probe.read()).toEqual(['listed M-1 new']);
  });

  it('may lose one between two pages while it is read', async () => {
    show(['M-1', 'new'], ['M-2', 'new'], ['M-3', 'new'], ['M-4', 'new']);
    const probe = probing(server.url);
    await probe.read();
    // The first one goes when it has been read, and the third slips onto the page that has been, too.
    server.after.set(server.asked.length + 1, () => server.orders.delete('M-1'));
    expect(await probe.read()).toEqual([]);
    expect(await probe.read()).toEqual([]);
    expect(await probe.read()).toEqual(['unlisted M-1 new']);
  });

  it('shows an order that moves meanwhile in the later stage', async () => {
    show(['M-1', 'new']);
    server.after.set(1, () => server.orders.set('M-1', 'MAKING'));
    const probe = probing(server.url);
    expect(await probe.read()).toEqual(['listed M-1 MAKING']);
    server.instead = (_, response) =>
      json(response, {
        data: {
          rows: [
            { id: 7, state: 'SHIPPED' },
            { id: 7, state: 'new' },
          ],
        },
      });
    expect(await probe.read()).toContain('listed 7 SHIPPED');
  });

  it('says nothing of a status that says nothing: the order is not shown', async () => {
    const probe = probing(server.url, probeConfig({ path: '/orders?from={next}' }));
    show(['M-1', 'new'], ['M-2', 'draft']);
    expect(await probe.read()).toEqual(['listed M-1 new']);
    expect(server.asked).toEqual(['/mes/orders?from=']);
    show(['M-1', 'draft']);
    await probe.read();
    expect(await probe.read()).toEqual(['unlisted M-1 new']);
  });

  it('of another form is begun anew, and nothing is missing from it', async () => {
    show(['M-1', 'new'], ['M-2', 'SHIPPED']);
    const probe = probing(server.url);
    await probe.read();
    const narrower = probing(server.url, probeConfig({ stages: ['PRICED', 'MAKING'] }));
    narrower.cursor = probe.cursor;
    expect(await narrower.read()).toEqual(['listed M-1 new']);
    await narrower.read();
    expect(await narrower.read()).toEqual([]);
  });

  it('has the same words for orders as the model, as of before the first request', async () => {
    const model = modelOf(
      WORKSHOP.replace(
        'witnesses:',
        "witnesses:\n  screen: { kind: probe, systems: mes, url_env: MES_URL, path: '/orders', items: /data/rows, order: /id, status: /state, statuses: { new: PRICED } }",
      ),
    );
    show(['M-0042', 'new']);
    const config = model.witnesses.get('screen');
    if (config?.kind !== 'probe') throw new Error('no probe');
    let now = NOON;
    const clock = { now: () => now, wall: () => now, at: (wall: number) => wall };
    server.after.set(1, () => {
      now += 5_000;
    });
    const { signal } = new AbortController();
    const batches: WitnessBatch[] = [];
    for await (const batch of createProbeWitness(config, server.url, clock).read(null, signal))
      batches.push(batch);
    const { observations, rejections } = normalise(
      batches.flatMap(({ records }) => records),
      model,
      now,
    );
    expect(rejections).toEqual([]);
    expect(observations).toMatchObject([
      { order: '42', stage: 'PRICED', kind: 'listed', system: 'mes', at: NOON },
    ]);
  });

  it('allows for how far behind it is by itself', async () => {
    const probe = probing(server.url, probeConfig({ lagMs: 20_000 }));
    await probe.read();
    expect(probe.health?.watermark).toBe(NOON + MINUTE - 20_000);
  });
});

describe('entries that cannot be read', () => {
  const rows = [
    { id: 'M-1', state: 'new' },
    { state: 'new' },
    { id: 'M-2' },
    { id: { a: 1 }, state: 'new' },
    { id: 1e300, state: 'new' },
    { id: 'M-3', state: 'x'.repeat(500) },
    'M-4',
  ];

  it('are refused with their place, once, and stop nothing', async () => {
    const probe = probing(server.url, probeConfig({ path: '/orders' }));
    server.instead = (_, response) => json(response, { data: { rows } });
    expect(await probe.read()).toEqual([
      'listed M-1 new',
      'page 1, entry 2: missing-order',
      'page 1, entry 3: missing-status',
      'page 1, entry 4: malformed',
      'page 1, entry 5: malformed',
      'page 1, entry 6: too-large',
      'page 1, entry 7: missing-order',
    ]);
    expect(probe.health).toMatchObject({ state: 'healthy', detail: '6 entries of the list cannot be read' });
    expect(await probe.read()).toEqual([]);
  });

  it('are told of by a few where they are thousands', async () => {
    const probe = probing(server.url, probeConfig({ path: '/orders' }));
    server.instead = (_, response) => json(response, { data: { rows: Array(5_000).fill({}) } });
    expect(await probe.read()).toHaveLength(20);
    expect(probe.health?.detail).toBe('5000 entries of the list cannot be read');
  });
});

describe('a list that is too long', () => {
  const overflowed = (detail: string) => ({
    state: 'blind',
    cause: 'overflowed',
    detail: expect.stringContaining(detail),
  });
  const many = (n: number) => Array.from({ length: n }, (_, i) => ({ id: `M-${i}`, state: 'new' }));

  it.each([
    ['pages', 'more than 3 pages', { maxPages: 3 }, many(2), 'more'],
    ['orders', 'more than 20000 orders', { path: '/orders' }, many(20_001), null],
    ['bytes', 'larger than 4 MB', { path: '/orders' }, [{ id: 'M-1', more: 'x'.repeat(4_100_000) }], null],
  ])('has too many %s: the witness is blind, and nothing is missing', async (_, detail, more, rows, next) => {
    show(['M-1', 'new']);
    const probe = probing(server.url, probeConfig(more));
    await probe.read();
    const { cursor, health } = probe;
    let page = 0;
    server.instead = (_, response) =>
      json(response, { data: { rows }, 'next/page': next === null ? null : `${next}${page++}` });
    for (const _ of [1, 2, 3]) {
      expect(await probe.read()).toEqual([]);
      expect(probe.health).toMatchObject({ ...overflowed(detail), watermark: health?.watermark });
    }
    expect(probe.cursor).toBe(cursor);
  });

  it('but not too long is handed on in parts, and the position moves with the last', async () => {
    server.instead = (_, response) => json(response, { data: { rows: many(2_500) } });
    const config = probeConfig({ path: '/orders' });
    const probe = probing(server.url, config);
    expect(await probe.read()).toHaveLength(2_500);
    expect(probe.batches).toEqual([1_000, 1_000, 500]);
    expect((probe.cursor ?? '').length).toBeLessThan(2_500 * 12);
    const clock = { now: () => NOON, wall: () => NOON, at: (wall: number) => wall };
    for await (const { next } of createProbeWitness(config, server.url, clock).read(
      null,
      new AbortController().signal,
    )) {
      expect(next).toMatchObject({
        cursor: null,
        health: { state: 'blind', cause: 'behind', watermark: null },
      });
      break;
    }
  });
});

it('a long read gives signs of life, and is not well before its end', async () => {
  show(['M-1', 'new']);
  const probe = probing(server.url);
  const slowly = () => {
    probe.now += 4_000;
  };
  for (const n of [1, 2, 3, 4]) server.after.set(n, slowly);
  const lines = await probe.read();
  expect(lines).toEqual(['listed M-1 new']);
  expect(probe.batches).toEqual([0, 0, 0, 0, 1]);
});
