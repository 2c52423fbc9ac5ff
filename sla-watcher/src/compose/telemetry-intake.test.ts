import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startWatcher } from '../compose.ts';
import type { OrderDetail } from '../http/api-types.ts';
import { systemClock } from '../schedule/clock.ts';
import { RHYTHM } from '../schedule/loops.ts';
import { createSqliteStore } from '../store/sqlite/create-sqlite-store.ts';
import { createLogger } from '../telemetry/log.ts';
import { modelOf, WORKSHOP } from '../testing/model.ts';

const TRACED = WORKSHOP.replace(
  /witnesses:[\s\S]*?(?=leave_out)/,
  'witnesses:\n  traces: { kind: trace, services: { shop-api: shop, mes-api: mes } }\n',
).replace(
  'from: shop, to: mes, via: amqp }',
  'from: shop, to: mes, via: amqp, exchange: orders, routing_key: order.placed, queue: mes.orders }',
);
const SPAN = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' };
const now = Date.now();
const nanos = (ms: number) => `${ms}000000`;
const text = (key: string, stringValue: string) => ({ key, value: { stringValue } });

async function watching(model: string) {
  const folder = mkdtempSync(join(tmpdir(), 'orderwatch-telemetry-'));
  const store = createSqliteStore({ path: join(folder, 'store.sqlite') });
  await store.migrate();
  const watcher = await startWatcher({
    model: modelOf(model),
    store,
    clock: systemClock,
    routes: new Map(),
    witnesses: [],
    listen: { host: '127.0.0.1', port: 0, token: null },
    retentionMs: 86_400_000,
    log: createLogger({ level: 'silent', secrets: [], pretty: false }),
    version: 'test',
    rhythm: { ...RHYTHM, watch: 20 },
  });
  onTestFinished(async () => {
    await watcher.stop(1_000);
    rmSync(folder, { recursive: true });
  });
  return {
    store,
    post: (path: string, body: object) =>
      fetch(`${watcher.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    order: async (id: string) => (await fetch(`${watcher.url}/api/orders/${id}`)).json(),
  };
}

const resource = (service: string) => ({ attributes: [text('service.name', service)] });
const spanOf = (service: string, ...events: object[]) => ({
  resourceSpans: [
    {
      resource: resource(service),
      scopeSpans: [
        {
          spans: [
            {
              ...SPAN,
              name: 'POST /orders',
              kind: 2,
              startTimeUnixNano: nanos(now - 50),
              endTimeUnixNano: nanos(now),
              attributes: [text('order.id', '42'), text('order.channel', 'b2b'), text('user.email', 'a@b.c')],
              events,
            },
          ],
        },
      ],
    },
  ],
});
const changed = (status: string) => ({
  name: 'order.status.changed',
  timeUnixNano: nanos(now - 10),
  attributes: [text('order.status', status)],
});

test('a status change in a span, told again by a log record, is one fact of the order', async () => {
  const watcher = await watching(TRACED);
  expect((await watcher.post('/v1/traces', spanOf('shop-api', changed('PLACED')))).status).toBe(200);
  const log = {
    timeUnixNano: nanos(now - 10),
    eventName: 'order.status.changed',
    attributes: [text('order.id', '42'), text('order.channel', 'b2b'), text('order.status', 'PLACED')],
  };
  const logs = { resourceLogs: [{ resource: resource('shop-api'), scopeLogs: [{ logRecords: [log] }] }] };
  expect(await (await watcher.post('/v1/logs', logs)).json()).toEqual({});
  const order = await watcher.order('42');
  expect(order).toMatchObject({
    order: '42',
    stage: 'PLACED',
    attributes: [{ name: 'channel', value: 'b2b' }],
  });
  expect(await watcher.store.observations('42', 10)).toHaveLength(1);
  expect(JSON.stringify(order)).not.toContain('a@b.c');
});

const number = (key: string, intValue: number) => ({ key, value: { intValue: String(intValue) } });
const list = (key: string, values: readonly string[]) => ({
  key,
  value: { arrayValue: { values: values.map((stringValue) => ({ stringValue })) } },
});
const MESSAGE = [
  text('messaging.system', 'rabbitmq'),
  text('messaging.destination.name', 'orders:order.placed:mes.orders'),
  text('messaging.rabbitmq.destination.routing_key', 'order.placed'),
];

/** A request of one service, its spans a second ago, 40 ms long. */
function spansOf(
  service: string,
  spans: readonly object[],
  instance = 'i1',
  ofResource: readonly object[] = [],
) {
  const whole = spans.map((span, i) => ({
    ...{ traceId: SPAN.traceId, spanId: `${'0'.repeat(14)}${String(i + 10)}`, name: 'span', kind: 5 },
    ...{ startTimeUnixNano: nanos(now - 1_000), endTimeUnixNano: nanos(now - 960) },
    ...span,
  }));
  const attributes = [text('service.name', service), text('service.instance.id', instance), ...ofResource];
  return { resourceSpans: [{ resource: { attributes }, scopeSpans: [{ spans: whole }] }] };
}

test('the way of a message is told beside the row that it led to', async () => {
  const watcher = await watching(TRACED);
  const { traceId } = SPAN;
  await watcher.post('/v1/traces', spanOf('shop-api', changed('PLACED')));
  const order = text('order.id', '42');
  const outcome = (what: string) => text('orderwatch.messaging.outcome', what);
  const sent = {
    kind: 4,
    attributes: [...MESSAGE, order, text('order.status', 'PLACED'), outcome('confirmed')],
  };
  const taken = { attributes: [...MESSAGE, text('order.id', 'M-0042'), outcome('acked')] };
  const written = {
    ...{ kind: 3, name: 'UPDATE orders', attributes: [order, text('db.system.name', 'postgresql')] },
    ...{ startTimeUnixNano: nanos(now - 990), endTimeUnixNano: nanos(now - 980) },
  };
  expect((await watcher.post('/v1/traces', spansOf('shop-api', [sent]))).status).toBe(200);
  for (let twice = 0; twice < 2; twice++) {
    await watcher.post('/v1/traces', spansOf('mes-api', [taken, written]));
  }
  const { courses } = (await watcher.order('42')) as OrderDetail;
  expect(courses[0]?.arrivals).toMatchObject([
    {
      hop: 'placed-to-mes',
      arrived: false,
      steps: [
        { point: 'published', system: 'shop', outcome: 'confirmed', traceId },
        { point: 'received', system: 'mes', outcome: null },
        { point: 'stored', system: 'mes' },
        { point: 'handled', system: 'mes', outcome: 'acked' },
      ],
    },
  ]);
  expect(await watcher.store.observations('42', 10)).toHaveLength(5);
});

test('an order that came by the id of its sender is the same order', async () => {
  const watcher = await watching(TRACED);
  const sent = { kind: 4, attributes: [...MESSAGE, text('order.id', 'M-0042')] };
  await watcher.post('/v1/traces', spansOf('shop-api', [sent]));
  expect(await watcher.store.observations('42', 10)).toHaveLength(1);
});

test('one span may stand for fifty orders', async () => {
  const watcher = await watching(TRACED);
  const ids = Array.from({ length: 50 }, (_, i) => String(i + 1));
  const batch = { attributes: [...MESSAGE, list('order.id', ids)] };
  expect(await (await watcher.post('/v1/traces', spansOf('mes-api', [batch]))).json()).toEqual({});
  for (const id of ['1', '50']) expect(await watcher.store.observations(id, 10)).toHaveLength(2);
});

test('heartbeats and numbers tell how far telemetry was seen, and what is missing', async () => {
  const watcher = await watching(TRACED);
  const beat = (count: number) => ({
    ...{ name: 'orderwatch.heartbeat', kind: 1 },
    attributes: [number('orderwatch.span.count', count), number('orderwatch.span.dropped', 0)],
  });
  const numbered = { attributes: [...MESSAGE, text('order.id', '42'), number('orderwatch.span.number', 1)] };
  await watcher.post('/v1/traces', spansOf('mes-api', [numbered, beat(1)]));
  await watcher.post('/v1/traces', spansOf('mes-api', [beat(3)], 'i2'));
  const sources = await watcher.store.transaction((tx) => tx.lockAllSources());
  expect(sources).toMatchObject([
    { witness: 'traces', service: 'mes-api', instance: 'i1', complete: 1, completeAt: now - 1_000 },
    { instance: 'i2', complete: 0, completeAt: null, beats: [{ count: 3 }] },
  ]);
  const isSurveyed = async () =>
    expect((await watcher.store.witnesses())[0]?.health).toMatchObject({
      state: 'unknown',
      detail: 'no heartbeat of shop-api',
    });
  await vi.waitFor(isSurveyed, { timeout: 10_000 });
});

test('a run of a process says when it began, and what its sampler left out', async () => {
  const watcher = await watching(TRACED);
  const beat = (unsampled: number) => ({
    ...{ name: 'orderwatch.heartbeat', kind: 1 },
    attributes: [number('orderwatch.span.count', 1), number('orderwatch.span.unsampled', unsampled)],
  });
  const run = (written: string) => [text('process.creation.time', written)];
  const begunAt = now - 60_000;
  const began = run(new Date(begunAt).toISOString());
  await watcher.post('/v1/traces', spansOf('mes-api', [beat(0)], 'i1', began));
  await watcher.post('/v1/traces', spansOf('mes-api', [beat(2)], 'i2', began));
  await watcher.post('/v1/traces', spansOf('mes-api', [beat(0)], 'i3', run('once upon a time')));
  const sources = await watcher.store.transaction((tx) => tx.lockAllSources());
  expect(sources).toMatchObject([
    { instance: 'i1', completeAt: begunAt, gaps: [] },
    { instance: 'i2', unsampled: { count: 2 }, gaps: [{ from: begunAt, to: now - 1_000 }] },
    { instance: 'i3', completeAt: null },
  ]);
});

test('a status and a line are read as the model and the services write them', async () => {
  const renamed = TRACED.replace('mes-api: mes } }', 'mes-api: mes }, statuses: { NEW: PLACED } }').replace(
    ', exchange: orders, routing_key: order.placed, queue: mes.orders }',
    ' }',
  );
  const watcher = await watching(renamed);
  const named = [text('order.id', '42'), text('order.status', 'NEW'), number('order.line', 1)];
  await watcher.post('/v1/traces', spansOf('mes-api', [{ attributes: [...MESSAGE, ...named] }]));
  expect(await watcher.store.observations('42', 10)).toMatchObject([
    { line: '1', step: { hop: 'placed-to-mes' } },
    { line: '1', step: { hop: 'placed-to-mes' } },
  ]);
});

/** The record that a handler has a message, and the span in which it has it, once that has ended. */
function inHand(...ids: readonly string[]) {
  const [first = ''] = ids;
  const order = ids.length === 1 ? text('order.id', first) : list('order.id', ids);
  const attributes = [...MESSAGE, order];
  const log = {
    ...{ traceId: SPAN.traceId, spanId: `${'0'.repeat(14)}10`, timeUnixNano: nanos(now - 1_000) },
    ...{ eventName: 'orderwatch.message.in_hand', attributes },
  };
  return {
    record: { resourceLogs: [{ resource: resource('mes-api'), scopeLogs: [{ logRecords: [log] }] }] },
    span: spansOf('mes-api', [
      { attributes: [...attributes, text('orderwatch.messaging.outcome', 'acked')] },
    ]),
  };
}

test('a message in hand is known before its handler ends, and known once with its span', async () => {
  const watcher = await watching(TRACED);
  await watcher.post('/v1/traces', spanOf('shop-api', changed('PLACED')));
  const pointsSeen = async () => {
    const { courses } = (await watcher.order('42')) as OrderDetail;
    return courses[0]?.arrivals[0]?.steps.map(({ point }) => point);
  };
  const { record, span } = inHand('M-0042');
  for (let twice = 0; twice < 2; twice++) {
    expect(await (await watcher.post('/v1/logs', record)).json()).toEqual({});
  }
  expect(await pointsSeen()).toEqual(['received']);
  await watcher.post('/v1/traces', span);
  expect(await pointsSeen()).toEqual(['received', 'handled']);
  expect(await watcher.store.observations('42', 10)).toHaveLength(3);
});

test('more orders than a request may tell of are refused before they are observations', async () => {
  const watcher = await watching(TRACED);
  const ids = Array.from({ length: 1_000 }, (_, i) => String(i));
  const batches = Array.from({ length: 51 }, () => ({ attributes: [...MESSAGE, list('order.id', ids)] }));
  expect((await watcher.post('/v1/traces', spansOf('mes-api', batches))).status).toBe(413);
  const { record } = inHand(...ids);
  const manyLogs = { resourceLogs: batches.flatMap(() => record.resourceLogs) };
  expect((await watcher.post('/v1/logs', manyLogs)).status).toBe(413);
  expect(await watcher.store.order('1')).toBeNull();
});

test('what a span has too many of is told', async () => {
  const watcher = await watching(TRACED);
  const events = Array.from({ length: 300 }, () => changed('PLACED'));
  const answer = await watcher.post('/v1/traces', spanOf('shop-api', ...events));
  expect(await answer.json()).toMatchObject({
    partialSuccess: { rejectedSpans: '1', errorMessage: expect.stringContaining('than one span may') },
  });
});

test('what the watcher itself sends is refused, and never evidence', async () => {
  const watcher = await watching(TRACED);
  const own = { key: 'orderwatch.internal', value: { boolValue: true } };
  const marked = { attributes: [...MESSAGE, text('order.id', '42'), own] };
  expect(await (await watcher.post('/v1/traces', spansOf('mes-api', [marked, marked]))).json()).toMatchObject(
    {
      partialSuccess: { rejectedSpans: '2', errorMessage: expect.stringContaining('of the watcher itself') },
    },
  );
  expect(await watcher.store.order('42')).toBeNull();
});

test('what the model cannot place is said in the answer, and the rest is taken', async () => {
  const watcher = await watching(TRACED);
  const answer = await watcher.post(
    '/v1/traces',
    spanOf('shop-api', changed('PLACED'), changed('TELEPORTED')),
  );
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({
    partialSuccess: { rejectedSpans: '1', errorMessage: expect.stringContaining('no stage of the model') },
  });
  expect(await watcher.order('42')).toMatchObject({ stage: 'PLACED' });
});

test('without a trace witness there is no such path', async () => {
  const watcher = await watching(WORKSHOP);
  expect((await watcher.post('/v1/traces', spanOf('shop-api'))).status).toBe(404);
});
