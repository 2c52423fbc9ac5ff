import { connect } from 'amqplib';

export interface QueueState {
  messages: number;
  consumers: number;
}

/** Asked of the broker itself, passively. Undefined where there is no such queue. */
export async function readQueue(url: string, queue: string): Promise<QueueState | undefined> {
  const connection = await connect(url);
  connection.on('error', () => {});
  try {
    const channel = await connection.createChannel();
    channel.on('error', () => {});
    const { messageCount, consumerCount } = await channel.checkQueue(queue);
    return { messages: messageCount, consumers: consumerCount };
  } catch {
    return undefined;
  } finally {
    await connection.close();
  }
}

/** The order and the reason of death of every message in a dead-letter queue, which stay in it. */
export async function readDeadLetters(
  url: string,
  queue: string,
): Promise<{ order: string; reason: unknown }[]> {
  const connection = await connect(url);
  const channel = await connection.createChannel();
  const dead: { order: string; reason: unknown }[] = [];
  for (let message = await channel.get(queue); message !== false; message = await channel.get(queue)) {
    const { order } = JSON.parse(message.content.toString()) as { order: number };
    const [death] = (message.properties.headers?.['x-death'] ?? []) as { reason?: unknown }[];
    dead.push({ order: String(order), reason: death?.reason });
  }
  // What was not acknowledged goes back.
  await connection.close();
  return dead;
}
