import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from 'amqplib';

const POLL_MS = 50;

/** "3.10.8" of a broker that answers. */
export async function readBrokerVersion(url: string): Promise<string> {
  const connection = await connect(url, { timeout: 5_000 });
  // A broker that goes away while we close would otherwise end the process with an unhandled event.
  connection.on('error', () => {});
  const { version } = connection.connection.serverProperties;
  await connection.close();
  return version ?? 'of unknown version';
}

/** Asks until the broker answers. `hasEnded` says that asking on is useless. */
export async function waitUntilAnswering(
  url: string,
  timeoutMs: number,
  hasEnded: () => boolean,
): Promise<void> {
  const giveUpAt = Date.now() + timeoutMs;
  for (;;) {
    try {
      await readBrokerVersion(url);
      return;
    } catch (cause) {
      if (hasEnded()) throw new Error('RabbitMQ ended while it started', { cause });
      if (Date.now() > giveUpAt) throw new Error(`RabbitMQ did not answer within ${timeoutMs} ms`, { cause });
    }
    await sleep(POLL_MS);
  }
}
