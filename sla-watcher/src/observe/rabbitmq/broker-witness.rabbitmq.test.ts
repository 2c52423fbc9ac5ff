import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished, vi } from 'vitest';
import { findFreePort } from '../../../../scripts/services/machine/free-port.ts';
import type { NativeRabbitmq } from '../../../../scripts/services/rabbitmq.ts';
import type { QueueSpan } from '../../domain/queue-history.ts';
import { createBrokerWitness } from './create-broker-witness.ts';
import { brokerModel, type BrokerModel, SUBMITTED } from './testing/broker-model.ts';
import { startPlatform, type Topology } from './testing/platform.ts';
import { QUICK_LAG_MS, startQuickBroker } from './testing/quick-broker.ts';
import { watchWitness, type WitnessWatch } from './testing/watch-witness.ts';

// Brokers start and restart in half a minute where others work as well.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

let broker: NativeRabbitmq;

beforeAll(async () => {
  broker = await startQuickBroker();
});
afterAll(() => broker?.stop());

const PATIENCE = { timeout: 40_000, interval: 200 };
const some = (count: number) => Array.from({ length: count }, (_, i) => `${i + 1}`);
const quick = () => brokerModel({ broker: { lagMs: QUICK_LAG_MS } });

/** What stands before the management API: how often it was asked, and how much it said. */
async function counting(url: string) {
  const seen = new URL(url);
  const { host } = seen;
  const asked: string[] = [];
  let bytes = 0;
  const pass: RequestListener = async (request, response) => {
    asked.push(request.url ?? '');
    const { authorization = '' } = request.headers;
    const answer = await fetch(`http://${host}${request.url}`, { headers: { authorization } });
    const text = await answer.text();
    bytes += text.length;
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(text);
  };
  const server = createServer((request, response) => void Promise.resolve(pass(request, response)));
  server.listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise((resolve) => server.once('listening', resolve));
  seen.port = String((server.address() as AddressInfo).port);
  return { url: seen.href, asked, bytes: () => bytes };
}

function withoutUser(address: string) {
  const { username, password, host } = new URL(address);
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  return { url: `http://${host}/`, authorization };
}

async function watchBroker(
  { model, broker: config }: BrokerModel,
  urls: { management?: string; metrics?: string | null } = {},
): Promise<WitnessWatch> {
  const { management = broker.managementUrl, metrics = null } = urls;
  return watchWitness(model, (clock) => createBrokerWitness(config, model, { management, metrics }, clock));
}

async function started(given: BrokerModel, topology: Partial<Topology> = {}) {
  const platform = await startPlatform(broker.url, given.names, topology);
  const watch = await watchBroker(given);
  return { ...platform, watch };
}

async function spansOf(watch: WitnessWatch, queue: string): Promise<readonly QueueSpan[]> {
  const { broker: view } = await watch.health();
  return view!.queues.find((history) => history.queue === queue)!.spans;
}

/** The last reading of a queue that was in this state; -1: none was. */
async function lastOf(
  watch: WitnessWatch,
  queue: string,
  state: 'emptyAt' | 'settledAt' | 'unconsumedAt',
): Promise<number> {
  return Math.max(-1, ...(await spansOf(watch, queue)).map((span) => span[state] ?? -1));
}

/** Polls until the last reading of a queue says so. */
async function until(watch: WitnessWatch, queue: string, count: object): Promise<QueueSpan> {
  return vi.waitFor(async () => {
    await watch.poll();
    const last = (await spansOf(watch, queue)).at(-1);
    expect(last?.last).toMatchObject(count);
    return last!;
  }, PATIENCE);
}

