import { connect } from 'amqplib';
import { describe, expect, inject, it, onTestFinished, vi } from 'vitest';
import { isHopObservation } from '../../../domain/observation.ts';
import { brokerModel, type BrokerModel, SUBMITTED } from '../testing/broker-model.ts';
import { startPlatform, type Topology } from '../testing/platform.ts';
import { watchWitness, type WitnessWatch } from '../testing/watch-witness.ts';
import { createDeadLetterWitness } from './create-dead-letter-witness.ts';
import { SETTLED_AFTER_MS } from './tap-connection.ts';

// Ten thousand messages take their time where others work as well.
vi.setConfig({ testTimeout: 180_000 });

const PATIENCE = { timeout: 30_000, interval: 50 };
const unavailable = (message: string, retryable = true) => ({
  reason: 'unavailable',
  error: { code: 'witness-unavailable', message: expect.stringContaining(message), retryable },
});
const some = (count: number, from = 1) => Array.from({ length: count }, (_, i) => `${from + i}`);

async function tapOf(
  { model, deadLetters }: BrokerModel,
  url = inject('rabbitmqUrl'),
): Promise<WitnessWatch> {
  return watchWitness(model, (clock) => createDeadLetterWitness(deadLetters, model, url, clock));
}

/** The platform, and a tap that is bound, and complete since a second. */
async function started(given: BrokerModel, topology: Partial<Topology> = {}) {
  const platform = await startPlatform(inject('rabbitmqUrl'), given.names, topology);
  const { channel } = platform;
  onTestFinished(async () => {
    for (const queue of [given.names.toMes, given.names.toCrm, given.names.tap])
      await channel.deleteQueue(queue).catch(() => {});
    for (const exchange of [given.names.exchange, given.names.dead])
      await channel.deleteExchange(exchange).catch(() => {});
  });
  const watch = await tapOf(given);
  await watch.poll();
  watch.pass(1000);
  await watch.poll();
  return {
    ...platform,
    watch,
    ready: async (queue: string) => (await channel.checkQueue(queue)).messageCount,
  };
}

async function deaths(watch: WitnessWatch) {
  return (await watch.observations())
    .filter(isHopObservation)
    .map(({ order, kind, system, step: { hop, outcome, attempt } }) => ({
      ...{ order, kind, system, hop, outcome, attempt },
    }));
}

