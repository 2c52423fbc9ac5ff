import type { Observation } from '../domain/observation.ts';

/** An observation with everything a test does not care about filled in. */
export function observation(given: Partial<Observation> & { stage: string; at: number | null }): Observation {
  const { order = '42', line = '', witness = 'events', system = 'shop', kind = 'entered' } = given;
  const id = given.id ?? [order, line, witness, system, given.stage, kind, given.at].join('|');
  return { attributes: {}, aliases: [], ...given, id, order, line, witness, system, kind };
}