describe('a queue', () => {
  it('is seen while messages wait, are in hand and are gone, and when nobody takes from it', async () => {
    const given = quick();
    const { toMes, toCrm } = given.names;
    const { channel, publish, take, settle, watch } = await started(given);
    await until(watch, toMes, { ready: 0, unacked: 0, consumers: 0 });
    const publishedAt = Date.now();
    await publish(SUBMITTED, some(5), { timestamp: Math.floor(publishedAt / 1000) });
    const waiting = await until(watch, toMes, { ready: 5, unacked: 0, consumers: 0 });
    expect(waiting.last.headAt).toBe(Math.floor(publishedAt / 1000) * 1000);
    expect(await lastOf(watch, toMes, 'emptyAt')).toBeLessThan(publishedAt);
    await take(toMes, 2);
    const inHand = await until(watch, toMes, { ready: 3, unacked: 2, delivered: 2 });
    expect(await lastOf(watch, toMes, 'settledAt')).toBeLessThan(inHand.to);
    settle('ack');
    await channel.consume(toMes, (message) => message && channel.ack(message));
    const gone = await until(watch, toMes, { ready: 0, unacked: 0, consumers: 1, delivered: 5 });
    expect(await lastOf(watch, toMes, 'unconsumedAt')).toBeLessThan(gone.to);
    await vi.waitFor(async () => {
      await watch.poll();
      expect(await lastOf(watch, toMes, 'emptyAt')).toBeGreaterThan(publishedAt);
    }, PATIENCE);
    expect(gone.from).toBeGreaterThan(waiting.from);
    expect((await spansOf(watch, toCrm)).at(-1)?.last).toMatchObject({ ready: 0, unacked: 0, delivered: 0 });
  });

  it('gives out redeliveries that do not count as deliveries', async () => {
    const given = quick();
    const { channel, publish, watch } = await started(given);
    await publish(SUBMITTED, ['1']);
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const message = await channel.get(given.names.toMes);
      if (message === false) throw new Error('nothing was delivered');
      channel.nack(message, false, true);
    }
    await until(watch, given.names.toMes, { ready: 1, delivered: 1 });
  });

  it('that is deleted is missing, and begins anew when it is declared again', async () => {
    const given = quick();
    const { toMes } = given.names;
    const { channel, publish, watch } = await started(given);
    const publishedAt = Date.now();
    await publish(SUBMITTED, some(2));
    await until(watch, toMes, { ready: 2 });
    await channel.deleteQueue(toMes);
    const missing = async () =>
      (await watch.health()).broker!.queues.find(({ queue }) => queue === toMes)!.missingAt;
    await vi.waitFor(async () => {
      await watch.poll();
      expect(await missing()).not.toBeNull();
    }, PATIENCE);
    const last = (await spansOf(watch, toMes)).at(-1)!;
    expect(last.last).toMatchObject({ ready: 2 });
    expect(await lastOf(watch, toMes, 'emptyAt')).toBeLessThan(publishedAt);
    await channel.assertQueue(toMes, { durable: true });
    const anew = await until(watch, toMes, { ready: 0, unacked: 0 });
    expect(anew.from).toBeGreaterThan(last.to);
  });

  it('that is purged is empty, and nothing was delivered', async () => {
    const given = quick();
    const { channel, publish, watch } = await started(given);
    await publish(SUBMITTED, some(4));
    await until(watch, given.names.toMes, { ready: 4 });
    await channel.purgeQueue(given.names.toMes);
    await until(watch, given.names.toMes, { ready: 0, unacked: 0, delivered: 0 });
  });

  it('whose name holds what patterns are made of is found', async () => {
    const given = quick();
    const name = `${given.names.toMes}.(а|b)+ #1`;
    const { channel, watch: _ } = await started(given);
    await channel.assertQueue(name, { durable: true });
    const hop = { ...given.model.hops.get('to-mes')!, queue: name };
    const model = { ...given.model, hops: new Map([['to-mes', hop]]) };
    const watch = await watchBroker({ ...given, model });
    await until(watch, name, { ready: 0, unacked: 0 });
  });
});

