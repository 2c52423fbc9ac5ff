import { WitnessUnavailable } from '../../../domain/errors.ts';
import { quoteTable } from './cursor-column.ts';
import type { Query } from './session.ts';

/** A table or view as the server's catalog has it. */
export interface Relation {
  /** Quoted. */
  readonly name: string;
  /** Its object id: another one under the same name is another table. */
  readonly oid: string;
  readonly kind: 'table' | 'view';
  /** So many bytes at its last VACUUM or ANALYZE; 0: there was none. */
  readonly bytes: number;
  /** Those that were asked for, by name. */
  readonly columns: ReadonlyMap<string, Column>;
}

export interface Column {
  readonly type: string;
  readonly notNull: boolean;
}

/** What indexes that can be used for any row begin with. */
export interface FirstOfIndex {
  readonly column: string;
  /** It is alone in a unique index. */
  readonly isUnique: boolean;
}

const BYTES_OF_PAGE = 8192;

/** pg_class.relkind: ordinary, partitioned; view, materialized view, foreign table. */
const KINDS: ReadonlyMap<string, Relation['kind']> = new Map([
  ['r', 'table'],
  ['p', 'table'],
  ['v', 'view'],
  ['m', 'view'],
  ['f', 'view'],
]);

/** Throws WitnessUnavailable where the table, a column or a right is missing, naming all columns at once. */
export async function findRelation(
  query: Query,
  table: string,
  wanted: readonly string[],
): Promise<Relation> {
  const [version] = await query("SELECT current_setting('server_version_num')::int AS version");
  if (Number(version?.version) < 130_000) throw refusal('the server is older than PostgreSQL 13');
  const [found] = await query(
    'SELECT oid::text, relkind::text, relpages::text AS pages FROM pg_class WHERE oid = to_regclass($1)',
    [quoteTable(table)],
  );
  if (!found) throw refusal(`table ${table} does not exist, or this role may not see its schema`);
  const kind = KINDS.get(found.relkind);
  if (kind === undefined) throw refusal(`${table} is neither a table nor a view`);
  const columns = await readCatalog(query, found.oid, wanted, table);
  const bytes = Number(found.pages) * BYTES_OF_PAGE;
  return { name: quoteTable(table), oid: found.oid, kind, bytes, columns };
}

async function readCatalog(
  query: Query,
  oid: string,
  wanted: readonly string[],
  table: string,
): Promise<ReadonlyMap<string, Column>> {
  const rows = await query(
    `SELECT attname::text AS name, attnotnull::text AS not_null,
            -- With NULL for -1 a char(12) would be a "character", which in a cast has room for one.
            format_type(coalesce(nullif(typbasetype, 0), atttypid), -1) AS type,
            has_column_privilege(attrelid, attnum, 'SELECT')::text AS readable
       FROM pg_attribute JOIN pg_type ON pg_type.oid = atttypid
      WHERE attrelid = $1::oid AND attname = ANY($2::text[]) AND attnum > 0 AND NOT attisdropped`,
    [oid, wanted],
  );
  const found = new Map(rows.map((row) => [row.name as string, row]));
  const missing = wanted.filter((column) => !found.has(column));
  if (missing.length > 0) throw refusal(`table ${table} lacks ${listed(missing)}`);
  const denied = wanted.filter((column) => found.get(column)?.readable !== 'true');
  if (denied.length > 0)
    throw refusal(`the role may not read ${listed(denied)} of ${table}: GRANT SELECT on it`);
  return new Map(
    [...found].map(([name, row]) => [name, { type: row.type, notNull: row.not_null === 'true' }]),
  );
}

export async function readIndexes(query: Query, oid: string): Promise<readonly FirstOfIndex[]> {
  const rows = await query(
    `SELECT attname::text AS first, (indisunique AND indnkeyatts = 1)::text AS is_unique
       FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = indkey[0]
      WHERE indrelid = $1::oid AND indisvalid AND indpred IS NULL`,
    [oid],
  );
  return rows.map(({ first, is_unique }) => ({ column: first, isUnique: is_unique === 'true' }));
}

/** `columns "a", "b"`. */
export function listed(columns: readonly string[]): string {
  return `column${columns.length > 1 ? 's' : ''} ${columns.map((column) => `"${column}"`).join(', ')}`;
}

/** It stays so until somebody changes the database or the model. */
export function refusal(detail: string): WitnessUnavailable {
  return new WitnessUnavailable(detail, { retryable: false });
}
