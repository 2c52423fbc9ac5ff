import type { DatabaseWitness } from '@orderwatch/model';
import { WitnessUnavailable } from '../../../domain/errors.ts';
import { mappedColumns } from '../../mapped-columns.ts';
import { type CursorKind, cursorKindOf, quoteTable } from './cursor-column.ts';
import type { Query, Row } from './session.ts';

/** What is known of the table once a connection is open. */
export interface SourceTable {
  /** Quoted. */
  readonly name: string;
  /** Its object id: another one under the same name is another table. */
  readonly oid: string;
  readonly cursorKind: CursorKind;
  readonly keyType: string;
  /** Rows tell which transaction wrote them: not so in views, nor to a role that may not read xmin. */
  readonly hasWriter: boolean;
  /** What works and could be better, in sentences. */
  readonly warnings: readonly string[];
}

interface Column {
  readonly type: string;
  readonly notNull: boolean;
}

/** The columns that are read, each once. No other column is ever asked for. */
export function readColumns({ key, cursor, mapping }: DatabaseWitness): readonly string[] {
  return [...new Set([...mappedColumns(mapping), key, cursor])];
}

/** Throws WitnessUnavailable, naming everything that is missing or of the wrong type at once. */
export async function checkTable(query: Query, config: DatabaseWitness): Promise<SourceTable> {
  const [version] = await query("SELECT current_setting('server_version_num')::int AS version");
  if (Number(version?.version) < 130_000) throw refusal('the server is older than PostgreSQL 13');
  const [table] = await query('SELECT oid::text, relkind::text FROM pg_class WHERE oid = to_regclass($1)', [
    quoteTable(config.table),
  ]);
  if (!table) throw refusal(`table ${config.table} does not exist, or this role may not see its schema`);
  const kind = KINDS.get(table.relkind);
  if (kind === undefined) throw refusal(`${config.table} is neither a table nor a view`);
  const columns = await readCatalog(query, table.oid, readColumns(config), config.table);
  refuseTypes(config, columns);
  const mayReadWriter = kind === 'table' && (await isWriterReadable(query, table.oid));
  return {
    name: quoteTable(config.table),
    oid: table.oid,
    cursorKind: cursorKindOf(columns.get(config.cursor)?.type ?? '')!,
    keyType: columns.get(config.key)?.type ?? '',
    hasWriter: mayReadWriter,
    warnings:
      kind === 'view'
        ? [VIEW]
        : [
            ...(mayReadWriter ? [] : [noWriter(config.table)]),
            ...(await findWarnings(query, table.oid, config, columns)),
          ],
  };
}

/** A grant of single columns does not cover those of the system. */
async function isWriterReadable(query: Query, oid: string): Promise<boolean> {
  const [row] = await query("SELECT has_column_privilege($1::oid, 'xmin', 'SELECT')::text AS may", [oid]);
  return row?.may === 'true';
}

function noWriter(table: string): string {
  return (
    `the role may not read xmin of ${table}, and rows whose cursor is empty, or lies far back when they are ` +
    'committed, may be missed: GRANT SELECT (xmin) on it'
  );
}

/** pg_class.relkind: ordinary, partitioned; view, materialized view, foreign table. */
const KINDS: ReadonlyMap<string, 'table' | 'view'> = new Map([
  ['r', 'table'],
  ['p', 'table'],
  ['v', 'view'],
  ['m', 'view'],
  ['f', 'view'],
]);

const VIEW =
  'it is no plain table: rows whose cursor is empty, or lies far back when they are committed, may be missed';

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

function refuseTypes({ cursor, mapping }: DatabaseWitness, columns: ReadonlyMap<string, Column>): void {
  const type = columns.get(cursor)?.type ?? '';
  const faults: string[] = [];
  if (cursorKindOf(type) === null) {
    faults.push(
      `cursor column "${cursor}" is ${type}; take a timestamptz, timestamp or integer column that grows with every write`,
    );
  }
  const times = [mapping.columns.at, ...Object.values(mapping.columns.stages)].filter(
    (column) => column !== null,
  );
  for (const column of new Set(times)) {
    const timeType = columns.get(column)?.type ?? '';
    if (!/^(?:timestamp|date|text|character|bpchar)/.test(timeType)) {
      faults.push(
        `column "${column}" is ${timeType}, which is no time; take a timestamptz or timestamp column`,
      );
    }
  }
  const zoneless = [...new Set([...times, cursor])].filter((column) => isZoneless(columns.get(column)?.type));
  if (mapping.zone === null && zoneless.length > 0) {
    faults.push(
      `${listed(zoneless)} has no time zone; write zone: and its IANA name in this witness, as in zone: Europe/Moscow`,
    );
  }
  if (faults.length > 0) throw refusal(faults.join('; '));
}

function isZoneless(type: string | undefined): boolean {
  return type === 'timestamp without time zone' || type === 'date';
}

async function findWarnings(
  query: Query,
  oid: string,
  { key, cursor, table }: DatabaseWitness,
  columns: ReadonlyMap<string, Column>,
): Promise<readonly string[]> {
  const indexes: readonly Row[] = await query(
    `SELECT attname::text AS first, (indisunique AND indnkeyatts = 1)::text AS is_unique
       FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = indkey[0]
      WHERE indrelid = $1::oid AND indisvalid AND indpred IS NULL`,
    [oid],
  );
  const warnings: string[] = [];
  if (!indexes.some(({ first }) => first === cursor)) {
    warnings.push(`no index of ${table} begins with "${cursor}": every poll reads the whole table`);
  }
  if (!indexes.some(({ first, is_unique }) => first === key && is_unique === 'true')) {
    warnings.push(`no unique index says that "${key}" is unique: rows of equal keys may be missed`);
  }
  if (columns.get(key)?.notNull === false) warnings.push(`"${key}" may be null: such rows are not read`);
  return warnings;
}

function listed(columns: readonly string[]): string {
  return `column${columns.length > 1 ? 's' : ''} ${columns.map((column) => `"${column}"`).join(', ')}`;
}

function refusal(detail: string): WitnessUnavailable {
  return new WitnessUnavailable(detail, { retryable: false });
}
