/**
 * How far one process's sweep over the journeys of other models has come. An index by model would cost
 * every transition, for what is asked once a release; so the table is walked once, in order of ids, and
 * the counts by model say when nothing is left.
 */
export interface Sweep {
  modelVersion: string | null;
  /** Behind the last id looked at. What a rollback or another's lock leaves there is found on the next round. */
  after: string;
}

export function createSweep(): Sweep {
  return { modelVersion: null, after: '' };
}
