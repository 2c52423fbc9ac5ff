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
  /** Rows that no poll could ever come past. */
  readonly isBounded: (column: string) => string;
}

const micros = (column: string) => `(extract(epoch FROM ${column}) * 1000000)::bigint`;
const since = (epoch: string) => (parameter: string) =>
  `(${epoch} 'epoch' + ${parameter}::bigint * interval '1 microsecond')`;

export const CURSOR_SQL: Readonly<Record<CursorKind, CursorSql>> = {
  instant: {
    toBigint: micros,
    fromBigint: since('timestamptz'),
    isBounded: (column) => `isfinite(${column})`,
  },
  'wall-clock': {
    toBigint: micros,
    fromBigint: since('timestamp'),
    isBounded: (column) => `isfinite(${column})`,
  },
  id: {
    toBigint: (column) => `${column}::bigint`,
    fromBigint: (parameter) => `${parameter}::bigint`,
    isBounded: () => 'true',
  },
};

export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** `public.orders` → `"public"."orders"`. */
export function quoteTable(table: string): string {
  return table.split('.').map(quoteName).join('.');
}
