/**
 * What a queue was seen to hold in a span of time over which every reading said the same, or in an older one
 * that was joined of several. The broker's
 * figures are up to the witness's lag old, so a reading stands for an instant that long before it was asked
 * for: what it says was so then or later.
 */
export interface QueueSpan {
  /** Its first and its last reading, epoch milliseconds. */
  readonly from: number;
  readonly to: number;
  /** At `from`. */
  readonly first: QueueCount;
  /** At `to`. */
  readonly last: QueueCount;
  /** The last reading with nothing ready and nothing unacked; null: none. */
  readonly emptyAt: number | null;
  /** The last reading with nothing unacked; null: none. */
  readonly settledAt: number | null;
  /** The last reading without a consumer; null: none. */
  readonly unconsumedAt: number | null;
}

/** One reading of a queue, in RabbitMQ's words. */
export interface QueueCount {
  readonly ready: number;
  readonly unacked: number;
  readonly consumers: number;
  /** Messages given to consumers since the broker began to count, redeliveries left out; null: not counted. */
  readonly delivered: number | null;
  /** The `timestamp` of the message at the head, epoch milliseconds; null: none, or its publisher sets none. */
  readonly headAt: number | null;
}

/**
 * One queue over time, oldest span first. Older spans are joined, so that it stays small.
 */
export interface QueueHistory {
  readonly queue: string;
  readonly spans: readonly QueueSpan[];
  /** When it was last seen not to exist; null: never. */
  readonly missingAt: number | null;
}

/**
 * Messages that the whole broker dropped between two readings, by reason; a reason that is not there is not
 * known. Reasons are counted in different places, so spans of different reasons overlap. A span that counts
 * something is as wide as that may have happened, and one that counts nothing as narrow as that is proven.
 */
export interface DropSpan {
  readonly from: number;
  readonly to: number;
  readonly dropped: Readonly<Partial<Record<DropReason, number>>>;
}

/** In the words of RabbitMQ's counters: dead-lettered or dropped for this reason, or bound nowhere. */
export const DROP_REASONS = ['expired', 'maxlen', 'rejected', 'delivery_limit', 'unroutable'] as const;
export type DropReason = (typeof DROP_REASONS)[number];

/** What the broker witness has seen. */
export interface BrokerView {
  readonly queues: readonly QueueHistory[];
  /** Oldest first; between two spans nobody looked. */
  readonly drops: readonly DropSpan[];
}
