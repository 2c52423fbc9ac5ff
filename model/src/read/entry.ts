import type { z } from 'zod';
import type { Report } from '../report.ts';
import type { Path } from '../source/places.ts';
import { describeIssue, type PlacedFinding } from './describe-issue.ts';

// Each round cuts what the one before found; a value can hide at most a few layers of faults.
const MOST_ROUNDS = 4;

/**
 * Reads one entry. What is wrong in it is reported and cut out, so that the rest of the entry is
 * still checked; undefined where too little is left.
 */
export function readEntry<T>(schema: z.ZodType<T>, data: unknown, path: Path, report: Report): T | undefined {
  let rest = data;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const result = schema.safeParse(rest, { reportInput: false });
    if (result.success) return result.data;
    const found = result.error.issues.flatMap((issue) => describeIssue(issue, { schema, data: rest }));
    // Later rounds complain about what was cut.
    if (round === 0) for (const placed of found) tell(placed, path, report);
    for (const { cut } of found) {
      if (cut === null || cut.length === 0) return undefined;
      rest = without(rest, cut);
    }
  }
  return undefined;
}

function tell(placed: PlacedFinding, path: Path, report: Report): void {
  const place = [...path, ...placed.path];
  if (placed.at === 'key') report.errorAtKey(place, placed.finding);
  else report.error(place, placed.finding);
}

/** A copy without the value at `path`; a list goes as a whole, since the places of its rest would move. */
function without(data: unknown, path: Path): unknown {
  const [step, ...deeper] = path;
  if (step === undefined || typeof data !== 'object' || data === null || Array.isArray(data))
    return undefined;
  const copy: Record<string, unknown> = { ...data };
  const child = deeper.length > 0 ? without(copy[step], deeper) : undefined;
  if (child === undefined) delete copy[step];
  else copy[step] = child;
  return copy;
}
