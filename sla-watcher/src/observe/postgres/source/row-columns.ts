import { quoteName } from './cursor-column.ts';
import type { Row } from './session.ts';

/**
 * Longest text of a column that is brought over, in characters: more than any id or attribute may have,
 * so that it is still refused as too long, and so little that a page of them fits into memory.
 */
export const LONGEST_TEXT = 4096;

/** A column as text; `of` is the table's name in the statement, with its dot. */
export function selectText(column: string, of = ''): string {
  return `left(${of}${quoteName(column)}::text, ${LONGEST_TEXT})`;
}

/** `v0`, `v1`, …: the columns as text. */
export function selectColumns(columns: readonly string[], of = ''): string {
  return columns.map((column, index) => `${selectText(column, of)} AS v${index}`).join(', ');
}

/** A row that was selected so. */
export function readRow(columns: readonly string[], row: Row): Readonly<Record<string, string | null>> {
  return Object.fromEntries(columns.map((column, index) => [column, row[`v${index}`] as string | null]));
}
