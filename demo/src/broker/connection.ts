import { setTimeout as sleep } from 'node:timers/promises';
import { type ChannelModel, connect } from 'amqplib';
import type { Logger } from 'pino';

/** What uses the connection: opened anew on every connection, in the order in which it was added. */
export interface BrokerPart {
  open(connection: ChannelModel): Promise<void>;
}

const FIRST_DELAY_MS = 100;
const MAX_DELAY_MS = 5_000;
const HEARTBEAT_SECONDS = 10;
const CLOSE_MS = 2_000;

/**
 * One connection to RabbitMQ that comes back.
 *
 * connecting → open → connecting …; any of them → closed.
 * 1. A channel that fails takes the connection with it: all parts are opened anew, or none.
 * 2. Once closed it stays closed.
 */
export class BrokerConnection {
  readonly #url: string;
  readonly #log: Logger;
  readonly #parts: BrokerPart[] = [];
  #connection: ChannelModel | undefined;
  #isClosed = false;
  #running: Promise<void> = Promise.resolve();
  readonly #stop = new AbortController();

  constructor(url: string, log: Logger) {
    this.#url = url;
    this.#log = log;
  }

  get isOpen(): boolean {
    return this.#connection !== undefined;
  }

  add(part: BrokerPart): void {
    this.#parts.push(part);
  }

  /** Resolves with the first connection, however long that takes. */
  async start(): Promise<void> {
    await this.#connect();
  }

  /** A channel of its own for `work`, so that what fails in it harms nobody else. */
  async withChannel<T>(work: (channel: Awaited<ReturnType<ChannelModel['createChannel']>>) => Promise<T>) {
    if (this.#connection === undefined) throw new Error('there is no connection to the broker');
    const channel = await this.#connection.createChannel();
    channel.on('error', () => {});
    try {
      return await work(channel);
    } finally {
      await channel.close().catch(() => {});
    }
  }

  /** Gives up this connection, for a part that can go on only with a new one. */
  reset(reason: string): void {
    this.#log.warn({ reason }, 'the connection to the broker is opened anew');
    this.#connection?.close().catch(() => {});
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#stop.abort();
    const closing = this.#connection?.close().catch(() => {}) ?? Promise.resolve();
    await Promise.race([closing, sleep(CLOSE_MS, undefined, { ref: false })]);
    await this.#running;
  }

  async #connect(): Promise<void> {
    for (let delayMs = FIRST_DELAY_MS; !this.#isClosed; delayMs = Math.min(delayMs * 2, MAX_DELAY_MS)) {
      try {
        await this.#open();
        return;
      } catch (error) {
        // The URL holds a password; what amqplib says of a failed connection does not.
        this.#log.warn({ reason: String(error) }, 'the broker cannot be reached');
        await sleep(delayMs, undefined, { signal: this.#stop.signal, ref: false }).catch(() => {});
      }
    }
  }

  async #open(): Promise<void> {
    const connection = await connect(withHeartbeat(this.#url), { timeout: 5_000 });
    connection.on('error', (error) =>
      this.#log.warn({ reason: error.message }, 'the broker connection failed'),
    );
    const isLost = new Promise<void>((resolve) => connection.once('close', () => resolve()));
    try {
      for (const part of this.#parts) await part.open(connection);
    } catch (error) {
      await connection.close().catch(() => {});
      throw error;
    }
    if (this.#isClosed) {
      await connection.close().catch(() => {});
      return;
    }
    this.#connection = connection;
    this.#running = isLost.then(() => {
      this.#connection = undefined;
      return this.#connect();
    });
  }
}

function withHeartbeat(url: string): string {
  const address = new URL(url);
  if (!address.searchParams.has('heartbeat')) {
    address.searchParams.set('heartbeat', String(HEARTBEAT_SECONDS));
  }
  return address.href;
}
