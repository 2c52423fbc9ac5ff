import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Host, type HostOptions, startHost } from './testing/host.ts';
import type { ReceivedSpan } from './testing/received.ts';
import { type Receiver, renderSpans, startReceiver } from './testing/receiver.ts';

let receiver: Receiver;
let hosts: Host[];

beforeEach(async () => {
  receiver = await startReceiver();
  hosts = [];
});

afterEach(async () => {
  for (const host of hosts) host.child.kill('SIGKILL');
  await Promise.all(hosts.map(({ ended }) => ended));
  await receiver.close();
});

async function serve(program: string, service: string, options: HostOptions = {}): Promise<string> {
  const host = startHost(program, {
    ...options,
    env: {
      OTEL_SERVICE_NAME: service,
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      OTEL_BSP_SCHEDULE_DELAY: '50',
      OTEL_BLRP_SCHEDULE_DELAY: '50',
      ...options.env,
    },
  });
  hosts.push(host);
  return `http://127.0.0.1:${(await host.line('listening')).split(' ').at(-1)}`;
}

const submit = (url: string) => fetch(`${url}/orders/42/submit`, { method: 'POST' });
const servers = (names: string[]) => (seen: Receiver) =>
  names.every((name) => seen.spans.some((span) => span.kind === 'server' && span.name === name));

describe('an order that is bound in one line', () => {
  it('is on every span that ends after it, on the local root, and on those of the service that is called', async () => {
    const crm = await serve('shop.ts', 'crm');
    const shop = await serve('shop.ts', 'shop', {
      env: { NEXT: crm, ORDERWATCH_BAGGAGE_HOSTS: '127.0.0.1' },
    });
    await submit(shop);
    await receiver.until(servers(['POST /orders/:id/submit']));
    await receiver.until((seen) => seen.spans.filter(({ service }) => service === 'crm').length === 2);
    expect(renderSpans(receiver.spans)).toBe(
      [
        'shop server POST /orders/:id/submit order=42',
        '  shop client GET order=42',
        '    crm server GET order=42',
        '  shop client GET order=42',
        '    crm server GET order=42',
      ].join('\n'),
    );
  });

  it('is on every log record from then on, in both services, and the status change is one of them', async () => {
    const crm = await serve('shop.ts', 'crm');
    const shop = await serve('shop.ts', 'shop', {
      env: { NEXT: crm, ORDERWATCH_BAGGAGE_HOSTS: '127.0.0.1' },
    });
    await submit(shop);
    await receiver.until((seen) => seen.records.length === 5);
    const told = receiver.records.map(({ service, body, attributes }) => [
      service,
      body,
      attributes['order.id'],
    ]);
    expect(told).toEqual(
      expect.arrayContaining([
        ['shop', 'before the order is known', undefined],
        ['shop', 'order entered SUBMITTED', '42'],
        ['shop', 'submitted by [e-mail], call [phone]', '42'],
        ['crm', 'asked for /fetched', '42'],
        ['crm', 'asked for /got', '42'],
      ]),
    );
    const change = receiver.records.find(({ eventName }) => eventName === 'order.status.changed');
    expect(change?.attributes).toEqual({
      'order.id': '42',
      'order.channel': 'b2c',
      'order.status': 'SUBMITTED',
      'order.status.from': 'FILE_UPLOADED',
    });
    await receiver.until(servers(['POST /orders/:id/submit']));
    const root = receiver.spans.find(({ name }) => name.startsWith('POST'));
    expect(root?.events).toEqual([{ name: 'order.status.changed', attributes: change?.attributes }]);
  });

  it('leaves for no host that is not listed, nor does the trace once there is a list', async () => {
    const crm = await serve('shop.ts', 'crm');
    const shop = await serve('shop.ts', 'shop', {
      env: { NEXT: crm, ORDERWATCH_BAGGAGE_HOSTS: 'crm.internal' },
    });
    await submit(shop);
    await receiver.until((seen) => seen.spans.filter(({ service }) => service === 'crm').length === 2);
    for (const span of receiver.spans.filter(({ service }) => service === 'crm')) {
      expect([span.parentSpanId, span.attributes['order.id']]).toEqual(['', undefined]);
    }
  });

  it('stays at home without a list, while the trace goes on', async () => {
    const crm = await serve('shop.ts', 'crm');
    const shop = await serve('shop.ts', 'shop', { env: { NEXT: crm } });
    await submit(shop);
    await receiver.until((seen) => seen.spans.filter(({ service }) => service === 'crm').length === 2);
    for (const span of receiver.spans.filter(({ service }) => service === 'crm')) {
      expect([span.parentSpanId === '', span.attributes['order.id']]).toEqual([false, undefined]);
    }
  });

  it('is not mixed up with another one that is worked on at the same time', async () => {
    const crm = await serve('shop.ts', 'crm');
    const shop = await serve('shop.ts', 'shop', { env: { NEXT: crm, ORDERWATCH_BAGGAGE_HOSTS: '*' } });
    await fetch(`${shop}/batch`);
    await receiver.until(servers(['GET /batch']));
    const items = () => receiver.records.filter(({ body }) => body?.startsWith('item'));
    await receiver.until(() => items().length === 2);
    expect(
      items()
        .map(({ body, attributes }) => `${body} ${attributes['order.id']}`)
        .sort(),
    ).toEqual(['item 1 1', 'item 2 2']);
    const clients = receiver.spans.filter(({ kind, service }) => kind === 'client' && service === 'shop');
    expect(clients.map(({ attributes }) => attributes['order.id']).sort()).toEqual(['1', '2']);
  });
});

