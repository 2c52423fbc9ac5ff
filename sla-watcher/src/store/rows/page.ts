import { OrderwatchError } from '../../domain/errors.ts';
import type { JourneyRecord } from '../../domain/journey-record.ts';
import type { Page } from '../../ports.ts';
import type { JourneyRow } from './journey-row.ts';
import { readableOf } from './readable.ts';

/** A cursor that no page of ours gave out. */
export class CursorInvalid extends OrderwatchError {
  readonly code = 'cursor-invalid';
  readonly retryable = false;
}

/** What sorts behind every due time: an order without one. Written out in the indexes of both schemas. */
const NEVER_DUE = Number.MAX_SAFE_INTEGER;

/** The last row of a page: the next one begins behind it. */
export interface PagePosition {
  readonly dueAt: number;
  readonly id: string;
}

/** Before every row: due times may be negative, ids are never empty. */
export const FIRST_PAGE: PagePosition = { dueAt: Number.MIN_SAFE_INTEGER, id: '' };

/** A page of at most `limit` from the rows found: one more than `limit` says that another page follows. */
export function pageOf(rows: readonly JourneyRow[], limit: number): Page<JourneyRecord> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { items: readableOf(shown).records, cursor: more ? encodeCursor(last.due_at, last.id) : null };
}

function encodeCursor(dueAt: number | null, id: string): string {
  return Buffer.from(JSON.stringify([dueAt ?? NEVER_DUE, id])).toString('base64url');
}

export function parseCursor(cursor: string): PagePosition {
  try {
    const [dueAt, id, ...rest] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    if (Number.isSafeInteger(dueAt) && typeof id === 'string' && rest.length === 0) {
      return { dueAt: dueAt as number, id };
    }
  } catch (cause) {
    throw new CursorInvalid('this is not a cursor of a list of orders', { cause });
  }
  throw new CursorInvalid('this is not a cursor of a list of orders');
}
