import type { DatabaseWitness } from '@orderwatch/model';
import { narrowXid, type Xid } from '../commits/xid.ts';
import { CURSOR_SQL, quoteName } from './cursor-column.ts';
import { readRow, selectColumns } from './row-columns.ts';
import { LOG_REACHED } from './server.ts';
import type { Query } from './session.ts';
import { readColumns, type SourceTable } from './source-table.ts';

export interface UnplacedRow {
  readonly key: string;
  readonly row: Readonly<Record<string, string | null>>;
}

export interface Unplaced {
  readonly rows: readonly UnplacedRow[];
  /** Null: these are all. */
  readonly warning: string | null;
  /** How far the log reached that showed them; null: there are none. */
  readonly log: string | null;
}

/**
 * Rows that no range of the cursor holds: it is NULL, infinite, or beyond all times. A row may say
 * something all the same, or is to be counted as one that cannot. Looks at `pageRows` of them at most,
 * and wants those whose writer is not older than `horizon`.
 */
export async function readUnplaced(
  query: Query,
  config: DatabaseWitness,
  table: SourceTable,
  horizon: Xid | null,
): Promise<Unplaced> {
  if (!table.hasWriter) return { rows: [], warning: null, log: null };
  const { cursor, key, pageRows } = config;
  const columns = readColumns(config);
  const found = await query(
    `WITH looked_at AS MATERIALIZED (
       SELECT ${quoteName(key)}::text AS k, xmin AS x, ${selectColumns(columns)} FROM ${table.name}
        WHERE ${CURSOR_SQL[table.cursorKind].isUnplaced(quoteName(cursor))} LIMIT ${pageRows})
     SELECT *, (SELECT ${LOG_REACHED}) AS log, ${horizon === null ? 'true' : 'age(x) <= age($1::xid)'} AS wanted FROM looked_at`,
    horizon === null ? [] : [narrowXid(horizon)],
  );
  const rows = found
    .filter(({ wanted }) => wanted === 't')
    .map((row) => ({ key: row.k ?? '', row: readRow(columns, row) }));
  return { rows, warning: found.length < pageRows ? null : tooMany(config), log: found[0]?.log ?? null };
}

function tooMany({ cursor, pageRows }: DatabaseWitness): string {
  return `${pageRows} rows or more have no "${cursor}", and not all of them are read: fill it, and give it a default`;
}