describe('a message that dies', () => {
  const ways: readonly (readonly [string, Partial<Topology>])[] = [
    ['a topic exchange', { deadLetterExchange: 'topic' }],
    ['a fanout exchange', { deadLetterExchange: 'fanout' }],
    ['a headers exchange', { deadLetterExchange: 'headers' }],
    ['a direct exchange, by the name of its queue', { deadLetterExchange: 'direct', deadLetterKey: 'queue' }],
    ['a direct exchange, by its own key', { deadLetterExchange: 'direct', deadLetterKey: 'message' }],
  ];
  it.each(ways)('is known by its order over %s', async (_, topology) => {
    const given = brokerModel();
    const { publish, take, settle, watch, ready } = await started(given, topology);
    await publish(SUBMITTED, ['42']);
    await take(given.names.toMes, 1);
    settle('reject');
    await vi.waitFor(async () => expect(await ready(given.names.tap)).toBe(1), PATIENCE);
    await watch.poll();
    const dead = { kind: 'dead-lettered', system: 'mes', hop: 'to-mes' };
    expect(await deaths(watch)).toEqual([{ ...dead, order: '42', outcome: 'rejected', attempt: 1 }]);
    expect(await ready(given.names.tap)).toBe(0);
  });

  const reasons: readonly (readonly [string, Partial<Topology>, number])[] = [
    ['expired', { queue: { messageTtl: 1 } }, 3],
    ['maxlen', { queue: { maxLength: 1 } }, 2],
  ];
  it.each(reasons)('because it is %s is told so', async (reason, topology, dead) => {
    const given = brokerModel();
    const { publish, watch, ready } = await started(given, topology);
    await publish(SUBMITTED, some(3));
    await vi.waitFor(async () => expect(await ready(given.names.tap)).toBe(dead), PATIENCE);
    await watch.poll();
    const told = await deaths(watch);
    expect(told.map(({ outcome }) => outcome)).toEqual(Array(dead).fill(reason));
  });

  it('each time it is tried again is told with the count and a time of its own', async () => {
    const given = brokerModel();
    const { channel, take, settle, publish, watch, ready } = await started(given);
    await publish(SUBMITTED, ['7']);
    for (const attempt of [1, 2]) {
      await take(given.names.toMes, 1);
      settle('reject');
      await vi.waitFor(async () => expect(await ready(given.names.tap)).toBe(1), PATIENCE);
      await watch.poll();
      if (attempt === 2) break;
      watch.pass(60_000);
      const death = {
        count: 1,
        reason: 'rejected',
        queue: given.names.toMes,
        exchange: given.names.exchange,
      };
      const headers = { baggage: 'order.id=7', 'x-death': [{ ...death, 'routing-keys': [SUBMITTED] }] };
      channel.publish(given.names.exchange, SUBMITTED, Buffer.from('{}'), { messageId: 'm-7', headers });
      await channel.waitForConfirms();
    }
    const told = (await watch.observations()).filter(isHopObservation);
    expect(told.map(({ step }) => step.attempt)).toEqual([1, 2]);
    expect(told[1]!.at - told[0]!.at).toBeGreaterThan(50_000);
  });

  it('with a header that nobody can read is a rejection, and in nobody’s way', async () => {
    const given = brokerModel();
    const { channel, publish, take, settle, watch, ready } = await started(given);
    const send = (headers: object, body = '{}') =>
      channel.publish(given.names.dead, SUBMITTED, Buffer.from(body), { headers });
    send({ 'x-death': 'rejected', baggage: 'order.id=1' }, 'ivan@example.org');
    send({});
    send({ 'x-death': [{ reason: 'rejected' }], baggage: 'order.id=1' });
    await publish(SUBMITTED, ['2']);
    await publish(SUBMITTED, ['none'], { headers: { baggage: 'name=ivan@example.org' } });
    await take(given.names.toMes, 2);
    settle('reject');
    await vi.waitFor(async () => expect(await ready(given.names.tap)).toBe(5), PATIENCE);
    await watch.poll();
    expect((await deaths(watch)).map(({ order }) => order)).toEqual(['2']);
    const rejections = await watch.store.rejections(10);
    expect(rejections.map(({ reason }) => reason).sort()).toEqual([
      ...['malformed', 'malformed', 'malformed', 'missing-order'],
    ]);
    expect(JSON.stringify(rejections)).not.toContain('ivan');
    expect(await ready(given.names.tap)).toBe(0);
  });
});

describe('what was taken and is not durable', () => {
  async function fiveDead() {
    const given = brokerModel();
    const all = await started(given);
    await all.publish(SUBMITTED, some(5));
    await all.take(given.names.toMes, 5);
    all.settle('reject');
    const isBack = () => vi.waitFor(async () => expect(await all.ready(given.names.tap)).toBe(5), PATIENCE);
    await isBack();
    return { ...all, given, isBack };
  }

  it('is delivered again when the reader fails on it', async () => {
    const { watch, isBack } = await fiveDead();
    watch.onBatch = () => {
      throw new Error('the store is down');
    };
    await expect(watch.attempt()).rejects.toThrow('the store is down');
    await isBack();
    expect(await deaths(watch)).toEqual([]);
    watch.onBatch = () => {};
    await watch.poll();
    expect(await deaths(watch)).toHaveLength(5);
  });

  it('or is, and the word of it was lost, is the same fact when it comes again', async () => {
    const { watch, isBack } = await fiveDead();
    watch.onDurable = () => {
      throw new Error('killed before the ack');
    };
    await expect(watch.attempt()).rejects.toThrow('killed before the ack');
    await isBack();
    const before = await watch.observations();
    expect(before).toHaveLength(5);
    watch.onDurable = () => {};
    watch.restart();
    await watch.poll();
    expect(watch.last.flat()).toHaveLength(5);
    expect(await watch.observations()).toEqual(before);
  });

  it('does not count as seen by a watcher that starts anew, until the broker has given the old one up', async () => {
    const { watch } = await fiveDead();
    await watch.poll();
    const { watermark } = await watch.health();
    watch.restart();
    await watch.poll();
    expect((await watch.health()).watermark).toBe(watermark);
    watch.pass(SETTLED_AFTER_MS);
    await watch.poll();
    expect((await watch.health()).watermark).toBeGreaterThan(watermark! + SETTLED_AFTER_MS - 1000);
  });
});

