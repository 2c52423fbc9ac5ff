import type { DatabaseWitness } from '@orderwatch/model';
import { mappedColumns } from '../../mapped-columns.ts';
import { type Column, type FirstOfIndex, findRelation, listed, readIndexes, refusal } from './catalog.ts';
import { type CursorKind, cursorKindOf } from './cursor-column.ts';
import type { Query } from './session.ts';

/** What is known of the table once a connection is open. */
export interface SourceTable {
  /** Quoted. */
  readonly name: string;
  /** Its object id: another one under the same name is another table. */
  readonly oid: string;
  readonly cursorKind: CursorKind;
  readonly keyType: string;
  /** By name, of the columns that are read. */
  readonly types: ReadonlyMap<string, string>;
  /** How rows of one order are found. `scan`: by reading the table, which is large. `unknown`: it is a view. */
  readonly orderLookup: 'index' | 'scan' | 'small' | 'unknown';
  /** Rows tell which transaction wrote them: not so in views, nor to a role that may not read xmin. */
  readonly hasWriter: boolean;
  /** What works and could be better, in sentences. */
  readonly warnings: readonly string[];
}

/** To read more than this for every page of orders would be felt. */
const LARGE_BYTES = 16 * 1024 * 1024;

/** The columns that are read, each once. No other column is ever asked for. */
export function readColumns({ key, cursor, mapping }: DatabaseWitness): readonly string[] {
  return [...new Set([...mappedColumns(mapping), key, cursor])];
}

/** Throws WitnessUnavailable, naming everything that is missing or of the wrong type at once. */
export async function checkTable(query: Query, config: DatabaseWitness): Promise<SourceTable> {
  const { name, oid, kind, bytes, columns } = await findRelation(query, config.table, readColumns(config));
  refuseTypes(config, columns);
  const known = {
    name,
    oid,
    cursorKind: cursorKindOf(columns.get(config.cursor)?.type ?? '')!,
    keyType: columns.get(config.key)?.type ?? '',
    types: new Map([...columns].map(([column, { type }]) => [column, type])),
  };
  if (kind === 'view') return { ...known, orderLookup: 'unknown', hasWriter: false, warnings: [VIEW] };
  const hasWriter = await isWriterReadable(query, oid);
  const indexes = await readIndexes(query, oid);
  const isIndexed = indexes.some(({ column }) => column === config.mapping.columns.order);
  return {
    ...known,
    orderLookup: isIndexed ? 'index' : bytes > LARGE_BYTES ? 'scan' : 'small',
    hasWriter,
    warnings: [...(hasWriter ? [] : [noWriter(config.table)]), ...findWarnings(config, columns, indexes)],
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

const VIEW =
  'it is no plain table: rows whose cursor is empty, or lies far back when they are committed, may be missed';

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

function findWarnings(
  { key, cursor, table }: DatabaseWitness,
  columns: ReadonlyMap<string, Column>,
  indexes: readonly FirstOfIndex[],
): readonly string[] {
  const warnings: string[] = [];
  if (!indexes.some(({ column }) => column === cursor)) {
    warnings.push(`no index of ${table} begins with "${cursor}": every poll reads the whole table`);
  }
  if (!indexes.some(({ column, isUnique }) => column === key && isUnique)) {
    warnings.push(`no unique index says that "${key}" is unique: rows of equal keys may be missed`);
  }
  if (columns.get(key)?.notNull === false) warnings.push(`"${key}" may be null: such rows are not read`);
  return warnings;
}
