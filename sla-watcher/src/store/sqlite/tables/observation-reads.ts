import type { Observation } from '../../../domain/observation.ts';
import type { StoreReads } from '../../../ports.ts';
import { BEFORE_ALL, decodeObservation, type ObservationRow } from '../../rows/observation-row.ts';
import { isStorable } from '../../rows/storable-text.ts';
import { type Database, rowOf, rowsOf } from '../database.ts';

/**
 * What was seen under an id stays under it when the id becomes an alias: to move a hot order's rows would
 * cost as much as it has. Whoever reads an order reads all its ids.
 */
const ORDER_OF = 'SELECT order_id FROM alias WHERE id = ?';
const ALIASES_OF = 'SELECT id FROM alias WHERE order_id = ?';
const OF_ID = `SELECT * FROM observation WHERE order_id = ? AND (at, id) > (?, ?) ORDER BY at, id LIMIT ?`;
const AFTER = `SELECT * FROM observation WHERE (order_id, at, id) > (?, ?, ?)
  ORDER BY order_id, at, id LIMIT ?`;
const IS_MERGED = `SELECT EXISTS (SELECT 1 FROM alias WHERE id = ?1)
  OR EXISTS (SELECT 1 FROM alias WHERE order_id = ?1) AS found`;
const NEXT_MERGED = 'SELECT min(order_id) AS order_id FROM alias WHERE order_id > ?';
const REJECTIONS =
  'SELECT at, witness, position, reason, detail FROM rejection ORDER BY at DESC, serial DESC LIMIT ?';

/** Rows in memory at once while all are streamed. */
const STREAM_ROWS = 2_000;

export function sqliteObservationReads(
  database: Database,
): Pick<StoreReads, 'observations' | 'allObservations' | 'rejections'> {
  return {
    async observations(id, limit) {
      if (!isStorable(id)) return [];
      const order = rowOf<{ order_id: string }>(database.statement(ORDER_OF), id)?.order_id ?? id;
      return pageOf(database, order, BEFORE_ALL, limit).map(decodeObservation);
    },
    allObservations: () => streamAll(database),
    async rejections(limit) {
      return rowsOf(database.statement(REJECTIONS), limit);
    },
  };
}

/** The observations of one order, under all its ids. */
function pageOf(database: Database, order: string, after: ObservationRow, limit: number): ObservationRow[] {
  const aliases = rowsOf<{ id: string }>(database.statement(ALIASES_OF), order).map(({ id }) => id);
  const rows = [order, ...aliases].flatMap((id) =>
    rowsOf<ObservationRow>(database.statement(OF_ID), id, after.at, after.id, limit),
  );
  if (aliases.length === 0) return rows;
  const merged = rows.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1)).slice(0, limit);
  return merged.map((row) => ({ ...row, order_id: order }));
}

/**
 * Page by page: one long read would keep the log from being copied into the file and let it grow. An
 * order that is merged meanwhile may come twice, under its old id and under the new.
 */
async function* streamAll(database: Database): AsyncIterable<Observation> {
  yield* streamPlain(database);
  let order = nextMerged(database, '');
  for (; order !== null; order = nextMerged(database, order)) yield* streamOrder(database, order);
}

/** Orders of one id, which nearly all are. */
function* streamPlain(database: Database): Iterable<Observation> {
  let last: ObservationRow | undefined = BEFORE_ALL;
  while (last !== undefined) {
    const { order_id, at, id }: ObservationRow = last;
    const rows: ObservationRow[] = rowsOf(database.statement(AFTER), order_id, at, id, STREAM_ROWS);
    const ids = [...new Set(rows.map((row) => row.order_id))];
    const merged = new Set(ids.filter((one) => isMerged(database, one)));
    yield* rows.filter((row) => !merged.has(row.order_id)).map(decodeObservation);
    last = rows.length < STREAM_ROWS ? undefined : rows.at(-1);
  }
}

function* streamOrder(database: Database, order: string): Iterable<Observation> {
  let last: ObservationRow | undefined = BEFORE_ALL;
  while (last !== undefined) {
    const rows: ObservationRow[] = pageOf(database, order, last, STREAM_ROWS);
    yield* rows.map(decodeObservation);
    last = rows.length < STREAM_ROWS ? undefined : rows.at(-1);
  }
}

function isMerged(database: Database, id: string): boolean {
  return rowOf<{ found: number }>(database.statement(IS_MERGED), id)?.found === 1;
}

function nextMerged(database: Database, after: string): string | null {
  return rowOf<{ order_id: string | null }>(database.statement(NEXT_MERGED), after)?.order_id ?? null;
}
