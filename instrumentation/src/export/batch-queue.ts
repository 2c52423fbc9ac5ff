import type { BatchLimits } from '../config/settings.ts';

/** What became of one attempt to send a batch. */
export type Sent =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'retry'; readonly afterMs?: number; readonly reason: string }
  | { readonly kind: 'refused'; readonly reason: string };

export interface BatchQueueOptions<T> {
  limits: BatchLimits;
  send(items: readonly T[]): Promise<Sent>;
  /** Of the first failure after a success, so that an outage is one line and not thousands. */
  onTrouble?(reason: string): void;
  /** 0 to 1, for the jitter between attempts. */
  random?(): number;
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;

/**
 * Waits for company, then sends, one batch at a time.
 *
 * States: idle → waiting (a timer runs) → sending → waiting or idle; pausing between two attempts.
 * 1. What waits and what is being sent together stay below both limits; what comes after is dropped
 *    and counted. The older is kept: it tells how the trouble began.
 * 2. A batch is tried until it is accepted or refused for good; an outage loses only what does not fit.
 * 3. No timer and no socket keeps the process alive.
 */
export class BatchQueue<T> {
  readonly #options: BatchQueueOptions<T>;
  #waiting: T[] = [];
  #waitingBytes = 0;
  #sending: Promise<void> | undefined;
  #sendingItems = 0;
  #sendingBytes = 0;
  #timer: NodeJS.Timeout | undefined;
  #failures = 0;
  #retry: { items: T[]; bytes: number } | undefined;
  dropped = 0;

  constructor(options: BatchQueueOptions<T>) {
    this.#options = options;
  }

  /** How many are held, those on their way included. */
  get size(): number {
    return this.#waiting.length + this.#sendingItems;
  }

  add(item: T, bytes: number): void {
    const { maxItems, maxBytes, maxBatch, delayMs } = this.#options.limits;
    if (this.size >= maxItems || this.#waitingBytes + this.#sendingBytes + bytes > maxBytes) {
      this.dropped++;
      return;
    }
    this.#waiting.push(item);
    this.#waitingBytes += bytes;
    if (this.#waiting.length === 1) this.#wakeIn(delayMs);
    else if (this.#waiting.length === maxBatch && this.#retry === undefined) this.#wakeIn(0);
  }

  /** Sends all that is held now; resolves as well when the receiver does not take it. */
  async flush(): Promise<void> {
    await this.#sending;
    while (this.size > 0) {
      const failures = this.#failures;
      await this.#sendNext();
      if (this.#failures > failures) return;
    }
  }

  #wakeIn(delayMs: number): void {
    if (this.#sending !== undefined) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#sendNext(), delayMs);
    this.#timer.unref();
  }

  #sendNext(): Promise<void> {
    clearTimeout(this.#timer);
    this.#sending ??= this.#sendBatch(this.#retry ?? this.#take()).finally(() => {
      this.#sending = undefined;
      if (this.size > 0) this.#wakeIn(this.#pauseMs());
    });
    return this.#sending;
  }

  #take(): { items: T[]; bytes: number } {
    const { maxBatch } = this.#options.limits;
    const before = this.#waiting.length;
    const items = before <= maxBatch ? this.#waiting : this.#waiting.splice(0, maxBatch);
    // Shared out evenly: what it is for is a bound, and that the parts add up to it.
    const bytes = items.length === before ? this.#waitingBytes : (this.#waitingBytes * items.length) / before;
    if (items === this.#waiting) this.#waiting = [];
    this.#waitingBytes -= bytes;
    this.#sendingItems = items.length;
    this.#sendingBytes = bytes;
    return { items, bytes };
  }

  async #sendBatch(batch: { items: T[]; bytes: number }): Promise<void> {
    if (batch.items.length === 0) return;
    const sent = await this.#options.send(batch.items).catch((error: unknown): Sent => {
      return { kind: 'refused', reason: String(error) };
    });
    if (sent.kind !== 'accepted' && this.#failures === 0) this.#options.onTrouble?.(sent.reason);
    if (sent.kind === 'retry') {
      this.#failures++;
      this.#retry = batch;
      this.#retryAfterMs = sent.afterMs;
      return;
    }
    if (sent.kind === 'refused') this.dropped += batch.items.length;
    this.#failures = 0;
    this.#retry = undefined;
    this.#retryAfterMs = undefined;
    this.#sendingItems = 0;
    this.#sendingBytes = 0;
  }

  #retryAfterMs: number | undefined;

  #pauseMs(): number {
    const { limits, random = Math.random } = this.#options;
    if (this.#retry === undefined) return this.#waiting.length >= limits.maxBatch ? 0 : limits.delayMs;
    const backoff = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (this.#failures - 1));
    return this.#retryAfterMs ?? backoff * (0.5 + random() / 2);
  }
}
