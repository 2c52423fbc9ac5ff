import type { DatabaseWitness } from '@orderwatch/model';
import { quoteName } from '../source/cursor-column.ts';
import { keyLookupOf } from '../source/key-lookup.ts';
import { readRow, selectColumns, selectText } from '../source/row-columns.ts';
import type { Query, Row } from '../source/session.ts';
import { readColumns, type SourceTable } from '../source/source-table.ts';
import { stageOf } from './words.ts';

/** A stage that a row of the table shows, or that it shows none. */
export interface Shown {
  readonly line: string;
  /** Null: none that says anything. */
  readonly stage: string | null;
  /** Epoch milliseconds, by the clock of the row; null: it has no time, or it cannot be read in SQL. */
  readonly at: number | null;
  /** Null in a history, of which a row is not handed on again. */
  readonly row: TableRow | null;
}

export interface TableRow {
  readonly key: string;
  readonly row: Readonly<Record<string, string | null>>;
}

/** How many rows one order may have on average before a page is given up as too large. */
const ROWS_PER_ORDER = 40;

/**
 * What the table shows of each id, in the order of `ids`: null of one that its column cannot hold. Null: too
 * many rows to bring over.
 */
export async function readShown(
  query: Query,
  config: DatabaseWitness,
  table: SourceTable,
  ids: readonly string[],
): Promise<readonly (readonly Shown[] | null)[] | null> {
  const { columns } = config.mapping;
  const lookup = keyLookupOf(table.types.get(columns.order) ?? '');
  const fitting = ids.flatMap((id, index) => (lookup.fits(id) ? [{ id, index }] : []));
  const most = ids.length * ROWS_PER_ORDER;
  const joined = `unnest(${lookup.values('$1')}) WITH ORDINALITY AS asked (id, n)
    JOIN ${table.name} t ON ${lookup.column(`t.${quoteName(columns.order)}`)} = asked.id`;
  const { text, read } =
    config.mapping.shape === 'history' ? ofChanges(config, table) : ofRows(config, table);
  const found = await query(
    text(joined, most + 1),
    [fitting.map(({ id }) => id), config.mapping.zone].slice(0, usesZone(config, table) ? 2 : 1),
  );
  if (found.length > most) return null;
  const shown = ids.map((id): Shown[] | null => (lookup.fits(id) ? [] : null));
  for (const row of found) shown[fitting[Number(row.n) - 1]?.index ?? -1]?.push(...read(row));
  return shown;
}

interface Reading {
  readonly text: (joined: string, limit: number) => string;
  readonly read: (row: Row) => readonly Shown[];
}

/** Of a history only which statuses there are, and when each was last: an order may have a million rows. */
function ofChanges(config: DatabaseWitness, table: SourceTable): Reading {
  const { line, status, at } = config.mapping.columns;
  const [lineColumn, statusColumn] = [line, status].map((column) => textColumn(column));
  return {
    text: (joined, limit) => `SELECT asked.n::text AS n, ${lineColumn} AS line, ${statusColumn} AS status,
        max(${millis(at, table)})::text AS at
      FROM ${joined} GROUP BY 1, 2, 3 LIMIT ${limit}`,
    read: (row) => [
      { line: trimmed(row.line), stage: stageOf(config, row.status), at: numberOf(row.at), row: null },
    ],
  };
}

function ofRows(config: DatabaseWitness, table: SourceTable): Reading {
  const { mapping, key } = config;
  const { line, status, at } = mapping.columns;
  const columns = readColumns(config);
  const stamps = Object.entries(mapping.shape === 'wide' ? mapping.columns.stages : {});
  const times = mapping.shape === 'wide' ? stamps.map(([, column]) => column) : [at];
  const selected = times.map((column, index) => `${millis(column, table)}::text AS m${index}`);
  const present = times.map(
    (column, index) => `(t.${quoteName(column ?? '')} IS NOT NULL)::text AS p${index}`,
  );
  return {
    text: (joined, limit) =>
      `SELECT asked.n::text AS n, ${[selectColumns(columns, 't.'), ...selected, ...present].join(', ')}
      FROM ${joined} LIMIT ${limit}`,
    read(found) {
      const row = { key: found[`v${columns.indexOf(key)}`] ?? '', row: readRow(columns, found) };
      const of = { line: line === null ? '' : trimmed(row.row[line] ?? null), row };
      const stated = status === null ? null : stageOf(config, row.row[status] ?? null);
      if (mapping.shape === 'snapshot') return [{ ...of, stage: stated, at: numberOf(found.m0) }];
      const stamped = stamps.flatMap(([stage], index) =>
        found[`p${index}`] === 'true' ? [{ ...of, stage, at: numberOf(found[`m${index}`]) }] : [],
      );
      return [...stamped, { ...of, stage: stated, at: null }];
    },
  };
}

/**
 * A time as epoch milliseconds, cut like those of the rows that were read (normalise/time). What stands as
 * text has none here: which of the many ways of writing a time it is, is not for SQL to guess.
 */
function millis(column: string | null, table: SourceTable): string {
  const type = column === null ? undefined : table.types.get(column);
  if (column === null || type === undefined || !isTime(type)) return 'NULL::bigint';
  const name = `t.${quoteName(column)}`;
  const instant = isZoneless(type) ? `(${name}::timestamp AT TIME ZONE $2)` : name;
  return `CASE WHEN isfinite(${name}) THEN floor(extract(epoch FROM ${instant}) * 1000)::bigint END`;
}

function isTime(type: string): boolean {
  return type.startsWith('timestamp') || type === 'date';
}

function isZoneless(type: string): boolean {
  return type === 'timestamp without time zone' || type === 'date';
}

function usesZone({ mapping }: DatabaseWitness, { types }: SourceTable): boolean {
  const { at, stages } = mapping.columns;
  const times = mapping.shape === 'wide' ? Object.values(stages) : [at];
  return times.some((column) => column !== null && isZoneless(types.get(column) ?? ''));
}

function textColumn(column: string | null): string {
  return column === null ? "''" : selectText(column, 't.');
}

function trimmed(text: string | null): string {
  return text?.trim() ?? '';
}

function numberOf(text: string | null | undefined): number | null {
  return text === null || text === undefined ? null : Number(text);
}
