import type { Mark } from '../domain/journey.ts';

/**
 * How many marks one witness may leave at one place: the earliest and the latest are kept. The
 * earliest tells when the order came in (a nightly job that touches every row cannot move it), the
 * latest lets a loop or a second use of the id be seen. Keeping the k smallest and the k largest of
 * a union is associative, commutative and idempotent, so the fold stays a merge (I1).
 */
const EARLIEST_KEPT = 4;
const LATEST_KEPT = 4;
/**
 * Lines of one order; those with the smallest ids are kept, whole, until there are so many or so many
 * marks. What a line holds does not decide over itself, only over those after it: so nothing that was
 * dropped could have made a difference, and the fold stays a merge (I1).
 */
const LINES_KEPT = 64;
const MARKS_BEFORE_LAST_LINE = 2_048;

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

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

/** The bounded union of two sets of marks; `a` and `b` in any order, with or without repeats. */
export function mergeMarks(a: readonly Mark[], b: readonly Mark[]): MarkSet {
  const sorted = dropRepeats([...a, ...b].sort(compareMarks));
  const byPlace = capPlaces(sorted);
  const byLine = capLines(byPlace);
  return { marks: byLine, truncated: byLine.length < sorted.length };
}

function dropRepeats(sorted: readonly Mark[]): readonly Mark[] {
  return sorted.filter((mark, i) => {
    const before = sorted[i - 1];
    return before === undefined || before.at !== mark.at || comparePlaces(before, mark) !== 0;
  });
}

function capPlaces(sorted: readonly Mark[]): readonly Mark[] {
  if (sorted.length <= EARLIEST_KEPT + LATEST_KEPT) return sorted;
  const kept: Mark[] = [];
  let start = 0;
  for (let i = 1; i <= sorted.length; i += 1) {
    const first = sorted[start] as Mark;
    const mark = sorted[i];
    if (mark !== undefined && comparePlaces(first, mark) === 0) continue;
    if (i - start <= EARLIEST_KEPT + LATEST_KEPT) kept.push(...sorted.slice(start, i));
    else kept.push(...sorted.slice(start, start + EARLIEST_KEPT), ...sorted.slice(i - LATEST_KEPT, i));
    start = i;
  }
  return kept;
}

function capLines(sorted: readonly Mark[]): readonly Mark[] {
  let lines = 0;
  for (let i = 0; i < sorted.length; i += 1) {
    if (i > 0 && sorted[i]?.line === sorted[i - 1]?.line) continue;
    lines += 1;
    if (lines > LINES_KEPT || i >= MARKS_BEFORE_LAST_LINE) return sorted.slice(0, i);
  }
  return sorted;
}
