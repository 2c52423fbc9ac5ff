import type { Xid } from './commits/xid.ts';
import type { SourceRow } from './source/read-window.ts';

/**
 * Versions of rows that were handed on lately, so that they are not handed on again when a range is
 * read twice. Only a saving: whoever gets a row twice knows it by its identity. The writer is part of
 * what is remembered, because a row may be changed without moving its cursor.
 */
export class SentRows {
  readonly #most: number;
  readonly #rows = new Set<string>();
  #completeFrom: Xid | null = null;

  constructor(most = 100_000) {
    this.#most = most;
  }

  /** Every row handed on that was written from this transaction on is remembered; null: some are not. */
  get completeFrom(): Xid | null {
    return this.#completeFrom;
  }

  /** A poll begins; `running` is the oldest transaction that runs. */
  begin(running: Xid): void {
    this.#completeFrom ??= running;
  }

  /** Those that were not handed on yet; they are remembered as if they were. */
  take(rows: readonly SourceRow[]): readonly SourceRow[] {
    const fresh = rows.filter((row) => row.writer === null || !this.#rows.has(nameOf(row)));
    if (this.#rows.size + fresh.length > this.#most) this.forget();
    for (const row of fresh.slice(-this.#most)) this.#rows.add(nameOf(row));
    return fresh;
  }

  /** After a failure nobody knows whether the last rows became durable. */
  forget(): void {
    this.#rows.clear();
    this.#completeFrom = null;
  }
}

function nameOf({ cursor, key, writer }: SourceRow): string {
  return `${cursor} ${writer} ${key}`;
}
