import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { NativeRabbitmq } from '../../../../scripts/services/rabbitmq.ts';
import { isHopObservation } from '../../domain/observation.ts';
import type { QueueSpan } from '../../domain/queue-history.ts';
import { createBrokerWitness } from './create-broker-witness.ts';
import { createDeadLetterWitness } from './dead-letters/create-dead-letter-witness.ts';
import { SETTLED_AFTER_MS } from './dead-letters/tap-connection.ts';
import { brokerModel, type BrokerModel, SUBMITTED } from './testing/broker-model.ts';
import { startPlatform } from './testing/platform.ts';
import { QUICK_LAG_MS, startQuickBroker } from './testing/quick-broker.ts';
import { watchWitness, type WitnessWatch } from './testing/watch-witness.ts';

// Brokers start and restart in half a minute where others work as well.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

let broker: NativeRabbitmq;

beforeAll(async () => {
  broker = await startQuickBroker();
});
afterAll(() => broker?.stop());

const PATIENCE = { timeout: 60_000, interval: 100 };
const WAITING = 500;
const some = (count: number) => Array.from({ length: count }, (_, i) => `${i + 1}`);
const quick = () => brokerModel({ broker: { lagMs: QUICK_LAG_MS } });

const watchQueues = ({ model, broker: config }: BrokerModel, management = broker.managementUrl) =>
  watchWitness(model, (clock) => createBrokerWitness(config, model, { management, metrics: null }, clock));
const watchDead = ({ model, deadLetters }: BrokerModel) =>
  watchWitness(model, (clock) => createDeadLetterWitness(deadLetters, model, broker.url, clock));

async function spansOf(watch: WitnessWatch, queue: string): Promise<readonly QueueSpan[]> {
  const [stored] = await watch.store.witnesses();
  const { queues } = JSON.parse(stored!.cursor!) as { queues: { queue: string; spans: QueueSpan[] }[] };
  return queues.find((history) => history.queue === queue)!.spans;
}

async function holds(watch: WitnessWatch, queue: string, ready: number): Promise<void> {
  await vi.waitFor(async () => {
    await watch.poll();
    expect((await spansOf(watch, queue)).at(-1)?.last.ready).toBe(ready);
  }, PATIENCE);
}

async function polledUntilRead(
  watch: WitnessWatch,
): Promise<{ refused: number; codes: ReadonlySet<string> }> {
  let refused = 0;
  const codes = new Set<string>();
  await vi.waitFor(async () => {
    const polled = await watch.attempt();
    if (polled.reason === 'unavailable') {
      refused += 1;
      codes.add(polled.error.code);
      expect(polled.error.retryable).toBe(true);
    }
    expect(polled.reason).toBe('read');
  }, PATIENCE);
  return { refused, codes };
}

async function deadOrders(watch: WitnessWatch): Promise<readonly string[]> {
  const all = (await watch.observations()).filter(isHopObservation);
  return all.map(({ order }) => order).sort((a, b) => Number(a) - Number(b));
}

describe('a broker that is restarted', () => {
  it.each(['politely', 'crash'] as const)(
    '%s is blind meanwhile, and no queue is called empty',
    async (how) => {
      const given = quick();
      const { toMes } = given.names;
      const platform = await startPlatform(broker.url, given.names);
      const watch = await watchQueues(given);
      await holds(watch, toMes, 0);
      const publishedAt = Date.now();
      await platform.publish(SUBMITTED, some(WAITING));
      await holds(watch, toMes, WAITING);
      const before = await spansOf(watch, toMes);
      const { watermark } = await watch.health();
      const restarted = broker.restart(how);
      const down = Date.now();
      const blind = await vi.waitFor(async () => {
        const polled = await watch.attempt();
        expect(polled.reason).toBe('unavailable');
        return watch.health();
      }, PATIENCE);
      expect(blind).toMatchObject({ state: 'blind', watermark: expect.any(Number) });
      expect(blind.watermark!).toBeGreaterThanOrEqual(watermark!);
      await restarted;
      const up = Date.now();
      const { refused } = await polledUntilRead(watch);
      await holds(watch, toMes, WAITING);
      const after = await spansOf(watch, toMes);
      for (const { emptyAt } of after) if (emptyAt !== null) expect(emptyAt).toBeLessThan(publishedAt);
      expect(after[0]!.first).toEqual(before[0]!.first);
      expect(await watch.health()).toMatchObject({ state: 'healthy' });
      console.log(
        `R4 ${how}: down ${up - down} ms, ${refused} polls refused after, seen again ${Date.now() - up} ms after it answered; ${WAITING} messages never called gone`,
      );
    },
  );

  it.each(['politely', 'crash'] as const)(
    '%s has its dead letters read by a tap that comes back alone; what a crash may cost is a gap',
    async (how) => {
      const given = quick();
      const { toMes, tap } = given.names;
      const platform = await startPlatform(broker.url, given.names);
      const watch = await watchDead(given);
      await watch.poll();
      watch.pass(1000);
      await watch.poll();
      await platform.publish(SUBMITTED, some(WAITING));
      await platform.take(toMes, WAITING);
      platform.settle('reject');
      await vi.waitFor(async () => {
        expect((await platform.channel.checkQueue(tap)).messageCount).toBe(WAITING);
      }, PATIENCE);
      const { watermark } = await watch.health();
      // In the middle of a read: two batches are durable, of which one is acknowledged.
      watch.onDurable = () => {
        if (watch.last.length === 2) throw new Error('stopped');
      };
      await expect(watch.attempt()).rejects.toThrow('stopped');
      watch.onDurable = () => {};
      await broker.restart(how);
      const { refused } = await polledUntilRead(watch);
      watch.pass(SETTLED_AFTER_MS);
      await watch.poll();
      const told = await deadOrders(watch);
      expect(told).toEqual(some(WAITING).slice(0, told.length));
      if (how === 'politely') expect(told).toHaveLength(WAITING);
      const health = await watch.health();
      expect(health.gaps?.at(-1)).toEqual({ from: watermark, to: health.watermark });
      console.log(`R4 tap, ${how}: ${told.length} of ${WAITING} dead letters, ${refused} polls refused`);
    },
  );
});

