import type { DatabaseWitness } from '@orderwatch/model';
import { WitnessUnavailable } from '../../../domain/errors.ts';
import type { Cursor, Floor } from '../commits/late-commits.ts';
import { narrowXid, type Xid } from '../commits/xid.ts';
import { CURSOR_SQL, quoteName } from './cursor-column.ts';
import { readRow, selectColumns } from './row-columns.ts';
import { LOG_REACHED } from './server.ts';
import type { Query } from './session.ts';
import { readColumns, type SourceTable } from './source-table.ts';

/** Where reading stands: after this row, in the order of (cursor, key). */
export interface Place {
  readonly cursor: Cursor;
  /** As PostgreSQL writes it. */
  readonly key: string;
}

/** Which rows are looked at, and which of those are wanted. */
export interface WindowRange {
  readonly low: Floor;
  /** Null: no end. */
  readonly high: Floor;
  readonly after: Place | null;
  /** Only rows whose writer is not older than this; null: all. */
  readonly horizon: Xid | null;
}

export interface SourceRow extends Place {
  /** Low 32 bits of the id of the transaction that wrote it; null: unknown. */
  readonly writer: string | null;
  readonly row: Readonly<Record<string, string | null>>;
}

export interface ReadWindow {
  readonly rows: readonly SourceRow[];
  /** Where to go on; null: the range is read to its end. */
  readonly next: Place | null;
  /** How far the log reached that showed the rows; null: there are none. */
  readonly log: string | null;
}

/**
 * How many rows the server looks at for one page of wanted ones. Bounded, because a filter that finds
 * nothing would otherwise make one statement walk through the whole range.
 */
const LOOKED_AT_PER_PAGE = 10;

/** Reads at most `pageRows` rows from a range, and looks at most at ten times as many. */
export async function readWindow(
  query: Query,
  config: DatabaseWitness,
  table: SourceTable,
  range: WindowRange,
): Promise<ReadWindow> {
  const isFiltered = range.horizon !== null && table.hasWriter;
  const window = config.pageRows * (isFiltered ? LOOKED_AT_PER_PAGE : 1);
  const columns = readColumns(config);
  const { text, values } = renderWindow(config, table, range, columns, window);
  const found = await query(text, values);
  const last = found.at(-1);
  if (!last) return { rows: [], next: null, log: null };
  const isPageFull = found.length >= config.pageRows;
  const next = { cursor: BigInt(last.c), key: last.k as string };
  if (range.after !== null && next.cursor === range.after.cursor && next.key === range.after.key) {
    // Whatever made it so, reading this page for ever would harm the database.
    const detail = `reading does not get past row ${next.key.slice(0, 100)}: take another column than "${config.key}" as key`;
    throw new WitnessUnavailable(detail, { retryable: false });
  }
  const rows = found
    .filter(({ wanted }) => wanted === 'true')
    .map((row) => ({
      cursor: BigInt(row.c),
      key: row.k as string,
      writer: row.x as string | null,
      row: readRow(columns, row),
    }));
  return { rows, next: isPageFull || Number(last.looked_at) === window ? next : null, log: last.log };
}

/** The last row of the window comes along, wanted or not: reading goes on after it. */
function renderWindow(
  { cursor, key, pageRows }: DatabaseWitness,
  table: SourceTable,
  range: WindowRange,
  columns: readonly string[],
  window: number,
): { readonly text: string; readonly values: readonly unknown[] } {
  const values: unknown[] = [];
  const parameter = (value: unknown) => `$${values.push(value)}`;
  const { toBigint, fromBigint, isPlaced } = CURSOR_SQL[table.cursorKind];
  const [c, k] = [quoteName(cursor), quoteName(key)];
  const conditions = [isPlaced(c), `${k} IS NOT NULL`];
  if (range.low !== null && range.after === null)
    conditions.push(`${c} >= ${fromBigint(parameter(String(range.low)))}`);
  if (range.high !== null) conditions.push(`${c} <= ${fromBigint(parameter(String(range.high)))}`);
  if (range.after !== null) {
    const from = fromBigint(parameter(String(range.after.cursor)));
    // Said twice, because an index on the cursor alone cannot use a comparison of rows.
    conditions.push(
      `${c} >= ${from}`,
      `(${c}, ${k}) > (${from}, ${parameter(range.after.key)}::${table.keyType})`,
    );
  }
  const wanted =
    range.horizon === null || !table.hasWriter
      ? 'true'
      : `age(x) <= age(${parameter(narrowXid(range.horizon))}::xid)`;
  const selected = selectColumns(columns);
  const text = `
    WITH looked_at AS MATERIALIZED (
      SELECT ${c} AS c, ${k} AS k, ${table.hasWriter ? 'xmin' : 'NULL::xid'} AS x, ${selected}
        FROM ${table.name} WHERE ${conditions.join(' AND ')} ORDER BY ${c}, ${k} LIMIT ${window}),
    last AS (SELECT c, k FROM looked_at ORDER BY c DESC, k DESC LIMIT 1)
    SELECT ${toBigint('c')} AS c, k::text AS k, x::text AS x, (${wanted})::text AS wanted,
           (SELECT count(*) FROM looked_at)::text AS looked_at, (SELECT ${LOG_REACHED}) AS log,
           ${columns.map((_, index) => `v${index}`).join(', ')}
      FROM looked_at w
     WHERE ${wanted} OR (w.c, w.k) = (SELECT c, k FROM last)
     ORDER BY w.c, w.k LIMIT ${pageRows}`;
  return { text, values };
}