describe('a reading', () => {
  it('stands for an instant so long ago that it was true then or later', async () => {
    // The figures of this broker are as old as anybody's; twice the usual lag, for a busy machine.
    const given = brokerModel({ broker: { lagMs: 30_000 } });
    const platform = await startPlatform(inject('rabbitmqUrl'), given.names);
    const management = inject('rabbitmqManagementUrl');
    const watch = await watchBroker(given, { management });
    onTestFinished(async () => {
      await platform.channel.deleteQueue(given.names.toMes).catch(() => {});
      await platform.channel.deleteQueue(given.names.toCrm).catch(() => {});
    });
    await until(watch, given.names.toMes, { ready: 0 });
    const ages: number[] = [];
    for (const round of [1, 2]) {
      const publishedAt = Date.now();
      await platform.publish(SUBMITTED, [`${round}`]);
      let lastEmpty = publishedAt;
      await vi.waitFor(async () => {
        const askedAt = Date.now();
        await watch.poll();
        const span = (await spansOf(watch, given.names.toMes)).at(-1)!;
        // However stale the zero: it is not claimed for a time at which the message was there.
        expect(await lastOf(watch, given.names.toMes, 'emptyAt')).toBeLessThan(publishedAt);
        if (span.last.ready === 0) lastEmpty = askedAt;
        expect(span.last.ready).toBe(1);
      }, PATIENCE);
      ages.push(lastEmpty - publishedAt);
      await platform.channel.purgeQueue(given.names.toMes);
      await until(watch, given.names.toMes, { ready: 0 });
    }
    console.log(`zeroes of RabbitMQ were up to ${Math.max(...ages)} ms old; the default lag is 15000 ms`);
  });
});

describe('drops', () => {
  const REASONS = ['expired', 'maxlen', 'rejected', 'delivery_limit', 'unroutable'] as const;
  const sum = async (watch: WitnessWatch) => {
    const { broker: view } = await watch.health();
    const told: Record<string, number> = {};
    for (const { dropped } of view!.drops)
      for (const reason of REASONS)
        if (dropped[reason] !== undefined) told[reason] = (told[reason] ?? 0) + dropped[reason];
    return told;
  };

  async function dropSome(given: BrokerModel) {
    const { channel, publish, take, settle } = await startPlatform(broker.url, given.names);
    const { url, authorization } = withoutUser(broker.managementUrl);
    const unroutable = async (): Promise<number> => {
      const answer = await fetch(`${url}api/overview`, { headers: { authorization } });
      const { message_stats: stats } = (await answer.json()) as {
        message_stats: { drop_unroutable?: number };
      };
      return stats.drop_unroutable ?? 0;
    };
    const lossy = { expired: { messageTtl: 1 }, maxlen: { maxLength: 1 } };
    return {
      /** Something was published, so the broker counts; and all of it is counted. */
      async ready() {
        const before = await unroutable();
        await publish('nowhere', ['0']);
        await vi.waitFor(async () => expect(await unroutable()).toBeGreaterThan(before), PATIENCE);
      },
      async drop() {
        await publish('nowhere', some(3));
        await publish('nowhere', some(2), { mandatory: true });
        for (const [reason, options] of Object.entries(lossy)) {
          const queue = `${given.names.exchange}.${reason}`;
          await channel.assertQueue(queue, options);
          for (let i = 0; i < 4; i += 1) channel.sendToQueue(queue, Buffer.from('{}'));
          await channel.waitForConfirms();
        }
        await publish(SUBMITTED, ['1']);
        await take(given.names.toMes, 1);
        settle('reject');
      },
    };
  }

  it('are counted by reason, where the Prometheus port is known', async () => {
    const given = quick();
    const { ready, drop } = await dropSome(given);
    await ready();
    const watch = await watchBroker(given, { metrics: broker.metricsUrl });
    await vi.waitFor(async () => {
      await watch.poll();
      expect(await sum(watch)).toEqual({
        expired: 0,
        maxlen: 0,
        rejected: 0,
        delivery_limit: 0,
        unroutable: 0,
      });
    }, PATIENCE);
    await drop();
    await vi.waitFor(async () => {
      await watch.poll();
      expect(await sum(watch)).toEqual({
        expired: 4,
        maxlen: 3,
        rejected: 1,
        delivery_limit: 0,
        unroutable: 5,
      });
    }, PATIENCE);
  });

  it('of a reason that nobody counts are not known, which is no zero', async () => {
    const given = quick();
    const { ready, drop } = await dropSome(given);
    await ready();
    const watch = await watchBroker(given);
    await vi.waitFor(async () => {
      await watch.poll();
      expect(await sum(watch)).toEqual({ unroutable: 0 });
    }, PATIENCE);
    await drop();
    await vi.waitFor(async () => {
      await watch.poll();
      expect(await sum(watch)).toEqual({ unroutable: 5 });
    }, PATIENCE);
  });

  it('that cannot be read are told, and the queues go on being seen', async () => {
    const given = quick();
    await startPlatform(broker.url, given.names);
    const watch = await watchBroker(given, { metrics: `http://127.0.0.1:${await findFreePort()}/metrics` });
    await until(watch, given.names.toMes, { ready: 0 });
    await vi.waitFor(async () => {
      await watch.poll();
      expect((await watch.health()).detail).toContain('Prometheus port: it refuses connections');
    }, PATIENCE);
    expect(await watch.health()).toMatchObject({ state: 'healthy' });
    expect(Object.keys(await sum(watch))).not.toContain('expired');
  });
});