describe('a tap that overflows', () => {
  it('is blind for the time in which it may have, and then sees again', async () => {
    const given = brokerModel({ deadLetters: { maxLength: 1000 } });
    const { channel, watch, ready } = await started(given);
    const { watermark: before } = await watch.health();
    const headers = (order: string) => ({
      baggage: `order.id=${order}`,
      'x-death': [
        {
          ...{ count: 1, reason: 'rejected', queue: given.names.toMes, exchange: given.names.exchange },
          time: { '!': 'timestamp', value: Math.floor(Date.now() / 1000) },
          'routing-keys': [SUBMITTED],
        },
      ],
    });
    for (const order of some(10_000))
      channel.publish(given.names.dead, SUBMITTED, Buffer.from('{}'), {
        headers: headers(order),
        messageId: `m-${order}`,
        persistent: true,
      });
    await channel.waitForConfirms();
    await vi.waitFor(async () => expect(await ready(given.names.tap)).toBe(1000), PATIENCE);
    await watch.poll();
    expect(watch.last.map((records) => records.length)).toEqual([200, 200, 200, 200, 200, 0]);
    expect(watch.said.every(({ state, cause }) => state === 'blind' && cause === 'overflowed')).toBe(true);
    const blind = await watch.health();
    expect(blind.detail).toContain('max_length 1000');
    expect(blind.gaps?.at(-1)).toEqual({ from: before, to: blind.watermark });
    expect(await deaths(watch)).toHaveLength(1000);
    await watch.poll();
    const seeing = await watch.health();
    expect(seeing).toMatchObject({ state: 'healthy', detail: null, gaps: blind.gaps });
    expect(seeing.cause ?? null).toBeNull();
    expect(seeing.watermark).toBeGreaterThanOrEqual(blind.watermark!);
  });
});

describe('the queue of the tap', () => {
  it('is bounded, and the time before it is a gap', async () => {
    const given = brokerModel({ deadLetters: { maxLength: 5 } });
    const { channel } = await startPlatform(inject('rabbitmqUrl'), given.names);
    const watch = await tapOf(given);
    await watch.poll();
    for (const order of some(20)) channel.publish(given.names.dead, order, Buffer.from('{}'));
    await channel.waitForConfirms();
    const waits = async () => (await channel.checkQueue(given.names.tap)).messageCount;
    await vi.waitFor(async () => expect(await waits()).toBe(5), PATIENCE);
    const { gaps, watermark, detail } = await watch.health();
    expect(gaps).toEqual([{ from: 0, to: watermark }]);
    expect(detail).toContain('before');
  });

  it('that was deleted is declared anew, and what it may have held is a gap', async () => {
    const given = brokerModel();
    const { channel, publish, take, settle, watch, ready } = await started(given);
    const { watermark: before } = await watch.health();
    await channel.deleteQueue(given.names.tap);
    await watch.poll();
    const health = await watch.health();
    expect(health.gaps?.at(-1)).toEqual({ from: before, to: health.watermark });
    expect(health.detail).toContain('was gone');
    await publish(SUBMITTED, ['42']);
    await take(given.names.toMes, 1);
    settle('reject');
    await vi.waitFor(async () => expect(await ready(given.names.tap)).toBe(1), PATIENCE);
    await watch.poll();
    expect(await deaths(watch)).toMatchObject([{ order: '42' }]);
  });

  it('with other arguments is left as it is, and told with what to do', async () => {
    const given = brokerModel();
    const { channel } = await startPlatform(inject('rabbitmqUrl'), given.names);
    await channel.assertQueue(given.names.tap, { durable: true });
    const watch = await tapOf(given);
    expect(await watch.attempt()).toMatchObject(unavailable('rabbitmqctl delete_queue', false));
    await channel.deleteQueue(given.names.tap);
    await watch.poll();
    expect(await watch.health()).toMatchObject({ state: 'healthy' });
  });

  it('needs the exchange, which it never declares; the time without it is a gap', async () => {
    const given = brokerModel();
    const { channel, watch } = await started(given);
    const { watermark: before } = await watch.health();
    await channel.deleteExchange(given.names.dead);
    expect(await watch.attempt()).toMatchObject(unavailable(`does not exist: ${given.names.dead}`, false));
    const other = await connect(inject('rabbitmqUrl'));
    const look = await other.createChannel();
    look.on('error', () => {});
    await expect(look.checkExchange(given.names.dead)).rejects.toMatchObject({ code: 404 });
    await other.close();
    await channel.assertExchange(given.names.dead, 'fanout', { durable: true });
    watch.pass(SETTLED_AFTER_MS);
    watch.restart();
    await watch.poll();
    watch.pass(SETTLED_AFTER_MS);
    await watch.poll();
    const health = await watch.health();
    expect(health.gaps?.at(-1)).toEqual({ from: before, to: health.watermark });
  });
});

