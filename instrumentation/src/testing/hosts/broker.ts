import { once } from 'node:events';
import { type Channel, type ConfirmChannel, type ConsumeMessage, connect } from 'amqplib';
import pino from 'pino';
import { bindOrder, withOrder } from '../../index.ts';

/** Publishes and consumes as a service does; the argument says which scene to play. */
const log = pino();
const connection = await connect(process.env.AMQP_URL ?? '');
const names = process.env.NAMES ?? '';
const exchange = `${names}-orders`;
const queue = `${names}-mes`;

const scenes: Record<string, (channel: ConfirmChannel) => Promise<void>> = {
  async handled(channel) {
    const handled = consume(channel, async (message) => {
      await new Promise(setImmediate);
      log.info('handled');
      channel.ack(message);
    });
    await withOrder({ id: 42, channel: 'b2b' }, () =>
      publish(channel, 'order.submitted', { messageId: 'm-1' }),
    );
    await handled;
  },
  async slow(channel) {
    const handled = consume(channel, async (message) => {
      await once(process, 'SIGUSR2');
      channel.ack(message);
    });
    await withOrder({ id: 54, channel: 'b2b' }, () =>
      publish(channel, 'order.submitted', { messageId: 'm-54' }),
    );
    await handled;
  },
  async routed(channel) {
    await withOrder(52, () => publish(channel, 'order.submitted', { mandatory: true }));
  },
  async 'more than can be watched'(channel) {
    const mandatory = (i: number) => ({ mandatory: true, messageId: `m-${i}` });
    // In one go, so that no confirm comes in between.
    const published = Array.from({ length: 1_003 }, (_, i) =>
      withOrder(53, () => publish(channel, 'order.submitted', mandatory(i))),
    );
    await Promise.all(published);
  },
  async bound(channel) {
    const handled = consume(channel, async (message) => {
      bindOrder('M-0042');
      channel.ack(message);
    });
    await withOrder(42, () => publish(channel, 'order.submitted'));
    await handled;
  },
  async unroutable(channel) {
    await withOrder(43, () => publish(channel, 'nobody.listens', { mandatory: true }));
  },
  async 'unroutable-unconfirmed'() {
    const plain = await connection.createChannel();
    const returned = once(plain, 'return');
    withOrder(44, () => plain.publish(exchange, 'nobody.listens', Buffer.from('{}'), { mandatory: true }));
    await returned;
    await plain.close();
  },
  async 'requeued-then-refused'(channel) {
    const refused = Promise.withResolvers<void>();
    await channel.consume(queue, (message) => {
      if (message === null) return;
      channel.nack(message, false, !message.fields.redelivered);
      if (message.fields.redelivered) refused.resolve();
    });
    await withOrder(45, () => publish(channel, 'order.submitted'));
    await refused.promise;
  },
  async unsettled(channel) {
    const handled = consume(channel, async () => {});
    await withOrder(46, () => publish(channel, 'order.submitted'));
    await handled;
  },
  async 'all-at-once'(channel) {
    let seen = 0;
    const done = consume(
      channel,
      async (message) => {
        seen++;
        if (seen === 3) channel.ack(message, true);
      },
      3,
    );
    for (const id of [1, 2, 3]) await withOrder(id, () => publish(channel, 'order.submitted'));
    await done;
  },
  async got(channel) {
    await withOrder(50, () => publish(channel, 'order.submitted'));
    const message = await channel.get(queue);
    if (message !== false) channel.nack(message, false, true);
    const again = await channel.get(queue, { noAck: true });
    log.info(again === false ? 'nothing' : 'got');
    log.info((await channel.get(queue)) === false ? 'empty' : 'not empty');
  },
  async quorum(channel) {
    const counting = `${queue}-quorum`;
    await channel.assertQueue(counting, { durable: true, arguments: { 'x-queue-type': 'quorum' } });
    const done = Promise.withResolvers<void>();
    let deliveries = 0;
    await channel.consume(counting, (message) => {
      if (message === null) return;
      if (++deliveries < 3) channel.nack(message, false, true);
      else {
        channel.ack(message);
        done.resolve();
      }
    });
    await withOrder(51, () => publish(channel, counting, {}, ''));
    await done.promise;
    await channel.deleteQueue(counting);
  },
  async throws(channel) {
    const failed = once(channel, 'error');
    await channel.consume(queue, () => {
      throw new Error('the handler is broken for jane@example.org');
    });
    // The confirm may be lost with the channel.
    await withOrder(47, () => publish(channel, 'order.submitted').catch(() => {}));
    await failed;
  },
};

function publish(channel: ConfirmChannel, key: string, options = {}, to = exchange): Promise<void> {
  return new Promise((resolve, reject) => {
    channel.publish(to, key, Buffer.from('{"customer":"Jane"}'), options, (error) =>
      error === null ? resolve() : reject(error),
    );
  });
}

/** Resolves when so many messages were handled. */
async function consume(
  channel: Channel,
  handle: (message: ConsumeMessage) => Promise<void>,
  count = 1,
): Promise<void> {
  const done = Promise.withResolvers<void>();
  let left = count;
  await channel.consume(queue, async (message) => {
    if (message === null) return;
    await handle(message);
    if (--left === 0) done.resolve();
  });
  await done.promise;
}

const channel = await connection.createConfirmChannel();
await channel.assertExchange(exchange, 'topic', { durable: false, autoDelete: true });
await channel.assertQueue(queue, { exclusive: true });
await channel.bindQueue(queue, exchange, 'order.#');
await scenes[process.argv[2] ?? '']?.(channel);
await connection.close();
console.log('scene ended');
