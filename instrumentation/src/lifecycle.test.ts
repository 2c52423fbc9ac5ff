import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Host, type HostOptions, startHost } from './testing/host.ts';
import { readMessage, TRACE_REQUEST } from './testing/read-protobuf.ts';
import { type Receiver, startReceiver } from './testing/receiver.ts';

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

function run(program: string, options: HostOptions = {}): Host {
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, ...options.env };
  const host = startHost(program, { ...options, env });
  hosts.push(host);
  return host;
}

/** From when its work was done to when it was gone. */
async function msToEnd(host: Host): Promise<number> {
  const from = performance.now();
  await host.ended;
  return performance.now() - from;
}

const LIMIT_MS = 2_000;

describe('a process that ends', () => {
  it('by itself has sent its last batch', async () => {
    await expect(run('script.mjs').ended).resolves.toBe(0);
    expect(receiver.spans.map(({ name }) => name)).toEqual(['orderwatch.heartbeat']);
  });

  it('by itself has sent it as protobuf, unless JSON is asked for', async () => {
    const host = run('script.mjs', { env: { OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf' } });
    await expect(host.ended).resolves.toBe(0);
    const [request] = receiver.requests;
    expect([request?.url, request?.headers['content-type']]).toEqual([
      '/v1/traces',
      'application/x-protobuf',
    ]);
    const read = JSON.stringify(readMessage(request!.body, TRACE_REQUEST), (_key, value) =>
      typeof value === 'bigint' ? Number(value) : value,
    );
    expect(read).toContain(Buffer.from('orderwatch.heartbeat').toString('hex'));
  });

  it('by itself is not kept by a receiver that answers nothing', async () => {
    receiver.answer = 'hang';
    const host = run('script.mjs');
    await host.line('work done');
    await expect(msToEnd(host)).resolves.toBeLessThan(LIMIT_MS);
    await expect(host.ended).resolves.toBe(0);
  });

  it('by itself is not kept by a receiver that is not there', async () => {
    const host = run('script.mjs', { env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' } });
    await host.line('work done');
    await expect(msToEnd(host)).resolves.toBeLessThan(LIMIT_MS);
  });

  it('by a signal that nobody handles ends by that signal, after the last batch', async () => {
    const host = run('shop.ts');
    await host.line('listening');
    host.child.kill('SIGTERM');
    await expect(host.ended).resolves.toBe('SIGTERM');
    expect(receiver.spans.map(({ name }) => name)).toEqual(['orderwatch.heartbeat']);
  });

  it('by a signal is not kept by a receiver that answers nothing', async () => {
    receiver.answer = 'hang';
    const host = run('shop.ts');
    await host.line('listening');
    host.child.kill('SIGINT');
    await expect(msToEnd(host)).resolves.toBeLessThan(LIMIT_MS);
    await expect(host.ended).resolves.toBe('SIGINT');
  });

  it('in the way of its own handler is left to that handler', async () => {
    const host = run('shop.ts', { env: { OWN_HANDLER: 'yes' } });
    await host.line('listening');
    host.child.kill('SIGTERM');
    await host.line('host: closed');
    await expect(host.ended).resolves.toBe(0);
  });
});

describe('a start', () => {
  it('too late says which library stays without instrumentation, and a second one that it is the second', async () => {
    const host = run('late.ts', { nodeArgs: [] });
    await expect(host.ended).resolves.toBe(0);
    expect(host.output()).toContain('went on');
    expect(host.errors()).toContain('express was loaded before the instrumentation');
    expect(host.errors()).toContain('started twice');
  });

  it('takes the name from the environment before that from code', async () => {
    const host = run('late.ts', { nodeArgs: [], env: { OTEL_SERVICE_NAME: 'from-environment' } });
    await host.ended;
    expect(receiver.spans.map(({ service }) => service)).toEqual(['from-environment']);
  });

  it('that is disabled does nothing at all', async () => {
    const host = run('script.mjs', { env: { OTEL_SDK_DISABLED: 'true' } });
    await expect(host.ended).resolves.toBe(0);
    expect(receiver.requests).toEqual([]);
  });

  it('with a wrong setting says so and goes on with the default', async () => {
    const host = run('script.mjs', { env: { OTEL_BSP_SCHEDULE_DELAY: 'soon' } });
    await expect(host.ended).resolves.toBe(0);
    expect(host.errors()).toContain('OTEL_BSP_SCHEDULE_DELAY=soon is ignored: it must be a whole number');
    expect(receiver.spans).toHaveLength(1);
  });

  it('with an endpoint that is no URL leaves the host alone', async () => {
    const host = run('script.mjs', { env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'nonsense' } });
    await expect(host.ended).resolves.toBe(0);
    expect(host.output()).toContain('work done');
  });
});
