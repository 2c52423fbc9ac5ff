import type { DatabaseWitness } from '@orderwatch/model';
import type { RawRecord } from '../../../domain/observation.ts';
import type { SourceTime } from '../commits/look.ts';
import type { ChangedRow, RowNews } from './changes.ts';

/** What normalise is given: rows as polling has them, then which orders' rows went or came again. */
export function recordsOf(
  { name: witness, key }: DatabaseWitness,
  rows: readonly ChangedRow[],
  news: readonly RowNews[],
  orderTime: (at: SourceTime) => number,
): readonly RawRecord[] {
  return [
    ...rows.map((changed): RawRecord => {
      const position = `${key} ${changed.key}`.slice(0, 200);
      return { kind: 'row', witness, position, row: changed.row };
    }),
    ...news.map(({ order, line, status, says, at }): RawRecord => {
      const position = `${says} ${order}`.slice(0, 200);
      return { kind: 'side', witness, position, order, line, status, says, at: orderTime(at) };
    }),
  ];
}
