import { describe, expect, test } from 'vitest';
import type { Incident } from '../domain/incident.ts';
import type { RawRecord } from '../domain/observation.ts';
import type { WitnessHealth } from '../domain/witness-health.ts';
import { ingest } from '../pipeline.ts';
import { driftLedger } from '../http/drift-ledger.ts';
import { modelOf, NOON, WORKSHOP } from '../testing/model.ts';
import { type TestPipeline, testPipeline } from '../testing/pipeline.ts';
import { at, BLIND, EMPTY, MINUTE, WATCHED } from '../testing/stuck.ts';

/** The list of the operators is only read where a test is about it. */
const EYES = ['shop-db', 'mes-db', 'traces', 'broker', 'dead-letters', 'outbox'];
const NOT_READ = { ...BLIND, broker: { queues: [], drops: [] } };
const orders = (count: number) => Array.from({ length: count }, (_, i) => String(i + 1));
const iso = (ms: number) => new Date(ms).toISOString();

/** Everybody sees up to now, but for what is said. */
async function seeing(p: TestPipeline, less: Readonly<Record<string, Partial<WitnessHealth>>> = {}) {
  for (const witness of new Set([...EYES, ...Object.keys(less)])) {
    const broker = witness === 'broker' ? { broker: EMPTY } : {};
    await p.health(witness, { watermark: p.now + MINUTE, ...broker, ...less[witness] });
  }
}

const shopRow = (order: string, status: string, ms: number) => ({
  order_id: order,
  status,
  at: iso(ms),
  id: `${order}${status}`,
});
const mesRow = (order: string, status: string, ms: number) => ({
  order_id: order,
  status,
  updated_at: iso(ms),
  id: order,
});

async function placed(count: number, eyes: Parameters<typeof seeing>[1] = {}) {
  const p = await testPipeline(WATCHED, NOON);
  await seeing(p, eyes);
  await p.rows('shop-db', ...orders(count).map((order) => shopRow(order, 'PLACED', NOON)));
  const told = orders(count).map(
    (order): RawRecord => ({
      ...{ kind: 'status', witness: 'traces', position: 'span', service: 'shop-api', system: null },
      ...{ order, line: undefined, status: 'PLACED', at: NOON, attributes: {} },
    }),
  );
  await ingest(p.deps, told);
  return p;
}

async function pass(p: TestPipeline, minutes: number, eyes: Parameters<typeof seeing>[1] = {}) {
  for (let i = 0; i < minutes * 2; i += 1) {
    await seeing(p, eyes);
    await p.pass(MINUTE / 2);
  }
}

async function incidents(p: TestPipeline, state: 'open' | 'all' = 'all'): Promise<readonly Incident[]> {
  const found = await p.store.incidents({ state, limit: 100 });
  return found.filter(({ kind }) => kind === 'orders' || kind === 'drift');
}
const inShort = ({ losses, place, open, total }: Incident) =>
  `${losses.join('|')} at ${place}: ${open} of ${total}`;

const letter = (order: string, ms: number): RawRecord => ({
  ...{ kind: 'point', witness: 'dead-letters', position: 'message', order, status: null },
  carrier: { via: 'amqp', names: ['mes.orders', 'orders'], routingKey: 'order.placed' },
  ...{
    point: 'dead-lettered',
    at: ms,
    outcome: 'rejected',
    attempt: 1,
    messageId: `m${order}`,
    traceId: null,
    spanId: null,
  },
});

