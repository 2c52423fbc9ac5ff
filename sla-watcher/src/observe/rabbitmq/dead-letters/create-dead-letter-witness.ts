import { createHash } from 'node:crypto';
import type { DeadLetterWitness, Model } from '@orderwatch/model';
import type { Channel, GetMessage } from 'amqplib';
import type { RawRecord } from '../../../domain/observation.ts';
import type { Clock, PolledWitness, WitnessBatch } from '../../../ports.ts';
import { recordOf } from './dead-letter-record.ts';
import { SETTLED_AFTER_MS, TapConnection } from './tap-connection.ts';
import { tapHealth } from './tap-health.ts';
import { tapFailure } from './tap-failure.ts';
import {
  beginning,
  completedAt,
  type Leak,
  readTapPosition,
  type TapPosition,
  writeTapPosition,
} from './tap-position.ts';
import { bindingKeys, bindTap, lookForTap } from './tap-queue.ts';

/** Messages, and bytes of them, that are in hand at once. */
const MOST_MESSAGES = 200;
const MOST_BYTES = 4_000_000;
/** After so many batches a read that has taken all it found ends, though more keeps coming. */
const MOST_BATCHES = 50;

/** Takes dead letters from a queue of our own (docs/adr/0010-what-a-broker-can-say.md). `url` is a secret. */
export function createDeadLetterWitness(
  config: DeadLetterWitness,
  model: Model,
  url: string,
  clock: Clock,
): PolledWitness {
  return new DeadLetterTap(config, model, url, clock);
}

/** One batch in hand. */
interface Batch {
  readonly messages: readonly GetMessage[];
  /** When the queue was found empty behind them; null: it was not. */
  readonly emptyAt: number | null;
  /** Messages that waited before the first was taken, or between two, at most. */
  readonly highest: number;
}

/**
 * 1. A batch is acknowledged only when the reader asks for the next one: then it is durable (I2). A reader
 *    that leaves has the broker deliver it again.
 * 2. `completeAt` moves only when the queue was found empty, or all is taken that waited when a read began.
 * 3. What an earlier connection held comes back when the broker has given that up; until then it is not
 *    complete, however empty the queue.
 * 4. A queue that was full, gone or new, or that nobody was connected to, may have held more: then a gap is told, up to where it is complete again.
 * 5. No other queue is read, and no exchange declared.
 */
class DeadLetterTap implements PolledWitness {
  readonly name: string;
  readonly pollMs: number;
  readonly #config: DeadLetterWitness;
  readonly #keys: readonly string[];
  readonly #source: string;
  readonly #connection: TapConnection;
  readonly #clock: Clock;
  /** Wall time. */
  #settledAt = 0;

  constructor(config: DeadLetterWitness, model: Model, url: string, clock: Clock) {
    const { name, pollMs, queue, exchanges, urlEnv } = config;
    this.name = name;
    this.pollMs = pollMs;
    this.#config = config;
    this.#keys = bindingKeys(model, config);
    this.#source = createHash('sha256')
      .update(JSON.stringify([urlEnv, queue, exchanges]))
      .digest('base64url')
      .slice(0, 16);
    this.#connection = new TapConnection(url, `orderwatch ${name}`, { queue, exchanges });
    this.#clock = clock;
  }

  async *read(cursor: string | null, signal: AbortSignal): AsyncGenerator<WitnessBatch, void, undefined> {
    let isSettled = false;
    try {
      yield* this.#read(this.#resume(cursor), signal);
      isSettled = true;
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      // What the reader did not take in must be delivered again.
      if (!isSettled) await this.#connection.leave();
    }
  }

  async close(): Promise<void> {
    await this.#connection.leave();
  }

