import type { ChannelModel, ConfirmChannel, Message } from 'amqplib';
import type { Envelope, OrderEvent } from '../order/order-event.ts';
import { routingKeyOf } from '../order/hop.ts';
import type { BrokerPart } from './connection.ts';

/** What became of a message, as the broker says. */
export type PublishOutcome =
  | { kind: 'confirmed' }
  /** No queue is bound for it. */
  | { kind: 'returned' }
  /** The broker did not take it. */
  | { kind: 'refused' }
  /** Nothing was heard of it: it may have arrived or not. */
  | { kind: 'unknown'; reason: string };

export interface Publisher {
  publish(envelope: Envelope): Promise<PublishOutcome>;
}

/** amqplib tells a refusal from a channel that closed by this text alone. */
const REFUSED = 'message nacked';
const OPEN_MS = 5_000;
const CONFIRM_MS = 10_000;

/**
 * Publishes with confirms, mandatory and persistent, so that a message that went nowhere is known.
 * While there is no connection it waits for one, for a bounded time.
 */
export class ConfirmingPublisher implements Publisher, BrokerPart {
  readonly #exchange: string;
  #channel: ConfirmChannel | undefined;
  readonly #returned = new Set<string>();
  readonly #waiting = new Set<() => void>();

  constructor(exchange: string) {
    this.#exchange = exchange;
  }

  async open(connection: ChannelModel): Promise<void> {
    const channel = await connection.createConfirmChannel();
    channel.on('error', () => {});
    channel.on('close', () => {
      if (this.#channel !== channel) return;
      this.#channel = undefined;
      connection.close().catch(() => {});
    });
    channel.on('return', (message: Message) => {
      this.#returned.add(String(message.properties.messageId));
    });
    this.#channel = channel;
    for (const wake of this.#waiting) wake();
  }

  publish(envelope: Envelope): Promise<PublishOutcome> {
    return this.publishTo(routingKeyOf(envelope.hop), envelope);
  }

  async publishTo(routingKey: string, { messageId, event }: Envelope): Promise<PublishOutcome> {
    const channel = this.#channel ?? (await this.#opened());
    if (channel === undefined) return { kind: 'unknown', reason: 'there is no connection to the broker' };
    const { promise, resolve } = Promise.withResolvers<PublishOutcome>();
    const timer = setTimeout(() => resolve({ kind: 'unknown', reason: 'no confirm in time' }), CONFIRM_MS);
    try {
      channel.publish(this.#exchange, routingKey, bodyOf(event), propertiesOf(messageId, event), (error) =>
        resolve(this.#outcomeOf(messageId, error)),
      );
    } catch (error) {
      resolve({ kind: 'unknown', reason: String(error) });
    }
    return promise.finally(() => clearTimeout(timer));
  }

  /** A message that was returned is confirmed all the same, right after. */
  #outcomeOf(messageId: string, error: unknown): PublishOutcome {
    const isReturned = this.#returned.delete(messageId);
    if (error instanceof Error) {
      return error.message === REFUSED ? { kind: 'refused' } : { kind: 'unknown', reason: error.message };
    }
    return isReturned ? { kind: 'returned' } : { kind: 'confirmed' };
  }

  async #opened(): Promise<ConfirmChannel | undefined> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, OPEN_MS);
    this.#waiting.add(resolve);
    await promise;
    this.#waiting.delete(resolve);
    clearTimeout(timer);
    return this.#channel;
  }
}

function bodyOf(event: OrderEvent): Buffer {
  return Buffer.from(JSON.stringify(event));
}

function propertiesOf(messageId: string, event: OrderEvent) {
  return {
    messageId,
    type: `order.${event.status.toLowerCase()}`,
    contentType: 'application/json',
    timestamp: Math.floor(Date.parse(event.at) / 1_000),
    persistent: true,
    mandatory: true,
  };
}
