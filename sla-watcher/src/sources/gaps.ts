import type { Gap } from '../domain/telemetry-source.ts';

/** More are joined, the nearest first: to forget one would be to claim having seen. */
const GAPS_KEPT = 32;

/**
 * Sorted, disjoint but for their ends, and few. `died` says that a crash explains what is missing; so it
 * holds only where nothing is missing for another reason. A time of which both are true is of the other
 * kind, and where gaps are joined to be few, what lies between them died of nothing.
 */
export function joinGaps(gaps: readonly Gap[]): readonly Gap[] {
  let joined = apart(gaps);
  while (joined.length > GAPS_KEPT) joined = apart([...joined, bridge(joined)]);
  return joined;
}

function apart(gaps: readonly Gap[]): readonly Gap[] {
  const unexplained = union(gaps.filter(({ died }) => died !== true));
  const deaths = union(gaps.filter(({ died }) => died === true)).flatMap((gap) => without(gap, unexplained));
  const died = deaths.map(({ from, to }): Gap => ({ from, to, died: true }));
  return [...unexplained, ...died].sort((a, b) => a.from - b.from || a.to - b.to);
}

function union(gaps: readonly Gap[]): readonly Gap[] {
  const joined: Gap[] = [];
  for (const { from, to } of gaps.toSorted((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last === undefined || from > last.to) joined.push({ from, to });
    else joined[joined.length - 1] = { from: last.from, to: Math.max(last.to, to) };
  }
  return joined;
}

/** What of a gap lies in none of `others`, which are sorted and disjoint. */
function without(gap: Gap, others: readonly Gap[]): readonly Gap[] {
  const parts: Gap[] = [];
  let from = gap.from;
  for (const other of others) {
    if (other.to < from || other.from > gap.to) continue;
    if (other.from > from) parts.push({ from, to: other.from });
    if (other.to >= gap.to) return parts;
    from = other.to;
  }
  return [...parts, { from, to: gap.to }];
}

/** Over the two that are nearest to each other. */
function bridge(gaps: readonly Gap[]): Gap {
  let nearest = 1;
  const between = (i: number) => (gaps[i] as Gap).from - (gaps[i - 1] as Gap).to;
  for (let i = 2; i < gaps.length; i += 1) if (between(i) < between(nearest)) nearest = i;
  return { from: (gaps[nearest - 1] as Gap).from, to: (gaps[nearest] as Gap).to };
}
