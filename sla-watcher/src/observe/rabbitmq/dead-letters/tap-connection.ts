import { setTimeout as sleep } from 'node:timers/promises';
import { type Channel, type ChannelModel, connect } from 'amqplib';
import { WitnessUnavailable } from '../../../domain/errors.ts';
import { type Doing, type TapNames, tapFailure } from './tap-failure.ts';

const CONNECT_MS = 5000;
/** For one answer of the broker. */
const ANSWER_MS = 10_000;
const CLOSE_MS = 2000;
const HEARTBEAT_SECONDS = 15;
/** After so long the broker has given up any connection before this one, and delivers again what that held. */
export const SETTLED_AFTER_MS = 2 * HEARTBEAT_SECONDS * 1000;

/**
 * The tap's way to its broker.
 *
 * States: closed ──channel()──▶ open ──an error, a deadline, the server, leave(), close()──▶ closed.
 * 1. One connection and one channel, kept between reads; what fails closes both, and the next read opens anew.
 * 2. With the channel goes what was not acknowledged: the broker delivers it again.
 */
export class TapConnection {
  readonly #url: string;
  readonly #name: string;
  readonly #names: TapNames;
  #connection: ChannelModel | null = null;
  #channel: Channel | null = null;
  /** Counts what was left, so that an attempt that was given up does not open what nobody closes. */
  #left = 0;

  /** `url` is a secret; `name` is what the broker's administrator sees. */
  constructor(url: string, name: string, names: TapNames) {
    this.#url = url;
    this.#name = name;
    this.#names = names;
  }

  get isOpen(): boolean {
    return this.#channel !== null;
  }

  /** Throws WitnessUnavailable. */
  async channel(signal: AbortSignal): Promise<Channel> {
    if (this.#channel !== null) return this.#channel;
    await this.leave();
    return this.answer('connect', this.#open(), signal);
  }

  /** What the broker answers, within a bounded time. Throws WitnessUnavailable, and has closed all then. */
  async answer<T>(doing: Doing, answering: Promise<T>, signal: AbortSignal): Promise<T> {
    const settled = new AbortController();
    const late = sleep(ANSWER_MS, undefined, { signal: AbortSignal.any([signal, settled.signal]) }).then(
      () => {
        throw new WitnessUnavailable('RabbitMQ does not answer in time', { retryable: true });
      },
    );
    try {
      return await Promise.race([answering, late]);
    } catch (error) {
      await this.leave();
      if (signal.aborted) throw error;
      throw tapFailure(error, doing, this.#names);
    } finally {
      settled.abort();
    }
  }

  /** Gives back what was not acknowledged, if anything. */
  async leave(): Promise<void> {
    const connection = this.#connection;
    this.#left += 1;
    this.#connection = null;
    this.#channel = null;
    if (connection === null) return;
    const closing = connection.close().catch(() => {});
    await Promise.race([closing, sleep(CLOSE_MS, undefined, { ref: false })]);
  }

  async #open(): Promise<Channel> {
    const attempt = this.#left;
    const connection = await connect(withHeartbeat(this.#url), {
      timeout: CONNECT_MS,
      clientProperties: { connection_name: this.#name },
    });
    // What ends it is heard of by whoever waits for an answer, or by the next read.
    connection.on('error', () => {});
    connection.on('close', () => this.#forget(connection));
    if (attempt !== this.#left) {
      void connection.close().catch(() => {});
      throw new Error('it was given up meanwhile');
    }
    this.#connection = connection;
    const channel = await connection.createChannel();
    channel.on('error', () => {});
    channel.on('close', () => {
      if (this.#channel === channel) this.#channel = null;
    });
    if (this.#connection !== connection) throw new Error('the connection was closed meanwhile');
    this.#channel = channel;
    return channel;
  }

  #forget(connection: ChannelModel): void {
    if (this.#connection !== connection) return;
    this.#connection = null;
    this.#channel = null;
  }
}

function withHeartbeat(url: string): string {
  const address = new URL(url);
  address.searchParams.set('heartbeat', String(HEARTBEAT_SECONDS));
  return address.href;
}