describe('the load on the broker', () => {
  it.each([
    [
      'without',
      null,
      ['queues', 'overview', 'queues', 'overview', 'queues', 'overview', 'queues', 'overview'],
    ],
    [
      'with',
      'metrics',
      ['queues', 'metrics', 'queues', 'overview', 'queues', 'metrics', 'queues', 'overview'],
    ],
  ])('is one small request a poll, %s the Prometheus port', async (_, metrics, expected) => {
    const given = quick();
    await startPlatform(broker.url, given.names);
    const management = await counting(broker.managementUrl);
    const port = await counting(broker.metricsUrl);
    const watch = await watchBroker(given, {
      management: management.url,
      metrics: metrics === null ? null : `${port.url}`,
    });
    const kinds: string[] = [];
    for (let poll = 0; poll < 8; poll += 1) {
      const before = [management.asked.length, port.asked.length];
      await watch.poll();
      const now = [management.asked.length, port.asked.length];
      expect(now[0]! + now[1]! - before[0]! - before[1]!).toBe(1);
      expect(watch.last).toEqual([[]]);
      const path = management.asked.at(-1) ?? '';
      kinds.push(now[1]! > before[1]! ? 'metrics' : path.includes('/queues/') ? 'queues' : 'overview');
    }
    expect(kinds).toEqual(expected);
    const each = Math.round(management.bytes() / management.asked.length);
    console.log(`management API: ${management.asked.length} requests in 8 polls, ${each} bytes each`);
    expect(each).toBeLessThan(2000);
  });
});

describe('a user', () => {
  async function user(tags: string, permissions: boolean): Promise<string> {
    const { url: base, authorization } = withoutUser(broker.managementUrl);
    const headers = { authorization, 'content-type': 'application/json' };
    const name = `user-${crypto.randomUUID().slice(0, 8)}`;
    const put = (path: string, body: object) =>
      fetch(`${base}api/${path}`, { method: 'PUT', headers, body: JSON.stringify(body) });
    await put(`users/${name}`, { password: 'hidden-word', tags });
    if (permissions) await put(`permissions/%2F/${name}`, { configure: '^$', write: '^$', read: '^$' });
    return base.replace('//', `//${name}:hidden-word@`);
  }

  it('with the tag monitoring, and no rights in the virtual host, sees all that is needed', async () => {
    const given = quick();
    await startPlatform(broker.url, given.names);
    const watch = await watchBroker(given, { management: await user('monitoring', true) });
    await until(watch, given.names.toMes, { ready: 0 });
    await watch.poll();
    await watch.poll();
    expect(await watch.health()).toMatchObject({ state: 'healthy', detail: null });
  });

  it.each([
    ['without any tag', '', true, 'set_user_tags USER monitoring'],
    ['who may not see the virtual host', 'monitoring', false, 'set_permissions -p VHOST'],
  ])('%s is told which right is missing', async (_, tags, permissions, message) => {
    const watch = await watchBroker(quick(), { management: await user(tags, permissions) });
    expect(await watch.attempt()).toMatchObject({
      reason: 'unavailable',
      error: { message: expect.stringContaining(message), retryable: false },
    });
    expect(JSON.stringify(await watch.store.witnesses())).not.toContain('hidden-word');
  });

  it('of a virtual host that does not exist is told so', async () => {
    const watch = await watchBroker(brokerModel({ broker: { vhost: 'nowhere' } }));
    expect(await watch.attempt()).toMatchObject({
      error: { message: expect.stringContaining('no such virtual host'), retryable: false },
    });
  });
});
