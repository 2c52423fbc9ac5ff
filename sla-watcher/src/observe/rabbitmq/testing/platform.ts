import { type ConfirmChannel, connect, type Options } from 'amqplib';
import { onTestFinished } from 'vitest';
import type { Names } from './broker-model.ts';
import { PRICED, SUBMITTED } from './broker-model.ts';

/** What the watched services do on their broker. */
export interface Platform {
  readonly channel: ConfirmChannel;
  /** Publishes what is about these orders, and waits until the broker has it. */
  publish(routingKey: string, orders: readonly string[], options?: Options.Publish): Promise<void>;
  /** Takes so many from a queue, and has them in hand. */
  take(queue: string, count: number): Promise<void>;
  /** Lets go of all that is in hand: done, or rejected for good. */
  settle(how: 'ack' | 'reject'): void;
}

export interface Topology {
  readonly deadLetterExchange: 'fanout' | 'direct' | 'topic' | 'headers';
  /** `queue`: under the name of its queue, as many do; `message`: under the key that it came by. */
  readonly deadLetterKey: 'queue' | 'message';
  readonly queue: Options.AssertQueue;
}

const USUAL: Topology = { deadLetterExchange: 'topic', deadLetterKey: 'message', queue: {} };

/** Declares the platform of a model, on a connection that ends with the test. */
export async function startPlatform(
  url: string,
  names: Names,
  topology: Partial<Topology> = {},
): Promise<Platform> {
  const connection = await connect(url);
  connection.on('error', () => {});
  const channel = await connection.createConfirmChannel();
  channel.on('error', () => {});
  onTestFinished(() => connection.close().catch(() => {}));
  await declare(channel, names, { ...USUAL, ...topology });
  let inHand: Awaited<ReturnType<typeof channel.get>>[] = [];
  return {
    channel,
    async publish(routingKey, orders, options = {}) {
      for (const order of orders)
        channel.publish(names.exchange, routingKey, Buffer.from('{}'), {
          persistent: true,
          messageId: `m-${order}`,
          headers: { baggage: `order.id=${order}` },
          ...options,
        });
      await channel.waitForConfirms();
    },
    async take(queue, count) {
      for (let taken = 0; taken < count; ) {
        const message = await channel.get(queue);
        if (message === false) continue;
        inHand.push(message);
        taken += 1;
      }
    },
    settle(how) {
      for (const message of inHand) {
        if (message === false) continue;
        if (how === 'ack') channel.ack(message);
        else channel.nack(message, false, false);
      }
      inHand = [];
    },
  };
}

async function declare(channel: ConfirmChannel, names: Names, topology: Topology): Promise<void> {
  const { exchange, dead, toMes, toCrm } = names;
  await channel.assertExchange(exchange, 'topic', { durable: true });
  await channel.assertExchange(dead, topology.deadLetterExchange, { durable: true });
  for (const [queue, key] of [
    [toMes, SUBMITTED],
    [toCrm, PRICED],
  ] as const) {
    await channel.assertQueue(queue, {
      durable: true,
      deadLetterExchange: dead,
      ...(topology.deadLetterKey === 'queue' ? { deadLetterRoutingKey: queue } : {}),
      ...topology.queue,
    });
    await channel.bindQueue(queue, exchange, key);
  }
}
