/** How a cursor column counts, by its type: as instants, as a wall clock in some zone, or as ids. */
export type CursorKind = 'instant' | 'wall-clock' | 'id';

const KINDS: ReadonlyMap<string, CursorKind> = new Map([
  ['timestamp with time zone', 'instant'],
  ['timestamp without time zone', 'wall-clock'],
  ['smallint', 'id'],
  ['integer', 'id'],
  ['bigint', 'id'],
]);

export function cursorKindOf(type: string): CursorKind | null {
  return KINDS.get(type) ?? null;
}

/**
 * SQL that turns a cursor column into a bigint (microseconds since 1970, as its clock shows them, or the
 * id itself) and back. The column itself stays bare in comparisons, so that its index is used.
 */
export interface CursorSql {
  readonly toBigint: (column: string) => string;
  readonly fromBigint: (parameter: string) => string;
  /** Rows that have a place in the order of the cursor; the others are read apart (read-unplaced.ts). */
  readonly isPlaced: (column: string) => string;
  readonly isUnplaced: (column: string) => string;
}

const micros = (column: string) => `(extract(epoch FROM ${column}) * 1000000)::bigint`;
/** In two parts, because an interval is multiplied as a float, which has room for the microseconds of 285 years. */
const since = (epoch: string) => (parameter: string) =>
  `(${epoch} 'epoch' + ${parameter}::bigint / 1000000 * interval '1 second'
     + ${parameter}::bigint % 1000000 * interval '1 microsecond')`;

/** Beyond the year 9999 they lose microseconds; nobody means such a time. */
const time = (type: string): CursorSql => ({
  toBigint: micros,
  fromBigint: since(type),
  isPlaced: (column) => `${column} > '-infinity' AND ${column} < '10000-01-01'`,
  isUnplaced: (column) => `(${column} IS NULL OR ${column} = '-infinity' OR ${column} >= '10000-01-01')`,
});

export const CURSOR_SQL: Readonly<Record<CursorKind, CursorSql>> = {
  instant: time('timestamptz'),
  'wall-clock': time('timestamp'),
  id: {
    toBigint: (column) => `${column}::bigint`,
    fromBigint: (parameter) => `${parameter}::bigint`,
    isPlaced: (column) => `${column} IS NOT NULL`,
    isUnplaced: (column) => `${column} IS NULL`,
  },
};

export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** `public.orders` → `"public"."orders"`. */
export function quoteTable(table: string): string {
  return table.split('.').map(quoteName).join('.');
}
