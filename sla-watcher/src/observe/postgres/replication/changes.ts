import type { Pgoutput } from 'pg-logical-replication';
import { WitnessUnavailable } from '../../../domain/errors.ts';
import type { SourceTime } from '../commits/look.ts';
import type { ChangePlan } from './change-plan.ts';
import { type Lsn, parseLsn } from '../slot/lsn.ts';
import { readText, type Tuple } from './row-text.ts';
import type { StreamEvent } from '../slot/slot-stream.ts';

export interface ChangedRow {
  readonly key: string;
  /** A column that the log does not show is absent. */
  readonly row: Readonly<Record<string, string | null>>;
  readonly isWhole: boolean;
}

/** That the row of an order went away, or came again, when a transaction was committed. */
export interface RowNews {
  readonly says: 'gone' | 'back';
  readonly order: string;
  readonly line: string | null;
  readonly status: string;
  /** By the source's clock. */
  readonly at: SourceTime;
}

/** What has come since the last time it was asked for. */
export interface Collected {
  readonly rows: readonly ChangedRow[];
  readonly news: readonly RowNews[];
  /** Deleted rows of which it is not said whose they were. */
  readonly untold: number;
  /** When the table was last emptied; null: it was not. */
  readonly truncatedAt: SourceTime | null;
}

const MOST_BYTES = 4_000_000;
/** Rows that one transaction deletes: more is a clean-up, and is left to the census. */
const MOST_GONE = 10_000;
/** Orders of which it is remembered that they went, so that it is said when they come again. */
const MOST_REMEMBERED = 10_000;

type Transaction = { readonly at: SourceTime; readonly gone: Map<string, RowNews>; readonly back: RowNews[] };

/**
 * Sorts what a slot sends.
 *
 * States: between transactions ──begin──▶ within one ──commit──▶ between.
 * 1. Rows may be collected within a transaction, for one may be larger than the memory; `committed` moves
 *    only between, so that a part that was handed on is sent again after a failure.
 * 2. That a row went is told at the commit: a row that is deleted and written anew was never gone.
 * 3. Transactions come in the order of their commits: nothing ever comes behind `committed`.
 */
export class Changes {
  readonly #plan: ChangePlan;
  readonly #mostRows: number;
  readonly #remembered: Map<string, string>;
  #rows: ChangedRow[] = [];
  #news: RowNews[] = [];
  #bytes = 0;
  #untold = 0;
  #truncatedAt: SourceTime | null = null;
  #transaction: Transaction | null = null;
  #committed: Lsn;

  constructor(plan: ChangePlan, from: Lsn, mostRows: number, remembered: Map<string, string> = new Map()) {
    this.#plan = plan;
    this.#committed = from;
    this.#mostRows = mostRows;
    this.#remembered = remembered;
  }

  /** All that was committed before this place has been taken. */
  get committed(): Lsn {
    return this.#committed;
  }

  get isEmpty(): boolean {
    return this.#rows.length + this.#news.length === 0;
  }

  get isFull(): boolean {
    return this.#rows.length >= this.#mostRows || this.#bytes >= MOST_BYTES;
  }

  /** Throws WitnessUnavailable for what cannot be read. */
  take(event: StreamEvent): void {
    switch (event.tag) {
      case 'begin':
        this.#transaction = { at: event.commitTime as bigint, gone: new Map(), back: [] };
        return;
      case 'commit':
        this.#commit(parseLsn(event.commitEndLsn ?? ''));
        return;
      case 'reached':
        if (this.#transaction === null) this.#reach(event.lsn);
        return;
      case 'truncate':
        if (event.relations.some((relation) => this.#isOurs(relation)))
          this.#truncatedAt = this.#transaction?.at ?? null;
        return;
      case 'insert':
      case 'update':
      case 'delete':
        if (this.#isOurs(event.relation)) this.#change(event);
        return;
      case 'unreadable':
        throw new WitnessUnavailable('the log holds what this program cannot read', {
          cause: event.error,
          retryable: true,
        });
    }
  }

  collect(): Collected {
    const collected = {
      rows: this.#rows,
      news: this.#news,
      untold: this.#untold,
      truncatedAt: this.#truncatedAt,
    };
    [this.#rows, this.#news, this.#bytes, this.#untold] = [[], [], 0, 0];
    this.#truncatedAt = null;
    return collected;
  }

  #isOurs({ schema, name }: Pgoutput.MessageRelation): boolean {
    return schema === this.#plan.schema && name === this.#plan.table;
  }

  #change(event: Pgoutput.MessageInsert | Pgoutput.MessageUpdate | Pgoutput.MessageDelete): void {
    if (event.tag === 'delete') {
      this.#forget(event.old ?? event.key ?? {});
      return;
    }
    const before = event.tag === 'update' ? (event.old ?? event.key) : null;
    if (before !== null && this.#isOther(before, event.new)) this.#forget(before);
    if (event.tag === 'insert' || before !== null) this.#remember(event.new);
    this.#add(event.new);
  }

  #add(tuple: Tuple): void {
    const { columns, types, key } = this.#plan;
    const row: Record<string, string | null> = {};
    let isWhole = true;
    for (const column of columns) {
      const text = readText(tuple, column, types.get(column));
      if (text === undefined) isWhole = false;
      else row[column] = text;
      this.#bytes += text?.length ?? 0;
    }
    this.#rows.push({ key: row[key] ?? '', row, isWhole });
  }

  #forget(tuple: Tuple): void {
    const news = this.#newsOf('gone', tuple);
    const gone = this.#transaction?.gone;
    if (news === null || gone === undefined || gone.size >= MOST_GONE) this.#untold += 1;
    else gone.set(nameOf(news), news);
  }

  /** A row came whose order may have been gone. */
  #remember(tuple: Tuple): void {
    if (this.#transaction === null || this.#plan.statusOf === null) return;
    const news = this.#newsOf('back', tuple);
    if (news === null) return;
    const wasGone = this.#transaction.gone.delete(nameOf(news));
    if (!wasGone && this.#remembered.has(nameOf(news))) this.#transaction.back.push(news);
  }

  #newsOf(says: RowNews['says'], tuple: Tuple): RowNews | null {
    const { order: orderColumn, line: lineColumn, types, statusOf } = this.#plan;
    const order = readText(tuple, orderColumn, types.get(orderColumn));
    const status = statusOf?.(tuple) ?? null;
    if (typeof order !== 'string' || status === null || this.#transaction === null) return null;
    const line = lineColumn === null ? null : (readText(tuple, lineColumn, types.get(lineColumn)) ?? null);
    return { says, order, line, status, at: this.#transaction.at };
  }

  #isOther(before: Tuple, after: Tuple): boolean {
    const { order, line } = this.#plan;
    const differs = (column: string | null) =>
      column !== null && before[column] !== undefined && before[column] !== after[column];
    return differs(order) || differs(line);
  }

  #commit(end: Lsn): void {
    const { gone = new Map<string, RowNews>(), back = [] } = this.#transaction ?? {};
    for (const news of back) this.#remembered.delete(nameOf(news));
    for (const [name, news] of gone) this.#remembered.set(name, news.status);
    for (const name of this.#remembered.keys()) {
      if (this.#remembered.size <= MOST_REMEMBERED) break;
      this.#remembered.delete(name);
    }
    this.#news.push(...back, ...gone.values());
    this.#transaction = null;
    this.#reach(end);
  }

  #reach(lsn: Lsn): void {
    if (lsn > this.#committed) this.#committed = lsn;
  }
}

function nameOf({ order, line }: RowNews): string {
  return JSON.stringify([order, line]);
}
