import type { Gap } from '../domain/telemetry-source.ts';

/** More are joined, the nearest first: to forget one would be to claim having seen. */
const GAPS_KEPT = 32;

/** Sorted, disjoint and few. */
export function joinGaps(gaps: readonly Gap[]): readonly Gap[] {
  const joined: Gap[] = [];
  for (const gap of [...gaps].sort((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last === undefined || gap.from > last.to) joined.push(gap);
    else joined[joined.length - 1] = { from: last.from, to: Math.max(last.to, gap.to) };
  }
  while (joined.length > GAPS_KEPT) joinNearest(joined);
  return joined;
}

function joinNearest(gaps: Gap[]): void {
  let nearest = 1;
  const between = (i: number) => (gaps[i] as Gap).from - (gaps[i - 1] as Gap).to;
  for (let i = 2; i < gaps.length; i += 1) if (between(i) < between(nearest)) nearest = i;
  const [earlier, later] = [gaps[nearest - 1] as Gap, gaps[nearest] as Gap];
  gaps.splice(nearest - 1, 2, { from: earlier.from, to: later.to });
}