describe('a service that is CommonJS', () => {
  it('is instrumented the same way', async () => {
    const crm = await serve('shop.ts', 'crm');
    const plain = await serve('plain.cjs', 'plain', { env: { NEXT: `${crm}/got` } });
    await fetch(`${plain}/orders/7`);
    await receiver.until(servers(['GET /orders/:id']));
    await receiver.until((seen) => seen.spans.length === 3);
    expect(renderSpans(receiver.spans)).toBe(
      ['plain server GET /orders/:id', '  plain client GET', '    crm server GET'].join('\n'),
    );
    await receiver.until((seen) => seen.records.some(({ body }) => body === 'served'));
  });
});

describe('what leaves a service', () => {
  it('has no query, no address, no name that was not allowed, and orders are numbered without gaps', async () => {
    const shop = await serve('shop.ts', 'shop', { env: { NEXT: 'http://127.0.0.1:1' } });
    await fetch(`${shop}/elsewhere?email=jane@example.org`);
    for (let i = 0; i < 3; i++) await submit(shop);
    const isSubmit = ({ name }: ReceivedSpan) => name === 'POST /orders/:id/submit';
    await receiver.until(({ spans }) => spans.filter(isSubmit).length === 3);
    const text = Buffer.concat(receiver.requests.map(({ body }) => body)).toString();
    for (const secret of ['jane', 'Jane', 'a1b2c3d4e5', '123-45-67', 'client.address', 'user_agent']) {
      expect(text).not.toContain(secret);
    }
    const isNumbered = (span: ReceivedSpan) => span.attributes['orderwatch.span.number'] !== undefined;
    const hasOrder = (span: ReceivedSpan) => span.attributes['order.id'] !== undefined;
    expect(receiver.spans.filter(isNumbered)).toEqual(receiver.spans.filter(hasOrder));
    const numbers = receiver.spans
      .filter(isNumbered)
      .map(({ attributes }) => Number(attributes['orderwatch.span.number']));
    expect(numbers.length).toBeGreaterThan(2);
    expect(numbers.sort((a, b) => a - b)).toEqual(numbers.map((_, index) => index + 1));
  });

  it('says which distribution and which instance it is from', async () => {
    const shop = await serve('shop.ts', 'shop', { env: { OTEL_RESOURCE_ATTRIBUTES: 'service.version=7' } });
    await fetch(`${shop}/x`);
    await receiver.until((seen) => seen.spans.length > 0);
    expect(receiver.spans[0]?.resource).toMatchObject({
      'service.name': 'shop',
      'service.version': '7',
      'service.instance.id': expect.stringMatching(/^[\da-f-]{36}$/),
      'telemetry.distro.name': '@orderwatch/instrumentation',
      'telemetry.distro.version': '0.1.0',
    });
    const begunAt = Date.parse(String(receiver.spans[0]?.resource['process.creation.time']));
    expect(Number(receiver.spans[0]!.startedAt / 1_000_000n) - begunAt).toBeGreaterThan(0);
  });

  it('is a heartbeat too, with the count of the spans', async () => {
    await serve('shop.ts', 'shop', { env: { ORDERWATCH_HEARTBEAT_MS: '20' } });
    await receiver.until((seen) => seen.spans.length >= 2);
    const beats = receiver.spans.slice(0, 2).map(({ name, attributes }) => [name, attributes]);
    const beat = ['orderwatch.heartbeat', { 'orderwatch.span.count': 0, 'orderwatch.span.dropped': 0 }];
    expect(beats).toEqual([beat, beat]);
  });

  it.each([
    ['its own sampler', { OTEL_TRACES_SAMPLER: 'always_off' }, {}],
    ['the sampler of who calls', {}, { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-00` }],
  ])('is a heartbeat that counts what %s left out of orders', async (_, env, headers) => {
    const shop = await serve('shop.ts', 'shop', { env: { ...env, ORDERWATCH_HEARTBEAT_MS: '20' } });
    await fetch(`${shop}/made-up/path`, { headers });
    await fetch(`${shop}/orders/42/submit`, { method: 'POST', headers });
    const unsampledOf = ({ attributes }: ReceivedSpan) => attributes['orderwatch.span.unsampled'];
    await receiver.until((seen) => seen.spans.some((span) => unsampledOf(span) !== undefined));
    expect(new Set(receiver.spans.map(({ name }) => name))).toEqual(new Set(['orderwatch.heartbeat']));
    expect(receiver.spans.map(unsampledOf).filter((count) => count !== undefined)).toContain(1);
  });
});

describe('metrics', () => {
  it('count requests by route with a trace as exemplar, and status changes by stage and channel', async () => {
    const shop = await serve('shop.ts', 'shop');
    await submit(shop);
    await fetch(`${shop}/made-up/path`);
    await receiver.until((seen) => seen.spans.length === 2);
    const response = await fetch(`${shop}/metrics`);
    const text = await response.text();
    expect(response.headers.get('content-type')).toContain('application/openmetrics-text');
    expect(text).toMatch(
      /http_server_request_duration_seconds_bucket\{le="[\d.]+",http_request_method="POST",http_route="\/orders\/:id\/submit",http_response_status_code="200"\} 1 # \{trace_id="[\da-f]{32}"/,
    );
    expect(text).toContain('http_route="unmatched"');
    expect(text).not.toContain('made-up');
    expect(text).toContain('order_status_changes_total{order_status="SUBMITTED",order_channel="b2c"} 1');
    expect(text).toContain('nodejs_eventloop_lag_p99_seconds');
  });
});
