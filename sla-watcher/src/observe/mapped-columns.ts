import type { TableMapping } from '@orderwatch/model';

/** The columns that a mapping speaks of, each once. No others are asked for, or leave a reader. */
export function mappedColumns({ columns, attributes }: TableMapping): readonly string[] {
  const named = [
    ...[columns.order, columns.line, columns.status, columns.at],
    ...Object.values(columns.stages),
    ...Object.values(columns.aliases),
    ...Object.values(attributes).map(({ column }) => column),
  ];
  return [...new Set(named.filter((column) => column !== null))];
}
