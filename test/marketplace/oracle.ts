export interface MarketCount {
  readonly finishedLate: number;
  readonly openOverdue: number;
  /** It ended, and nobody wrote when. */
  readonly unjudgeable: number;
}

export interface MarketTruth {
  /** The last event of the table: what "now" is for its open orders. */
  readonly now: number;
  /** Delivered after the promised day, which ends with its day. */
  readonly promise: MarketCount;
  /** Delivered after the promised instant: what comes out when a date is taken for one. */
  readonly promiseAsInstant: MarketCount;
  /** Approved more than 24 h after the purchase. */
  readonly approval: MarketCount;
  /** Handed to the carrier more than 5 × 24 h after the approval. */
  readonly handover: MarketCount;
  /** Handed over before it was approved. */
  readonly backwards: number;
  /** Delivered by its status, without a time; among the open of `promise` once overdue. */
  readonly deliveredUntimed: number;
}

type Row = ReadonlyMap<string, string>;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const PURCHASED = 'order_purchase_timestamp';
const APPROVED = 'order_approved_at';
const HANDED = 'order_delivered_carrier_date';
const DELIVERED = 'order_delivered_customer_date';
const PROMISED = 'order_estimated_delivery_date';
/** An order that says `delivered` and has no time of it stays open, until somebody fills it in. */
const ENDS_WITHOUT_TIME = new Set(['canceled', 'unavailable']);

/** Counts what a backtest must find in a marketplace's table, row by row and with nothing of the product. */
export function marketTruth(lines: Iterable<string>): MarketTruth {
  const rows = readRows(lines);
  const now = Math.max(
    ...rows.flatMap((row) => [PURCHASED, APPROVED, HANDED, DELIVERED].map((c) => time(row, c) ?? 0)),
  );
  const after = (from: string, ms: number) => (row: Row) => {
    const start = time(row, from);
    return start === null ? null : start + ms;
  };
  return {
    now,
    promise: count(rows, now, DELIVERED, after(PROMISED, DAY - 1)),
    promiseAsInstant: count(rows, now, DELIVERED, after(PROMISED, 0)),
    approval: count(rows, now, APPROVED, after(PURCHASED, 24 * HOUR)),
    handover: count(rows, now, HANDED, after(APPROVED, 5 * DAY)),
    backwards: rows.filter((row) => (time(row, HANDED) ?? Infinity) < (time(row, APPROVED) ?? 0)).length,
    deliveredUntimed: rows.filter(
      (row) => row.get('order_status') === 'delivered' && time(row, DELIVERED) === null,
    ).length,
  };
}

function count(
  rows: readonly Row[],
  now: number,
  column: string,
  dueAt: (row: Row) => number | null,
): MarketCount {
  const found = { finishedLate: 0, openOverdue: 0, unjudgeable: 0 };
  for (const row of rows) {
    const due = dueAt(row);
    if (due === null) continue;
    const end = time(row, column);
    if (end !== null) found.finishedLate += end > due ? 1 : 0;
    else if (ENDS_WITHOUT_TIME.has(row.get('order_status')!)) found.unjudgeable += now > due ? 1 : 0;
    else found.openOverdue += now > due ? 1 : 0;
  }
  return found;
}

function readRows(lines: Iterable<string>): readonly Row[] {
  const [header, ...rest] = [...lines].map((line) => line.split(','));
  return rest.map((cells) => new Map(header!.map((column, i) => [column, cells[i] ?? ''])));
}

function time(row: Row, column: string): number | null {
  const text = row.get(column)!;
  if (text === '') return null;
  const [month, day, year, hour, minute] = text.split(/[/ :]/).map(Number) as [
    number,
    number,
    number,
    number,
    number,
  ];
  return Date.UTC(year, month - 1, day, hour, minute);
}
