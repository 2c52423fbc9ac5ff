import type { NumberRange } from '../domain/telemetry-source.ts';

/** The union of ranges and single numbers beyond `complete`: sorted, disjoint, neighbours joined. */
export function addNumbers(
  complete: number,
  ranges: readonly NumberRange[],
  numbers: readonly number[],
): readonly NumberRange[] {
  const fresh = numbers.filter((n) => n > complete).map((n): NumberRange => [n, n]);
  const joined: NumberRange[] = [];
  for (const [first, last] of [...ranges, ...fresh].sort(([a], [b]) => a - b)) {
    const before = joined.at(-1);
    if (before === undefined || first > before[1] + 1) joined.push([first, last]);
    else joined[joined.length - 1] = [before[0], Math.max(before[1], last)];
  }
  return joined;
}

/** How far the numbers are complete, when they are so up to `complete`, and the ranges beyond. */
export function completeFrom(
  complete: number,
  ranges: readonly NumberRange[],
): { readonly complete: number; readonly rest: readonly NumberRange[] } {
  let to = complete;
  let i = 0;
  for (let range = ranges[i]; range !== undefined && range[0] <= to + 1; range = ranges[i]) {
    to = Math.max(to, range[1]);
    i += 1;
  }
  return { complete: to, rest: ranges.slice(i) };
}
