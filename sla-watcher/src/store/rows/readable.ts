import type { JourneyRecord } from '../../domain/journey-record.ts';
import { decodeJourney, type JourneyRow } from './journey-row.ts';

/** Long enough that the rest is not in its way, short enough for a newer replica that can read it. */
export const UNREADABLE_FOR_MS = 60_000;

export interface Readable {
  readonly records: readonly JourneyRecord[];
  /** Ids of the orders that this program cannot read. */
  readonly unreadable: readonly string[];
}

/**
 * Decodes what can be decoded: after a rollback there are rows of the newer program, and those must not
 * stop the rest. They are left as they are, and told of as a warning of the process.
 */
export function readableOf(rows: readonly JourneyRow[]): Readable {
  const records: JourneyRecord[] = [];
  const unreadable: string[] = [];
  let because: unknown;
  for (const row of rows) {
    try {
      records.push(decodeJourney(row));
    } catch (error) {
      unreadable.push(row.id);
      because ??= error;
    }
  }
  if (because !== undefined) {
    process.emitWarning(`${unreadable.length} of ${rows.length} orders cannot be read: ${because}`, {
      type: 'UnreadableOrder',
    });
  }
  return { records, unreadable };
}
