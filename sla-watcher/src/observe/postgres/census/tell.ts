import type { DatabaseWitness } from '@orderwatch/model';
import type { ExpectedLine, ExpectedOrder } from '../../../domain/expected.ts';
import type { RawRecord } from '../../../domain/observation.ts';
import { positionOf, recordOf } from '../source/table-record.ts';
import { compareLine, type Finding } from './compare.ts';
import type { Shown } from './shown.ts';
import { wordOf } from './words.ts';

/**
 * What is to be told of a page of orders. `shownById`: what the table shows of each id of each order, one
 * after the other. `now`: when it was asked, as the rows of the table count it.
 */
export function tellOf(
  config: DatabaseWitness,
  orders: readonly ExpectedOrder[],
  shownById: readonly (readonly Shown[] | null)[],
  now: number,
): readonly RawRecord[] {
  const records: RawRecord[] = [];
  let first = 0;
  for (const order of orders) {
    const answers = shownById.slice(first, first + order.ids.length).filter((shown) => shown !== null);
    first += order.ids.length;
    // Ids that the column cannot hold are asked after in vain.
    if (answers.length > 0) records.push(...tellOrder(config, order, answers.flat(), now));
  }
  return records;
}

function tellOrder(
  config: DatabaseWitness,
  order: ExpectedOrder,
  shown: readonly Shown[],
  now: number,
): readonly RawRecord[] {
  // What was written so lately may still be on its way (`lag`), and is asked after in the next round.
  const settled = order.lines.filter(({ claim }) => claim === null || (claim.at ?? 0) <= now - config.lagMs);
  const found = settled.flatMap((line) =>
    compareLine(line, shown, config.mapping.shape).map((finding) => ({ finding, at: timeOf(line, now) })),
  );
  const rows = new Map(
    found.flatMap(({ finding: { row } }) => (row === null ? [] : [[row.key, row] as const])),
  );
  return [
    ...found.map(({ finding, at }) => sideOf(config, order, finding, at)),
    ...[...rows.values()].map((row) => recordOf(config, row)),
  ];
}

/** Not before what it speaks of, whatever the clocks say, nor before what was said last. */
function timeOf({ claim, said }: ExpectedLine, now: number): number {
  return Math.max(now, claim?.at ?? now, ...said.map(({ at }) => at + 1));
}

function sideOf(
  config: DatabaseWitness,
  { order, ids }: ExpectedOrder,
  { line, says, stage }: Finding,
  at: number,
): RawRecord {
  return {
    kind: 'side',
    witness: config.name,
    position: positionOf('order', order),
    order: ids[0] ?? order,
    line,
    status: wordOf(config, stage),
    says,
    at,
  };
}
