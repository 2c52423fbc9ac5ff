import type { HopPoint } from '../../../domain/observation.ts';

/** A row of the outbox, as far as it is remembered. */
export interface Waiting {
  readonly key: string;
  readonly order: string | null;
  readonly status: string | null;
  /** When it was written, or first read; epoch milliseconds by the clock of the source. */
  readonly at: number;
  /** That it waits was told. */
  readonly isTold: boolean;
}

/** What one poll found. */
export interface OutboxLook {
  readonly rows: readonly (Omit<Waiting, 'at' | 'isTold'> & { readonly at: number | null })[];
  /** Of the keys that are remembered and not among `rows`, those that are there all the same. */
  readonly beyond: ReadonlySet<string>;
  /** When it looked, by the clock of the source. */
  readonly now: number;
}

export interface OutboxNews {
  readonly waiting: readonly Waiting[];
  readonly told: readonly { readonly point: HopPoint; readonly row: Waiting; readonly at: number }[];
  /** More wait than are remembered. */
  readonly overflowed: boolean;
}

/** What is remembered of an outbox; it is written with every poll. */
export const MOST_WAITING = 5000;

/**
 * What the rows of an outbox tell after those of the polls before. A row is told of when it has waited for
 * longer than a poll: a message that is sent at once leaves no trace, and needs none, for its span or its
 * target's row says more; so a healthy outbox costs nothing. And only of a row that was told to wait it is
 * told that it has left.
 */
export function tellWaiting(known: readonly Waiting[], look: OutboxLook, pollMs: number): OutboxNews {
  const before = new Map(known.map((row) => [row.key, row]));
  const there = new Map<string, Waiting>();
  for (const row of known) if (look.beyond.has(row.key)) there.set(row.key, row);
  for (const { at, ...row } of look.rows) {
    const seen = before.get(row.key);
    const isSame = seen !== undefined && seen.order === row.order && seen.status === row.status;
    there.set(row.key, isSame ? seen : { ...row, at: at ?? look.now, isTold: false });
  }
  const isLong = (row: Waiting) => before.get(row.key) === row || look.now - row.at >= pollMs;
  // Those that are remembered first: of them it is owed that they have left.
  const all = [...there.values()].sort((a, b) => Number(b.isTold) - Number(a.isTold));
  const kept = all.slice(0, MOST_WAITING);
  const late = new Set(kept.filter((row) => !row.isTold && isLong(row)));
  const left = known.filter((row) => row.isTold && there.get(row.key) !== row);
  return {
    waiting: kept.map((row) => (late.has(row) ? { ...row, isTold: true } : row)),
    told: [
      ...left.map((row) => ({ point: 'left-outbox' as const, row, at: Math.max(look.now, row.at) })),
      ...[...late].map((row) => ({ point: 'in-outbox' as const, row, at: row.at })),
    ],
    overflowed: all.length > kept.length,
  };
}