describe('Orders lost at one hop', () => {
  test('are one incident and one message, that shrinks as each is proven and is resolved by proof', async () => {
    const p = await placed(12);
    await pass(p, 4);
    expect((await incidents(p)).map(inShort)).toEqual(['not-published at hop placed-to-mes: 12 of 12']);
    expect(await p.messages()).toMatchObject([{ kind: 'open' }]);
    await p.rows('mes-db', ...orders(5).map((order) => mesRow(order, 'PLACED', p.now)));
    await pass(p, 2);
    expect((await incidents(p)).map(inShort)).toEqual(['not-published at hop placed-to-mes: 7 of 12']);
    await p.rows('mes-db', ...orders(12).map((order) => mesRow(order, 'PLACED', p.now)));
    await pass(p, 2);
    const [incident] = await incidents(p);
    expect(incident).toMatchObject({ open: 0, frozen: 12, resolvedAt: expect.any(Number) });
    expect(new Set(p.cleared)).toEqual(new Set(['proven']));
    expect(await p.messages()).toMatchObject([{ kind: 'resolved' }]);
  });

  test('are told under a new class once more is known, and only then', async () => {
    const deaf = { traces: BLIND, broker: NOT_READ, 'dead-letters': BLIND };
    const p = await placed(2, deaf);
    await pass(p, 4, deaf);
    expect(await incidents(p, 'open')).toMatchObject([{ losses: expect.arrayContaining(['waiting']) }]);
    await ingest(p.deps, [letter('1', p.now), letter('2', p.now)]);
    await pass(p, 1, deaf);
    expect((await incidents(p, 'open')).map(inShort)).toEqual(['dead-lettered at hop placed-to-mes: 2 of 2']);
    expect(p.cleared).toEqual(['re-judged', 're-judged']);
  });

  test('are not taken back when an eye shuts that had seen', async () => {
    const p = await placed(2);
    await pass(p, 4);
    await pass(p, 20, { traces: BLIND, broker: BLIND });
    expect((await incidents(p, 'open')).map(inShort)).toEqual(['not-published at hop placed-to-mes: 2 of 2']);
    expect(p.cleared).toEqual([]);
  });

  test('are not told again when their stage is late of it', async () => {
    const p = await placed(1);
    await pass(p, 40);
    expect((await incidents(p)).map(inShort)).toEqual(['not-published at hop placed-to-mes: 1 of 1']);
    // Once it has come, the stage is late by itself: it is worked on, and that takes long.
    await p.rows('mes-db', mesRow('1', 'PLACED', p.now));
    const entry = { witness: 'operators', position: 'entry', order: 'M-0001', status: 'PLACED' } as const;
    await ingest(p.deps, [{ kind: 'side', says: 'listed', at: p.now, ...entry }]);
    await pass(p, 1, { operators: {} });
    expect((await incidents(p, 'open')).map(inShort)).toEqual(['working at stage PLACED: 1 of 1']);
  });
});

test('An order late in its stage because of a hop without a limit is told once, also when it has moved on', async () => {
  const plain = modelOf(
    WORKSHOP.replace(/ {2}shop-db:[\s\S]*?(?=leave_out)/, '').replace(/ {2}- \{ (?:promise|hop).*\n/g, ''),
  );
  const p = await testPipeline(plain, NOON);
  await p.tell({ order: '1', status: 'PLACED' });
  await p.pass(35 * MINUTE, MINUTE);
  await p.tell({ order: '1', status: 'PRICED' });
  await p.pass(5 * MINUTE, MINUTE);
  expect((await incidents(p)).map(({ place, total }) => [place, total])).toEqual([['hop placed-to-mes', 1]]);
});

describe('The drift ledger', () => {
  test('has a row that vanished, with its age, until the witnesses agree', async () => {
    const p = await placed(1);
    const stage = { witness: 'mes-db', position: 'census', order: 'M-0001', status: 'PLACED' } as const;
    await p.rows('mes-db', mesRow('1', 'PLACED', at(0.2)));
    await pass(p, 1);
    const goneAt = p.now;
    await ingest(p.deps, [{ kind: 'side', says: 'gone', at: goneAt, ...stage }]);
    await pass(p, 2);
    const [entry] = await driftLedger(p.store, { state: 'open', limit: 10 });
    expect(entry).toMatchObject({
      order: '1',
      drift: {
        kind: 'vanished',
        ahead: { witness: 'shop-db', stage: 'PLACED' },
        behind: { witness: 'mes-db', stage: null },
        since: goneAt,
      },
      closedAt: null,
    });
    await ingest(p.deps, [{ kind: 'side', says: 'back', at: p.now, ...stage }]);
    await pass(p, 1);
    expect(await driftLedger(p.store, { state: 'open', limit: 10 })).toEqual([]);
    const closed = await driftLedger(p.store, { state: 'all', limit: 10 });
    expect(closed).toMatchObject([{ closedBy: 'agreed', closedAt: expect.any(Number) }]);
  });
});
