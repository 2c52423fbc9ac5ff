import type { Writable } from 'node:stream';
import type { OrderEvent } from '@orderwatch/model';
import { OWNERS, type Status, type SystemName } from '../platform/route.ts';
import { writeLines } from './write-lines.ts';

export const HISTORY_COLUMNS = [
  'order_id',
  'line',
  'status',
  'changed_at',
  'channel',
  'partner_id',
  'complexity',
  'promised_on',
  'is_test',
] as const;

export interface HistoryOptions {
  /**
   * Only what these systems wrote, with ids as they write them: `['shop', 'crm']` is the history table
   * of the shop's database. Absent: what the owner of each status wrote, all under the shop's ids.
   */
  readonly systems?: readonly SystemName[];
}

/** A row per status change, in the order of the events. */
export async function writeHistoryCsv(
  events: Iterable<OrderEvent>,
  out: Writable,
  options: HistoryOptions = {},
): Promise<void> {
  await writeLines(historyLines(events, options), out);
}

export function* historyLines(
  events: Iterable<OrderEvent>,
  { systems }: HistoryOptions = {},
): Generator<string, void> {
  yield HISTORY_COLUMNS.join(',');
  for (const event of events) {
    const isKept =
      systems?.includes(event.system as SystemName) ?? OWNERS[event.status as Status] === event.system;
    if (isKept) yield row(event, systems === undefined ? shopId(event.order) : event.order);
  }
}

function row({ line, status, at, attributes = {} }: OrderEvent, order: string): string {
  const { channel, partner_id, complexity, promised_on, test } = attributes;
  // Nothing that the sample writes needs quotes.
  return [order, line, status, at, channel, partner_id, complexity, promised_on, test]
    .map((value) => value ?? '')
    .join(',');
}

function shopId(order: string): string {
  return order.replace(/^M-0*/, '');
}
