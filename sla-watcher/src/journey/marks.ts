import type { Mark } from '../domain/journey.ts';
import { boundedUnion, capLines, compareText, type SetRules } from './bounded-set.ts';

/**
 * How many marks one witness may leave at one place: the earliest tell when the order came in (a nightly
 * job that touches every row cannot move them), the latest let a loop or a second use of the id be seen.
 */
const KEPT = 4;
/** By place (line, stage, system, witness, kind), then by time; an unknown time comes first. */
export function compareMarks(a: Mark, b: Mark): number {
  return comparePlaces(a, b) || (a.at ?? Number.NEGATIVE_INFINITY) - (b.at ?? Number.NEGATIVE_INFINITY) || 0;
}

function comparePlaces(a: Mark, b: Mark): number {
  return (
    compareText(a.line, b.line) ||
    compareText(a.stage, b.stage) ||
    compareText(a.system, b.system) ||
    compareText(a.witness, b.witness) ||
    compareText(a.kind, b.kind)
  );
}

export interface MarkSet {
  readonly marks: readonly Mark[];
  readonly truncated: boolean;
}

const RULES: SetRules<Mark> = { compare: compareMarks, comparePlaces, kept: () => KEPT };

/** The bounded union of two sets of marks. */
export function mergeMarks(a: readonly Mark[], b: readonly Mark[]): MarkSet {
  const { members, truncated } = boundedUnion(a, b, RULES);
  const marks = capLines(members);
  return { marks, truncated: truncated || marks.length < members.length };
}
