import type { NumberRange } from '../domain/telemetry-source.ts';

/** So many gaps at once mean that nearly nothing arrives: what lies between the first is taken as arrived. */
const RANGES_KEPT = 256;

/** The union of ranges and single numbers: sorted, disjoint, neighbours joined. */
export function addNumbers(
  ranges: readonly NumberRange[],
  numbers: readonly number[],
): readonly NumberRange[] {
  const all = [...ranges, ...numbers.map((n): NumberRange => [n, n])].sort(([a], [b]) => a - b);
  const joined: NumberRange[] = [];
  for (const [first, last] of all) {
    const before = joined.at(-1);
    if (before !== undefined && first <= before[1] + 1)
      joined[joined.length - 1] = [before[0], Math.max(before[1], last)];
    else joined.push([first, last]);
  }
  return joined;
}

/** How far the numbers are complete, when they are so up to `complete`, and the ranges beyond. */
export function completeFrom(
  complete: number,
  ranges: readonly NumberRange[],
): { readonly complete: number; readonly rest: readonly NumberRange[] } {
  const [first, ...others] = ranges;
  if (first !== undefined && first[0] <= complete + 1) {
    return completeFrom(Math.max(complete, first[1]), others);
  }
  const surplus = ranges.length - RANGES_KEPT;
  if (surplus <= 0) return { complete, rest: ranges };
  return { complete: (ranges[surplus - 1] as NumberRange)[1], rest: ranges.slice(surplus) };
}
