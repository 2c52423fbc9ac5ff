import { randomBytes } from 'node:crypto';
import amqp from 'amqplib';

/** The queues of one test, with names that nobody else has. */
export interface Topology {
  /** What every name begins with, and a dot. */
  readonly name: string;
  readonly exchange: string;
  /** Of the foreign service. What it refuses goes to `refused`. */
  readonly queue: string;
  readonly refused: string;
  /** Takes the next message of the foreign service to the shop; null where there is none. */
  takeAnswer(): Promise<{
    readonly body: string;
    readonly headers: Readonly<Record<string, unknown>>;
  } | null>;
  refusedCount(): Promise<number>;
  remove(): Promise<void>;
}

export async function createTopology(url: string): Promise<Topology> {
  const name = `foreign-${randomBytes(4).toString('hex')}`;
  const [exchange, queue, refused, answers] = ['orders', 'mes', 'refused', 'crm'].map(
    (part) => `${name}.${part}`,
  ) as [string, string, string, string];
  const connection = await amqp.connect(url);
  const channel = await connection.createChannel();
  await channel.assertExchange(exchange, 'topic');
  await channel.assertQueue(refused);
  await channel.assertQueue(queue, { deadLetterExchange: '', deadLetterRoutingKey: refused });
  await channel.assertQueue(answers);
  await channel.bindQueue(queue, exchange, 'order.submitted');
  await channel.bindQueue(answers, exchange, 'order.price_calculated');
  return {
    name,
    exchange,
    queue,
    refused,
    async takeAnswer() {
      const message = await channel.get(answers, { noAck: true });
      if (message === false) return null;
      return { body: message.content.toString(), headers: textHeaders(message.properties.headers ?? {}) };
    },
    refusedCount: async () => (await channel.checkQueue(refused)).messageCount,
    async remove() {
      for (const each of [queue, refused, answers]) await channel.deleteQueue(each);
      await channel.deleteExchange(exchange);
      await connection.close();
    },
  };
}

/** Some clients write a text as bytes. */
function textHeaders(headers: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(headers).map(([key, value]) => [key, Buffer.isBuffer(value) ? value.toString() : value]),
  );
}
