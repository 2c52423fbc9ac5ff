import { readsTable, type Witness } from '@orderwatch/model';
import type { FileHead } from './file-head.ts';

const OF_EVENTS: readonly string[] = ['order', 'status', 'at'];

/** The columns that a file of this witness has, each once. `key` and `cursor` are for reading a database. */
export function columnsOf(witness: Witness): readonly string[] {
  if (!readsTable(witness)) return OF_EVENTS;
  const { columns, attributes } = witness.mapping;
  const named = [
    ...[columns.order, columns.line, columns.status, columns.at],
    ...Object.values(columns.stages),
    ...Object.values(columns.aliases),
    ...Object.values(attributes).map(({ column }) => column),
  ];
  return [...new Set(named.filter((column) => column !== null))];
}

/** What keeps a file from being this witness's. In NDJSON an absent key is an empty cell, which most may be. */
export function lackingColumns(witness: Witness, { form, columns }: FileHead): readonly string[] {
  const needed = form === 'csv' ? columnsOf(witness) : indispensable(witness, columns);
  return needed.filter((column) => !columns.includes(column));
}

function indispensable(witness: Witness, present: readonly string[]): readonly string[] {
  if (!readsTable(witness)) return OF_EVENTS;
  const { order, status, at, stages } = witness.mapping.columns;
  if (witness.mapping.shape !== 'wide') return [order, status, at].filter((column) => column !== null);
  const times = Object.values(stages);
  return times.some((column) => present.includes(column)) ? [order] : [order, ...times];
}
