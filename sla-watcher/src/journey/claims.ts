import { type Model, readsTable } from '@orderwatch/model';
import type { Claim, SideMark, StageMark } from '../domain/journey.ts';

/**
 * The stage in which each witness last had one line: a table by its row, others by each system that they
 * speak for, and since when. What was taken back since is no longer said. `marks` and `side` are of one use of the id.
 */
export function claimsOf(
  marks: readonly StageMark[],
  side: readonly SideMark[],
  model: Model,
): readonly Claim[] {
  const latest = new Map<string, StageMark>();
  for (const mark of marks) {
    const witness = model.witnesses.get(mark.witness);
    if (witness === undefined || !model.stages.has(mark.stage) || isTakenBack(mark, side)) continue;
    const speaker = readsTable(witness) ? mark.witness : `${mark.witness}|${mark.system}`;
    const known = latest.get(speaker);
    if (known === undefined || isLater(mark, known, model)) latest.set(speaker, mark);
  }
  return [...latest.values()].map((mark) => {
    const { witness, system, stage } = mark;
    const fellBackFrom = furthestOf(mark, marks, model);
    return { witness, system, stage, at: shownSince(mark, marks), fellBackFrom };
  });
}

/** A row that is touched shows nothing new: it counts from when it first showed this after something else. */
function shownSince(last: StageMark, marks: readonly StageMark[]): number | null {
  if (last.kind !== 'seen') return last.at;
  const rows = marks
    .filter(
      ({ witness, line, kind, at }) =>
        witness === last.witness && line === last.line && kind === 'seen' && at !== null,
    )
    .sort((a, b) => (a.at as number) - (b.at as number));
  const other = rows.findLastIndex(({ stage }) => stage !== last.stage);
  return rows[other + 1]?.at ?? last.at;
}

/** The furthest stage that the same speaker ever showed, if that is further than where it is now. */
function furthestOf(last: StageMark, marks: readonly StageMark[], model: Model): string | null {
  const rank = (stage: string) => model.stages.get(stage)?.rank ?? -1;
  const witness = model.witnesses.get(last.witness);
  const isOne = witness !== undefined && readsTable(witness);
  const own = marks.filter((mark) => mark.witness === last.witness && (isOne || mark.system === last.system));
  const furthest = own.reduce((a, b) => (rank(b.stage) > rank(a) ? b.stage : a), last.stage);
  return rank(furthest) > rank(last.stage) ? furthest : null;
}

/** Whether the row that showed it was seen not to, and not to show it again since. */
function isTakenBack({ witness, stage, at }: StageMark, side: readonly SideMark[]): boolean {
  const own = side.filter((mark) => mark.witness === witness && mark.at >= (at ?? Number.NEGATIVE_INFINITY));
  const isOfThis = (mark: SideMark) =>
    mark.kind === 'gone' || ((mark.kind === 'taken-back' || mark.kind === 'back') && mark.stage === stage);
  const last = own
    .filter(isOfThis)
    .reduce<SideMark | null>((a, b) => (a === null || b.at >= a.at ? b : a), null);
  return last !== null && last.kind !== 'back';
}

function isLater(a: StageMark, b: StageMark, model: Model): boolean {
  const byTime = (a.at ?? Number.NEGATIVE_INFINITY) - (b.at ?? Number.NEGATIVE_INFINITY) || 0;
  const rank = (mark: StageMark) => model.stages.get(mark.stage)?.rank ?? -1;
  return byTime === 0 ? rank(a) > rank(b) : byTime > 0;
}
