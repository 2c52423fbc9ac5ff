import type { Writable } from 'node:stream';
import type { SampleOrder, Step } from '../order/sample-order.ts';
import { instantText } from '../platform/moscow-time.ts';
import { STATUSES, type Status } from '../platform/route.ts';
import { writeLines } from './write-lines.ts';

/** The column with the time of a status. */
export function timeColumn(status: Status): string {
  return `${status.toLowerCase()}_at`;
}

export const WIDE_COLUMNS = [
  'order_id',
  'status',
  'channel',
  'partner_id',
  'complexity',
  'is_test',
  'promised_on',
  ...STATUSES.map(timeColumn),
] as const;

export interface WideOptions {
  /** The table as it stood then, epoch milliseconds. */
  readonly asOf: number;
  /** False: the table says that an order is cancelled, and not since when. */
  readonly cancelledTimes?: boolean;
}

/**
 * A row per order, a column per status: when its owner first wrote it, of several parcels for the
 * latest. An id that is used again has a row for each use.
 */
export async function writeWideCsv(
  orders: Iterable<SampleOrder>,
  out: Writable,
  options: WideOptions,
): Promise<void> {
  await writeLines(wideLines(orders, options), out);
}

export function* wideLines(orders: Iterable<SampleOrder>, options: WideOptions): Generator<string, void> {
  yield WIDE_COLUMNS.join(',');
  for (const order of orders) {
    const written = order.steps.filter((step) => !step.copy && step.at < options.asOf);
    if (written.length > 0) yield row(order, written, options.cancelledTimes ?? true);
  }
}

function row({ id, attributes }: SampleOrder, written: readonly Step[], cancelledTimes: boolean): string {
  const times = STATUSES.map((status) => reachedAt(status, written));
  const status = STATUSES[times.findLastIndex((at) => at !== null)];
  const approved = times[STATUSES.indexOf('MANUFACTURING_APPROVED')] !== null;
  const { channel, partner_id, complexity, test, promised_on } = attributes;
  const shown = times.map((at, i) =>
    at === null || (STATUSES[i] === 'CANCELLED' && !cancelledTimes) ? '' : instantText(at),
  );
  return [id, status, channel, partner_id, complexity, test, approved ? promised_on : '', ...shown]
    .map((value) => value ?? '')
    .join(',');
}

/** When all parcels had reached it; null: not yet. */
function reachedAt(status: Status, written: readonly Step[]): number | null {
  const parcels = new Set(written.map((step) => step.line).filter((line) => line !== ''));
  const firsts = new Map<string, number>();
  for (const step of written) {
    if (step.status === status && !firsts.has(step.line)) firsts.set(step.line, step.at);
  }
  const isComplete = firsts.has('') || firsts.size === Math.max(1, parcels.size);
  return isComplete ? Math.max(...firsts.values()) : null;
}
