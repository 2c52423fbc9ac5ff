import { setTimeout as sleep } from 'node:timers/promises';
import type { Channel, ChannelModel, ConsumeMessage } from 'amqplib';
import type { Logger } from 'pino';
import { hopOf } from '../order/hop.ts';
import { type Envelope, parseOrderEvent } from '../order/order-event.ts';
import type { Activity } from '../service/activity.ts';
import type { BrokerPart } from './connection.ts';
import type { Delivery, Handle, Settlement } from './delivery.ts';
import { KeyedSequence } from './keyed-sequence.ts';
import { tellSpan } from './tell-span.ts';

export interface ConsumerOptions {
  queue: string;
  handle: Handle;
  log: Logger;
  activity: Activity;
}

const PREFETCH = 32;
/** A failure that passes by itself, such as a database that restarts, is worth a second try. */
const RETRY_MS = 500;

/**
 * Takes messages from one queue: those of one order one after the other, others side by side.
 *
 * stopped → consuming ⇄ paused; any of them → stopped.
 * 1. Every message is settled exactly once, whatever its handler does.
 * 2. What cannot be read is dead-lettered: it would not become readable by being tried again.
 */
export class Consumer implements BrokerPart {
  readonly #options: ConsumerOptions;
  readonly #sequence = new KeyedSequence();
  #channel: Channel | undefined;
  #tag: string | undefined;
  #isPaused = false;

  constructor(options: ConsumerOptions) {
    this.#options = options;
  }

  async open(connection: ChannelModel): Promise<void> {
    const channel = await connection.createChannel();
    channel.on('error', (error) => this.#options.log.warn({ reason: error.message }, 'a channel failed'));
    channel.on('close', () => {
      if (this.#channel !== channel) return;
      this.#channel = undefined;
      connection.close().catch(() => {});
    });
    await channel.prefetch(PREFETCH);
    this.#channel = channel;
    this.#tag = undefined;
    if (!this.#isPaused) await this.#consume();
  }

  /** In force when it resolves; messages that are in hand are still handled. */
  async setPaused(isPaused: boolean): Promise<void> {
    if (this.#isPaused === isPaused) return;
    this.#isPaused = isPaused;
    if (isPaused) await this.#cancel();
    else await this.#consume();
  }

  async stop(): Promise<void> {
    this.#isPaused = true;
    await this.#cancel();
  }

  async #consume(): Promise<void> {
    const channel = this.#channel;
    if (channel === undefined) return;
    // The promise is given back: how the handler ended is then told by the span around it.
    const onMessage = (message: ConsumeMessage | null): unknown =>
      message === null ? this.#lostQueue() : this.#take(channel, message);
    const { consumerTag } = await channel.consume(this.#options.queue, onMessage as () => void);
    this.#tag = consumerTag;
  }

  async #cancel(): Promise<void> {
    const tag = this.#tag;
    this.#tag = undefined;
    if (tag !== undefined) await this.#channel?.cancel(tag).catch(() => {});
  }

  /** The queue was deleted: a new connection declares it again. */
  #lostQueue(): void {
    this.#options.log.error({ queue: this.#options.queue }, 'the queue is gone');
    void this.#channel?.close().catch(() => {});
  }

  async #take(channel: Channel, message: ConsumeMessage): Promise<void> {
    const parsed = parseOrderEvent(message.content);
    const settle = settleOnce(channel, message);
    const hop = parsed.kind === 'event' ? hopOf(parsed.event.status) : undefined;
    if (parsed.kind === 'malformed' || hop === undefined) {
      const reason = parsed.kind === 'malformed' ? parsed.reason : 'status';
      this.#options.log.error({ reason, messageId: message.properties.messageId }, 'message cannot be read');
      settle({ kind: 'dead-lettered', reason });
      return;
    }
    const envelope: Envelope = { messageId: String(message.properties.messageId), hop, event: parsed.event };
    const delivery = { envelope, redelivered: message.fields.redelivered, settle };
    const handled = () => this.#sequence.run(String(parsed.event.order), () => this.#handle(delivery));
    await this.#options.activity.during(handled);
  }

  async #handle(delivery: Delivery): Promise<void> {
    const { log, handle } = this.#options;
    try {
      delivery.settle(await handle(delivery));
    } catch (error) {
      tellSpan(error);
      log.error({ err: error, redelivered: delivery.redelivered }, 'message could not be handled');
      if (delivery.redelivered) delivery.settle({ kind: 'dead-lettered', reason: 'failed twice' });
      else {
        await sleep(RETRY_MS);
        delivery.settle({ kind: 'given-back', reason: 'failed' });
      }
    }
  }
}

function settleOnce(channel: Channel, message: ConsumeMessage): (settlement: Settlement) => void {
  let isSettled = false;
  return (settlement) => {
    if (isSettled) return;
    isSettled = true;
    try {
      if (settlement.kind === 'acknowledged') channel.ack(message);
      else channel.nack(message, false, settlement.kind === 'given-back');
    } catch {
      // The channel has closed, and the broker delivers the message again.
    }
  };
}
