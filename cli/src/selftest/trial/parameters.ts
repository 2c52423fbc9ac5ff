import type { Model } from '@orderwatch/model';
import type { OfferedFault } from '../peers/platform.ts';
import { KNOWN_FAULTS } from './known-faults.ts';

export interface ParameterSet {
  readonly all: Readonly<Record<string, string | number>>;
  /** Those by which the sets differ. */
  readonly chosen: Readonly<Record<string, string>>;
  /** How much later than the strike something is wrong. */
  readonly delayMs: number;
}

/**
 * One set for each combination of choices: in whose database, touched or not. What lasts for some time lasts
 * `lastsMs`.
 */
export function parameterSets(
  { fault, parameters }: OfferedFault,
  model: Model,
  lastsMs: number,
): readonly ParameterSet[] {
  let sets: readonly ParameterSet[] = [{ all: {}, chosen: {}, delayMs: 0 }];
  for (const [name, parameter] of Object.entries(parameters)) {
    if (parameter.kind === 'choice') {
      sets = sets.flatMap(({ all, chosen, delayMs }) =>
        parameter.values.map((value) => ({
          ...{ all: { ...all, [name]: value }, chosen: { ...chosen, [name]: value }, delayMs },
        })),
      );
      continue;
    }
    const value = KNOWN_FAULTS[fault]?.lasts === name ? lastsMs : numberFor(name, model);
    if (value === null) continue;
    const given = Math.min(value, parameter.max);
    const more = name === 'afterMs' ? given : 0;
    sets = sets.map((set) => ({ ...set, all: { ...set.all, [name]: given }, delayMs: set.delayMs + more }));
  }
  return sets;
}

/** Null: as the platform has it. */
function numberFor(name: string, model: Model): number | null {
  // A hand on the database comes once every witness has seen the row as it was.
  if (name !== 'afterMs') return null;
  const polls = [...model.witnesses.values()].map((witness) => ('pollMs' in witness ? witness.pollMs : 0));
  return 2 * Math.max(0, ...polls) + 1_000;
}