describe('a user with the least rights', () => {
  async function weakUser(configure: string, write: string, read: string): Promise<string> {
    const management = new URL(inject('rabbitmqManagementUrl'));
    const authorization = `Basic ${Buffer.from(`${management.username}:${management.password}`).toString('base64')}`;
    const name = `weak-${crypto.randomUUID().slice(0, 8)}`;
    const put = async (path: string, body: object) => {
      const headers = { authorization, 'content-type': 'application/json' };
      const sent = await fetch(`http://${management.host}/api/${path}`, {
        ...{ method: 'PUT', headers, body: JSON.stringify(body) },
      });
      expect(sent.ok).toBe(true);
    };
    await put(`users/${name}`, { password: 'weak', tags: '' });
    await put(`permissions/%2F/${name}`, { configure, write, read });
    onTestFinished(async () => {
      await fetch(`http://${management.host}/api/users/${name}`, {
        ...{ method: 'DELETE', headers: { authorization } },
      });
    });
    const url = new URL(inject('rabbitmqUrl'));
    url.username = name;
    url.password = 'weak';
    return url.href;
  }

  it('may tap: all of its own queue, and to read the dead-letter exchange', async () => {
    const given = brokerModel();
    const { tap, dead, toMes } = given.names;
    const { publish, take, settle, channel } = await startPlatform(inject('rabbitmqUrl'), given.names);
    const watch = await tapOf(given, await weakUser(`^${tap}$`, `^${tap}$`, `^(${tap}|${dead})$`));
    await watch.poll();
    await publish(SUBMITTED, ['42']);
    await take(toMes, 1);
    settle('reject');
    const waits = async () => (await channel.checkQueue(tap)).messageCount;
    await vi.waitFor(async () => expect(await waits()).toBe(1), PATIENCE);
    await watch.poll();
    expect(await deaths(watch)).toMatchObject([{ order: '42' }]);
  });

  it('that lacks one is told which', async () => {
    const given = brokerModel();
    await startPlatform(inject('rabbitmqUrl'), given.names);
    const watch = await tapOf(given, await weakUser('^$', '^$', '^$'));
    expect(await watch.attempt()).toMatchObject(
      unavailable(`needs configure, write and read on the queue ${given.names.tap}, and read on`, false),
    );
  });

  it('that the broker does not know is told so, without the address', async () => {
    const url = new URL(inject('rabbitmqUrl'));
    url.password = 'wrong-secret';
    const watch = await tapOf(brokerModel(), url.href);
    expect(await watch.attempt()).toMatchObject(unavailable('refuses this user', false));
    expect(JSON.stringify(await watch.store.witnesses())).not.toContain('wrong-secret');
  });
});