  async *#read(resumed: TapPosition, signal: AbortSignal): AsyncGenerator<WitnessBatch> {
    const { maxLength, queue } = this.#config;
    const isNewConnection = !this.#connection.isOpen;
    const ready = await lookForTap(this.#connection, queue, signal);
    // What is not there holds nothing for anybody.
    if (ready === null) this.#settledAt = 0;
    else if (isNewConnection) this.#settledAt = this.#clock.wall() + SETTLED_AFTER_MS;
    const leak = leakOf(resumed, ready, isNewConnection, maxLength);
    const position = { ...resumed, leak };
    // Known before the queue is made anew: afterwards nobody would see that it had been gone.
    if (leak === 'gone' && resumed.leak !== 'gone') yield this.#batch([], position, leak);
    const missing = await bindTap(this.#connection, this.#config, this.#keys, signal);
    if (missing !== null) {
      if (leak === null) yield this.#batch([], { ...position, leak: 'unbound' }, 'unbound');
      throw missing;
    }
    yield* this.#drain(position, ready ?? 0, signal);
  }

  async *#drain(begun: TapPosition, ready: number, signal: AbortSignal): AsyncGenerator<WitnessBatch> {
    let position = begun;
    const startedAt = this.#now();
    const channel = await this.#connection.channel(signal);
    for (let batches = 1, taken = 0; ; batches += 1) {
      const batch = await this.#take(channel, signal);
      taken += batch.messages.length;
      const { records, given } = this.#recordsOf(batch, position);
      const leak = batch.highest >= this.#config.maxLength ? 'overflowed' : position.leak;
      position = { ...position, leak, given };
      const isEnough = batches >= MOST_BATCHES && taken >= ready;
      const completeAt = batch.emptyAt ?? (isEnough ? startedAt : null);
      const isSettled = this.#clock.wall() >= this.#settledAt;
      if (completeAt !== null && isSettled) position = completedAt(position, completeAt);
      yield this.#batch(records, position, leak);
      this.#acknowledge(channel, batch);
      if (completeAt !== null) return;
    }
  }

  #acknowledge(channel: Channel, { messages }: Batch): void {
    const last = messages.at(-1);
    try {
      if (last !== undefined) channel.ack(last, true);
    } catch (error) {
      // The channel has closed meanwhile, and they are delivered again.
      throw tapFailure(error, 'take', this.#config);
    }
  }

  async #take(channel: Channel, signal: AbortSignal): Promise<Batch> {
    const messages: GetMessage[] = [];
    let [bytes, highest] = [0, 0];
    while (messages.length < MOST_MESSAGES && bytes < MOST_BYTES) {
      const askedAt = this.#now();
      const message = await this.#connection.answer('take', channel.get(this.#config.queue), signal);
      if (message === false) return { messages, emptyAt: askedAt, highest };
      messages.push(message);
      bytes += message.content.length;
      highest = Math.max(highest, message.fields.messageCount + 1);
    }
    return { messages, emptyAt: null, highest };
  }

  #recordsOf({ messages }: Batch, { given: before }: TapPosition) {
    const now = this.#now();
    const given: Record<string, number> = {};
    const unknownTime = ({ fields }: GetMessage, key: string): number => {
      const at = (fields.redelivered ? before[key] : undefined) ?? now;
      given[key] = at;
      return at;
    };
    const at = (wall: number) => this.#clock.at(wall);
    const records = messages.map((message) => recordOf(message, this.#config, at, unknownTime));
    return { records, given };
  }

  #now(): number {
    return this.#clock.at(this.#clock.wall());
  }

  #resume(cursor: string | null): TapPosition {
    const position = cursor === null ? null : readTapPosition(cursor);
    return position?.source === this.#source ? position : beginning(this.#source);
  }

  #batch(records: readonly RawRecord[], position: TapPosition, leak: Leak | null): WitnessBatch {
    const health = tapHealth(this.#config, position, leak, this.#clock.now());
    return { records, next: { health, cursor: writeTapPosition(position) } };
  }
}

/** `ready` null: the queue is not there. */
function leakOf(
  { completeAt, leak }: TapPosition,
  ready: number | null,
  isNewConnection: boolean,
  maxLength: number,
): Leak | null {
  if (ready !== null && ready >= maxLength) return 'overflowed';
  if (completeAt === null) return 'new';
  if (leak !== null) return leak;
  if (ready === null) return 'gone';
  return isNewConnection ? 'reconnected' : null;
}
