import type { DatabaseWitness } from '@orderwatch/model';
import { quoteName, quoteTable } from '../source/cursor-column.ts';
import { readRow, selectColumns } from '../source/row-columns.ts';
import type { Query } from '../source/session.ts';
import { readColumns } from '../source/source-table.ts';
import type { ChangedRow } from './changes.ts';

/**
 * The same rows, those of which the log shows only a part as they are in the table now: a value that is
 * kept apart from its row is in the log only when it was changed. One that is not there any more is left
 * out; that it went comes later in the log.
 */
export async function completeRows(
  query: Query,
  config: DatabaseWitness,
  rows: readonly ChangedRow[],
): Promise<readonly ChangedRow[]> {
  const columns = readColumns(config);
  const keys = [...new Set(rows.filter(({ isWhole }) => !isWhole).map(({ key }) => key))];
  const name = quoteName(config.key);
  const found = await query(
    `SELECT ${name}::text AS k, ${selectColumns(columns)} FROM ${quoteTable(config.table)} WHERE ${name}::text = ANY ($1::text[])`,
    [keys],
  );
  const now = new Map(found.map((row) => [row.k as string, readRow(columns, row)]));
  return rows.flatMap((changed) => {
    if (changed.isWhole) return [changed];
    // A row that does not even show its key is handed on as it is, and refused where it must be.
    if (changed.key === '') return [changed];
    const row = now.get(changed.key);
    return row === undefined ? [] : [{ ...changed, row, isWhole: true }];
  });
}
