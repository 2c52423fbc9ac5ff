/** Something that keeps a deadline for each of many orders, durably. */
export interface Contestant {
  readonly name: string;
  /** What one transition writes. */
  readonly writes: string;
  /** Puts orders from `from` up to `to` in flight, due at `dueAt(index)`. */
  fill(from: number, to: number, dueAt: (index: number) => number): Promise<void>;
  /** Moves these orders (sorted) on at `at`, in one transaction; each gets a new deadline. */
  transition(orders: readonly number[], at: number): Promise<void>;
  /** One look for what is due at `now`; returns how many it found. They are moved out of the way. */
  tick(now: number): Promise<number>;
  /**
   * Lets deadlines come by the wall clock: `onDue` hears of each order when that is durable, until
   * `stop` is called.
   */
  watch(onDue: (index: number) => void): Promise<{ stop(): Promise<void> }>;
  /** Counts the tables anew, as the server does from time to time. */
  settleDown(): Promise<void>;
  close(): Promise<void>;
}

/** Orders written at once while filling. */
export const FILL_BATCH = 2_000;
/** Between two looks of a loop that has found nothing. */
export const LOOK_EVERY_MS = 100;

export function indexesOf(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}

export async function inBatches(
  from: number,
  to: number,
  write: (indexes: readonly number[]) => Promise<unknown>,
): Promise<void> {
  for (let start = from; start < to; start += FILL_BATCH) {
    await write(indexesOf(start, Math.min(to, start + FILL_BATCH)));
  }
}
