/** How the members of a bounded set are told apart, and how many of one place it keeps. */
export interface SetRules<T> {
  /** A total order: two members that compare equal are one. Those of one place stand together, by time. */
  compare(a: T, b: T): number;
  comparePlaces(a: T, b: T): number;
  /** Of the earliest, and again of the latest, at the place of `member`. */
  kept(member: T): number;
}

/**
 * The union of two sets, of which every place keeps its earliest and its latest members: keeping the k
 * smallest and the k largest of a union is associative, commutative and idempotent, so what is folded by
 * it stays a merge (I1). `a` and `b` in any order, with or without repeats.
 */
export function boundedUnion<T>(a: readonly T[], b: readonly T[], rules: SetRules<T>): BoundedSet<T> {
  const sorted = dropRepeats([...a, ...b].sort(rules.compare), rules);
  const members = capPlaces(sorted, rules);
  return { members, truncated: members.length < sorted.length };
}

export interface BoundedSet<T> {
  readonly members: readonly T[];
  readonly truncated: boolean;
}

function dropRepeats<T>(sorted: readonly T[], { compare }: SetRules<T>): readonly T[] {
  return sorted.filter((member, i) => i === 0 || compare(sorted[i - 1] as T, member) !== 0);
}

function capPlaces<T>(sorted: readonly T[], { comparePlaces, kept }: SetRules<T>): readonly T[] {
  const members: T[] = [];
  let start = 0;
  for (let i = 1; i <= sorted.length; i += 1) {
    const first = sorted[start] as T;
    if (i < sorted.length && comparePlaces(first, sorted[i] as T) === 0) continue;
    const most = kept(first);
    if (i - start <= 2 * most) members.push(...sorted.slice(start, i));
    else members.push(...sorted.slice(start, start + most), ...sorted.slice(i - most, i));
    start = i;
  }
  return members;
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Lines of one order that are kept, and members after which no further line is begun. */
const LINES_KEPT = 64;
const BEFORE_LAST_LINE = 2_048;

/**
 * Those of the first lines, whole, until there are so many lines or so many members. What a line holds does
 * not decide over itself, only over those after it: so nothing that was dropped could have made a
 * difference, and the fold stays a merge (I1). `sorted`: by line first.
 */
export function capLines<T extends { readonly line: string }>(sorted: readonly T[]): readonly T[] {
  let lines = 0;
  for (let i = 0; i < sorted.length; i += 1) {
    if (i > 0 && sorted[i]?.line === sorted[i - 1]?.line) continue;
    lines += 1;
    if (lines > LINES_KEPT || i >= BEFORE_LAST_LINE) return sorted.slice(0, i);
  }
  return sorted;
}
