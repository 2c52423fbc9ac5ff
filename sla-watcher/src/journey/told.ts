import type { Model, Stage } from '@orderwatch/model';
import type { Mark, StageMark } from '../domain/journey.ts';

/** A mark that tells something new, and the span of time in which the stage it tells of began. */
export interface Told {
  readonly mark: StageMark;
  /** It began no earlier than this; -Infinity: nobody knows. */
  readonly after: number;
}

/**
 * What the marks of one line tell under a model. A snapshot says what a row holds, not what happened:
 * a row that is touched again tells nothing new, and its status began at any time since the row was
 * last seen with another one. All else is told with the time at which it happened.
 */
export function toldBy(marks: readonly StageMark[], model: Model): readonly Told[] {
  const told: Told[] = [];
  const seen: StageMark[] = [];
  for (const mark of marks) {
    if (!model.stages.has(mark.stage)) continue;
    if (mark.kind === 'seen' && mark.at !== null) seen.push(mark);
    else told.push({ mark, after: mark.at ?? Number.NEGATIVE_INFINITY });
  }
  const rank = (mark: Mark) => (model.stages.get(mark.stage) as Stage).rank;
  seen.sort((a, b) => compareRows(a, b) || (a.at as number) - (b.at as number) || rank(a) - rank(b));
  for (const [i, mark] of seen.entries()) {
    const before = seen[i - 1];
    const known = before !== undefined && compareRows(before, mark) === 0;
    if (known && before.stage === mark.stage) continue;
    told.push({ mark, after: known ? (before.at as number) : Number.NEGATIVE_INFINITY });
  }
  return told;
}

function compareRows(a: Mark, b: Mark): number {
  if (a.witness !== b.witness) return a.witness < b.witness ? -1 : 1;
  if (a.line !== b.line) return a.line < b.line ? -1 : 1;
  return 0;
}
