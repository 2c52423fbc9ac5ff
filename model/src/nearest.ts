/** The candidate that was most likely meant, or null when none is near. */
export function nearestName(written: string, candidates: Iterable<string>): string | null {
  const wanted = fold(written);
  let best: string | null = null;
  let bestDistance = Math.max(2, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = distanceOf(wanted, fold(candidate), bestDistance);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** `write SUBMITTED`, or the list of what is known when nothing is near. */
export function suggestName(written: string, candidates: Iterable<string>): string {
  const known = [...candidates];
  const nearest = nearestName(written, known);
  if (nearest !== null) return `write ${nearest}`;
  if (known.length === 0) return 'none is declared: declare it first';
  const shown = known.slice(0, 12).join(', ');
  return `known: ${shown}${known.length > 12 ? ', …' : ''}`;
}

// Case, `_` and `-` are what people mix up most; they cost nothing.
function fold(name: string): string {
  return name.slice(0, 100).toLowerCase().replaceAll('_', '-');
}

// `warning` for `warn` is many letters away, and yet what was meant.
function distanceOf(a: string, b: string, limit: number): number {
  const shorter = Math.min(a.length, b.length);
  if (shorter >= 3 && (a.startsWith(b) || b.startsWith(a))) return Math.min(2, Math.abs(a.length - b.length));
  return editDistance(a, b, limit);
}

/** Levenshtein distance with swaps of neighbours; stops early once it cannot be below `limit`. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(at(last, j) + 1, at(row, j - 1) + 1, at(last, j - 1) + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) cost = Math.min(cost, at(beforeLast, j - 2) + 1);
      row.push(cost);
    }
    if (Math.min(...row) >= limit) return limit;
    beforeLast = last;
    last = row;
  }
  return at(last, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
