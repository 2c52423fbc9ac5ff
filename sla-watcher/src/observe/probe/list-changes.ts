import type { SideRecord } from '../../domain/observation.ts';
import type { List } from './list-reading.ts';

/** What is remembered of the last complete read. */
export interface Remembered {
  /** Those that were there, and those that were told to be and were missing. */
  readonly listed: List;
  readonly missing: ReadonlySet<string>;
}

export interface Changes {
  readonly records: readonly SideRecord[];
  readonly remembered: Remembered;
}

/**
 * What has changed in the list since it was last read whole, at `at`. An order that appears, or stands under
 * another status, was seen and is told at once. One that is missing may only have slipped from one page to
 * another while they were read: it is told when it is missing a second time in a row.
 */
export function changesOf(before: Remembered, list: List, witness: string, at: number): Changes {
  const told = (says: SideRecord['says'], order: string, status: string): SideRecord => {
    return { kind: 'side', witness, position: `order ${order}`, order, status, says, at };
  };
  const listed = new Map(list);
  const missing = new Set<string>();
  const records: SideRecord[] = [];
  for (const [order, status] of list)
    if (before.listed.get(order) !== status) records.push(told('listed', order, status));
  for (const [order, status] of before.listed) {
    if (list.has(order)) continue;
    if (before.missing.has(order)) {
      records.push(told('unlisted', order, status));
    } else {
      listed.set(order, status);
      missing.add(order);
    }
  }
  return { records, remembered: { listed, missing } };
}
