import { type Channel, type ConfirmChannel, connect, type Message } from 'amqplib/callback_api';
import pino from 'pino';
import { bindOrder, withOrder } from '../../index.ts';

/** As `broker.ts`, with the callback API; the argument says which scene to play. */
const log = pino();
const names = process.env.NAMES ?? '';
const exchange = `${names}-orders`;
const queue = `${names}-mes`;

const scenes: Record<string, (channel: ConfirmChannel, done: () => void) => void> = {
  handled(channel, done) {
    const settled = after(2, done);
    channel.consume(
      queue,
      (message) => {
        if (message === null) return;
        log.info('handled');
        channel.ack(message);
        settled();
      },
      {},
      () => withOrder(42, () => publish(channel, settled)),
    );
  },
  /** The answer of the broker comes in the work that asked. */
  answered(channel, done) {
    withOrder(48, () => {
      channel.assertQueue(queue, { exclusive: true }, () => publish(channel, done));
    });
  },
  got(channel, done) {
    withOrder(49, () => publish(channel, () => pull(channel, done)));
  },
};

function pull(channel: Channel, done: () => void): void {
  bindOrder('of who asks');
  channel.get(queue, {}, (_error, message: Message | false) => {
    if (message === false) return;
    log.info('got');
    channel.ack(message);
    channel.get(queue, {}, (_empty, none) => {
      if (none === false) done();
    });
  });
}

function publish(channel: ConfirmChannel, confirmed: () => void): void {
  channel.publish(exchange, 'order.submitted', Buffer.from('{}'), {}, () => {
    log.info('confirmed');
    confirmed();
  });
}

function after(count: number, done: () => void): () => void {
  let left = count;
  return () => {
    if (--left === 0) done();
  };
}

connect(process.env.AMQP_URL ?? '', (_error, connection) => {
  connection.createConfirmChannel((_failure, channel) => {
    channel.assertExchange(exchange, 'topic', { durable: false, autoDelete: true });
    channel.assertQueue(queue, { exclusive: true });
    channel.bindQueue(queue, exchange, 'order.#', {}, () => {
      scenes[process.argv[2] ?? '']?.(channel, () => connection.close());
    });
  });
});
