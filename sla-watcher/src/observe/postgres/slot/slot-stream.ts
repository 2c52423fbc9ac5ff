import { Socket } from 'node:net';
import { LogicalReplicationService } from 'pg-logical-replication';
import { asUnreachable, classifyError } from '../source/classify-error.ts';
import { type Lsn, parseLsn, renderLsn } from './lsn.ts';
import { explainStream, SlotSpent } from './stream-errors.ts';
import { type LogMessage, TextPlugin } from './text-plugin.ts';

export interface SlotStreamOptions {
  /** A secret. */
  readonly url: string;
  /** What the server's administrator sees in pg_stat_replication. */
  readonly name: string;
  readonly slot: string;
  readonly publication: string;
  /** All before this is durable. */
  readonly from: Lsn;
}

/** `reached`: all that was committed before this place has been sent. */
export type StreamEvent = LogMessage | { readonly tag: 'reached'; readonly lsn: Lsn };

const CONNECT_MS = 10_000;
const CLOSE_MS = 2_000;
/** Beyond so many waiting messages the socket is not read; what it held by then comes on top. */
const MOST_WAITING = 256;

/**
 * What a slot sends.
 *
 * States: open ──an error, an abort, close()──▶ closed. A closed one is replaced, never reopened.
 * 1. The server hears of a place only what the caller acknowledged: it may let go of the log up to there.
 * 2. Events are handed on in the order in which they were sent, and nothing after an error.
 * 3. What waits is bounded: the server is kept waiting instead.
 */
export class SlotStream {
  readonly #service: LogicalReplicationService;
  readonly #plugin: TextPlugin;
  readonly #socket = new Socket();
  readonly #waiting: StreamEvent[] = [];
  readonly #signal: AbortSignal;
  readonly #giveUp = () => void this.#socket.destroy();
  #durable: Lsn;
  #isClosing = false;
  /** Resolves when the stream has ended, one way or the other. */
  #ended: Promise<void> = Promise.resolve();
  #failure: { readonly error: unknown } | null = null;
  #arrived = Promise.withResolvers<void>();
  #room = Promise.withResolvers<void>();

  private constructor({ url, name, from, publication }: SlotStreamOptions, signal: AbortSignal) {
    this.#plugin = new TextPlugin(publication, (message) => this.#receive(message));
    this.#durable = from;
    this.#signal = signal;
    signal.addEventListener('abort', this.#giveUp, { once: true });
    this.#service = new LogicalReplicationService(
      {
        connectionString: url,
        application_name: name.slice(0, 63),
        connectionTimeoutMillis: CONNECT_MS,
        keepAlive: true,
        stream: () => this.#socket,
      },
      // Left to itself it acknowledges what has come, durable or not.
      { acknowledge: { auto: false, timeoutSeconds: 0 }, flowControl: { enabled: true } },
    );
    this.#service.on('data', () => this.#hasRoom());
    this.#service.on('error', (error: unknown) => this.#fail(error));
    this.#service.on('heartbeat', (lsn: string, _time: number, wantsAnswer: boolean) => {
      this.#receive({ tag: 'reached', lsn: parseLsn(lsn) });
      if (wantsAnswer) this.#answer(false);
    });
  }

  /** Throws WitnessUnavailable. */
  static async open(options: SlotStreamOptions, signal: AbortSignal): Promise<SlotStream> {
    const stream = new SlotStream(options, signal);
    const started = new Promise<void>((resolve) => stream.#service.once('start', () => resolve()));
    stream.#ended = stream.#service
      .subscribe(stream.#plugin, options.slot, renderLsn(options.from))
      .then(() => stream.#fail(new Error('Connection terminated')))
      .catch((error: unknown) => stream.#fail(error));
    if (signal.aborted) stream.#giveUp();
    await Promise.race([started, stream.#ended]);
    if (stream.#failure !== null) {
      await stream.close();
      const error = explain(stream.#failure.error);
      throw error instanceof SlotSpent ? error : asUnreachable(error);
    }
    return stream;
  }

  /** The next event; null: none came within so many milliseconds. Throws WitnessUnavailable. */
  async next(withinMs: number): Promise<StreamEvent | null> {
    if (this.#waiting.length === 0 && this.#failure === null) await this.#arrival(withinMs);
    const event = this.#waiting.shift();
    if (this.#waiting.length < MOST_WAITING) this.#room.resolve();
    if (event !== undefined) return event;
    if (this.#failure !== null) throw explain(this.#failure.error);
    return null;
  }

  /** Everything before this place is durable. `asks`: the server is to say how far it has come. */
  acknowledge(durable: Lsn, asks: boolean): void {
    this.#durable = durable;
    this.#answer(asks);
  }

  /** Takes leave of the server, or of one that does not answer after a while; what still comes is let go. */
  async close(): Promise<void> {
    this.#isClosing = true;
    this.#waiting.length = 0;
    this.#room.resolve();
    const deadline = setTimeout(this.#giveUp, CLOSE_MS);
    if (this.#failure === null) this.#plugin.finish();
    await this.#ended;
    await this.#service.destroy().catch(() => {});
    clearTimeout(deadline);
    this.#giveUp();
    this.#signal.removeEventListener('abort', this.#giveUp);
  }

  #receive(event: StreamEvent): void {
    if (this.#isClosing) return;
    this.#waiting.push(event);
    this.#arrived.resolve();
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
    this.#arrived.resolve();
    this.#room.resolve();
  }

  async #arrival(withinMs: number): Promise<void> {
    this.#arrived = Promise.withResolvers();
    const timeout = setTimeout(() => this.#arrived.resolve(), withinMs);
    await this.#arrived.promise;
    clearTimeout(timeout);
  }

  /** The library reads no further until this resolves. */
  async #hasRoom(): Promise<void> {
    if (this.#waiting.length < MOST_WAITING || this.#failure !== null || this.#isClosing) return;
    this.#room = Promise.withResolvers();
    await this.#room.promise;
  }

  #answer(asks: boolean): void {
    // The library adds the byte that PostgreSQL calls "last byte + 1". Our places are ends already, and a
    // commit that begins right there would be passed over.
    if (this.#durable > 0n) void this.#service.acknowledge(renderLsn(this.#durable - 1n), asks);
  }
}

function explain(error: unknown): unknown {
  return explainStream(error) ?? classifyError(error);
}
