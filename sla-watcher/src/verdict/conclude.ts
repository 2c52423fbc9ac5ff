import type { Conclusion, Evidence, LossClass, MissingEye } from '../domain/diagnosis.ts';
import { asEvidence, type Opinion } from './way/evidence.ts';

/** An opinion on each class that could be, in the order of the way. */
export type Opinions = readonly { readonly loss: LossClass; readonly opinion: Opinion }[];

export interface Concluded {
  readonly conclusion: Conclusion;
  readonly evidence: readonly Evidence[];
  readonly missing: readonly MissingEye[];
}

/**
 * What is proven is so; of several the one furthest on the way, which is the last point that is proven.
 * Else what is left when the others are excluded: one, either of two, or too many to say.
 */
export function conclude(opinions: Opinions): Concluded {
  const proven = opinions.findLast(({ opinion }) => opinion.reason === 'proven');
  if (proven !== undefined) {
    const { loss } = proven;
    return of({ reason: 'decided', loss, confidence: 'proven' }, [loss], [], opinions);
  }
  const open = opinions.filter(({ opinion }) => opinion.reason === 'possible');
  // Where all is excluded, somebody was wrong: nothing is.
  const losses = (open.length > 0 ? open : opinions).map(({ loss }) => loss);
  const [first, second, third] = open.map(({ loss }) => loss);
  const missing = open.flatMap(({ opinion }) => (opinion.reason === 'possible' ? opinion.missing : []));
  if (first !== undefined && second === undefined)
    return of({ reason: 'decided', loss: first, confidence: 'likely' }, losses, missing, opinions);
  if (first !== undefined && second !== undefined && third === undefined)
    return of({ reason: 'either', losses: [first, second] }, losses, missing, opinions);
  return of({ reason: 'undetermined', among: losses }, losses, missing, opinions);
}

function of(
  conclusion: Conclusion,
  told: readonly LossClass[],
  missing: readonly MissingEye[],
  opinions: Opinions,
): Concluded {
  const speaking = opinions.filter(
    ({ loss, opinion }) => told.includes(loss) || opinion.reason === 'excluded',
  );
  return {
    conclusion,
    evidence: byTime(speaking.flatMap(({ loss, opinion }) => asEvidence(loss, opinion))),
    missing: unique(missing),
  };
}

/** What speaks for comes first; facts without a time last. */
function byTime(evidence: readonly Evidence[]): readonly Evidence[] {
  const at = (one: Evidence) => one.at ?? Number.POSITIVE_INFINITY;
  return evidence.toSorted(
    (a, b) => Number(a.speaks === 'against') - Number(b.speaks === 'against') || at(a) - at(b) || 0,
  );
}

function unique(eyes: readonly MissingEye[]): readonly MissingEye[] {
  const byName = new Map(eyes.map((eye) => [JSON.stringify([eye.on, eye.system, eye.witness]), eye]));
  return [...byName.values()];
}
