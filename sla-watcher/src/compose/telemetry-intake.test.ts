import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startWatcher } from '../compose.ts';
import { systemClock } from '../schedule/clock.ts';
import { createSqliteStore } from '../store/sqlite/create-sqlite-store.ts';
import { createLogger } from '../telemetry/log.ts';
import { modelOf, WORKSHOP } from '../testing/model.ts';

const TRACED = WORKSHOP.replace(
  /witnesses:[\s\S]*?(?=leave_out)/,
  'witnesses:\n  traces: { kind: trace, services: { shop-api: shop, mes-api: mes } }\n',
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