describe('a connection that the server closes', () => {
  it('in the middle of a read loses nothing, and is opened anew', async () => {
    const given = quick();
    const { toMes, tap } = given.names;
    const platform = await startPlatform(broker.url, given.names);
    const watch = await watchDead(given);
    await watch.poll();
    await platform.publish(SUBMITTED, some(450));
    await platform.take(toMes, 450);
    platform.settle('reject');
    await vi.waitFor(async () => {
      expect((await platform.channel.checkQueue(tap)).messageCount).toBe(450);
    }, PATIENCE);
    watch.onBatch = async () => {
      if (watch.last.length === 1) await closeConnection('orderwatch dead');
    };
    const cut = await watch.attempt();
    expect(cut).toMatchObject({ reason: 'unavailable', error: { retryable: true } });
    expect(await watch.health()).toMatchObject({ state: 'blind' });
    watch.onBatch = () => {};
    await vi.waitFor(async () => {
      await polledUntilRead(watch);
      expect(await deadOrders(watch)).toEqual(some(450));
    }, PATIENCE);
  });

  async function closeConnection(name: string): Promise<void> {
    const { username, password, host } = new URL(broker.managementUrl);
    const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
    const headers = { authorization };
    await vi.waitFor(async () => {
      const answer = await fetch(`http://${host}/api/connections`, { headers });
      const all = (await answer.json()) as { name: string; user_provided_name?: string }[];
      const ours = all.filter(({ user_provided_name }) => user_provided_name === name);
      expect(ours.length).toBeGreaterThan(0);
      for (const { name: id } of ours)
        await fetch(`http://${host}/api/connections/${encodeURIComponent(id)}`, {
          method: 'DELETE',
          headers,
        });
    }, PATIENCE);
  }
});

describe('a management API that is gone', () => {
  /** What stands before it, and can be shut. */
  async function gate() {
    const target = new URL(broker.managementUrl);
    const { host } = target;
    const server: Server = createServer(async (request, response) => {
      const { authorization = '' } = request.headers;
      const answer = await fetch(`http://${host}${request.url}`, { headers: { authorization } });
      response.writeHead(answer.status).end(await answer.text());
    });
    const listen = (port: number) =>
      new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    await listen(0);
    const { port } = server.address() as AddressInfo;
    target.port = String(port);
    const shut = async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    };
    onTestFinished(() => (server.listening ? shut() : undefined));
    return { url: target.href, shut, open: () => listen(port) };
  }

  it('is told as down, no reading is invented, and afterwards a new span begins', async () => {
    const given = quick();
    const { toMes } = given.names;
    const platform = await startPlatform(broker.url, given.names);
    const { url, shut, open } = await gate();
    const watch = await watchQueues(given, url);
    await platform.publish(SUBMITTED, some(3));
    await holds(watch, toMes, 3);
    // A queue is asked after at every other poll: the next is of the counters.
    const before = await watch.store.witnesses();
    await shut();
    await watch.attempt();
    const polled = await watch.attempt();
    expect(polled).toMatchObject({
      reason: 'unavailable',
      error: { message: expect.stringContaining('refuses connections'), retryable: true },
    });
    expect(await watch.health()).toMatchObject({ state: 'blind', watermark: before[0]!.health.watermark });
    const span = (await spansOf(watch, toMes)).at(-1);
    watch.pass(10 * given.broker.pollMs);
    await open();
    await polledUntilRead(watch);
    await holds(watch, toMes, 3);
    const [last, after] = (await spansOf(watch, toMes)).slice(-2);
    expect(last).toEqual(span);
    expect(after!.from - last!.to).toBeGreaterThan(6 * given.broker.pollMs);
  });
});
