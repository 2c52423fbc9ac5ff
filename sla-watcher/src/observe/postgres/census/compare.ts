import type { TableShape } from '@orderwatch/model';
import type { ExpectedLine, RowSaying } from '../../../domain/expected.ts';
import type { Shown, TableRow } from './shown.ts';

/** What a census found of one line that its journey does not know yet. */
export interface Finding {
  readonly line: string;
  readonly says: RowSaying;
  readonly stage: string;
  /** The row that shows otherwise, to be handed on again; null: there is none. */
  readonly row: TableRow | null;
}

/** What the table shows of an order against what it last showed; empty: the journey knows it all. */
export function compareLine(
  expected: ExpectedLine,
  order: readonly Shown[],
  shape: TableShape,
): readonly Finding[] {
  const shown = ofLine(order, expected.line);
  if (shown.length === 0) {
    const { line, claim } = expected;
    return claim === null ? [] : [{ line, says: 'gone', stage: claim.stage, row: null }];
  }
  return shape === 'snapshot' ? compareSnapshot(expected, shown) : compareStages(expected, shown, shape);
}

/** Rows of no line speak for each; where there is but the whole, every row speaks for it. */
function ofLine(order: readonly Shown[], line: string): readonly Shown[] {
  const own = order.filter((shown) => shown.line === line);
  if (own.length > 0) return own;
  return line === '' ? order : order.filter((shown) => shown.line === '');
}

/** A history keeps all that it ever showed, and so does a wide row, but for a status that it only states. */
function compareStages(
  expected: ExpectedLine,
  shown: readonly Shown[],
  shape: 'history' | 'wide',
): readonly Finding[] {
  const { line, claim } = expected;
  const row = shown[0]?.row ?? null;
  const findings: Finding[] = [];
  const isKept = claim !== null && (shape === 'history' || claim.at !== null);
  if (isKept && !shown.some(({ stage }) => stage === claim.stage))
    findings.push({ line, says: 'taken-back', stage: claim.stage, row });
  const back = new Set<string>();
  for (const { stage, at } of shown) {
    if (stage === null || back.has(stage) || !isLost(expected, stage, at)) continue;
    back.add(stage);
    findings.push({ line, says: 'back', stage, row });
  }
  return findings;
}

/** A row that has been written since it was read is left to the poll, which will read it. */
function compareSnapshot(expected: ExpectedLine, shown: readonly Shown[]): readonly Finding[] {
  const { line, claim } = expected;
  const last = shown.reduce((a, b) => (isLater(b, a) ? b : a));
  const { stage, at, row } = last;
  if (stage === null || shown.some((one) => one.stage === claim?.stage)) return [];
  const findings: Finding[] = [];
  const isOlder = at !== null && claim !== null && claim.at !== null && at <= claim.at;
  if (isOlder) findings.push({ line, says: 'taken-back', stage: claim.stage, row });
  if (isLost(expected, stage, at)) findings.push({ line, says: 'back', stage, row });
  return findings;
}

function isLater(a: Shown, b: Shown): boolean {
  return (a.at ?? Number.NEGATIVE_INFINITY) > (b.at ?? Number.NEGATIVE_INFINITY);
}

/** Whether the journey holds what this row shows for gone or taken back (journey/claims.ts). */
function isLost({ said }: ExpectedLine, stage: string, at: number | null): boolean {
  const last = said
    .filter((one) => one.says === 'gone' || one.stage === stage)
    .reduce<ExpectedLine['said'][number] | null>((a, b) => (a === null || b.at >= a.at ? b : a), null);
  return last !== null && last.says !== 'back' && last.at >= (at ?? Number.NEGATIVE_INFINITY);
}
