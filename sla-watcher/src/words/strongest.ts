import {
  candidatesOf,
  type Diagnosis,
  type Evidence,
  type Fact,
  type LossClass,
} from '../domain/diagnosis.ts';

/** Which facts tell most of each class; what is not listed tells less than what is. */
const TELLING: Readonly<Record<LossClass, readonly Fact[]>> = {
  'not-published': ['in-outbox', 'not-published', 'process-died', 'queue-empty', 'source-row'],
  'publish-failed': ['returned', 'refused', 'broker-dropped', 'unconfirmed', 'process-died', 'published'],
  'lost-in-broker': ['broker-dropped', 'queue-passed', 'queue-empty', 'confirmed', 'not-received'],
  waiting: ['queue-holds', 'no-consumer', 'received', 'confirmed', 'not-received', 'published'],
  'dead-lettered': ['dead-lettered', 'requeued', 'rejected'],
  'consumer-failed': ['failed', 'rejected', 'process-died', 'received'],
  'not-stored': ['handled', 'no-target-row', 'target-behind', 'received'],
  drift: ['row-ahead', 'target-behind', 'no-target-row', 'told-by-nobody'],
  working: ['in-stage', 'received'],
  disorder: ['went-back', 'out-of-order', 'repeated'],
  hidden: ['not-listed', 'target-row'],
  vanished: ['row-gone', 'row-set-back', 'no-target-row'],
};

/** How evidence bears on what was concluded. */
export interface WeighedEvidence {
  /** What makes it so, most telling first: what was seen of it, then what excludes the others. */
  readonly why: readonly Evidence[];
  /** What speaks against it all the same. */
  readonly against: readonly Evidence[];
}

/** The evidence that a person needs who reads only a few lines: each fact once. */
export function weighEvidence({ conclusion, evidence }: Diagnosis): WeighedEvidence {
  const candidates = candidatesOf(conclusion);
  const isOfThem = ({ loss }: Evidence) => candidates.includes(loss);
  const forThem = evidence.filter((each) => each.speaks === 'for' && isOfThem(each));
  const excluding = evidence.filter((each) => each.speaks === 'against' && !isOfThem(each));
  const against = evidence.filter((each) => each.speaks === 'against' && isOfThem(each));
  return {
    why: once([...forThem.toSorted(byWeight), ...excluding]),
    against: once(against.toSorted(byWeight)),
  };
}

function byWeight(a: Evidence, b: Evidence): number {
  return weightOf(a) - weightOf(b);
}

function weightOf({ loss, fact }: Evidence): number {
  const rank = TELLING[loss].indexOf(fact);
  return rank < 0 ? TELLING[loss].length : rank;
}

/** What one fact says of several classes at once. */
export interface SharedEvidence {
  readonly evidence: Evidence;
  /** The classes that it speaks for, or against; that it speaks for the one that was concluded need not be said. */
  readonly losses: readonly LossClass[];
}

/** All that speaks for or against, each fact once, in the order given. */
export function evidenceThat(
  speaks: Evidence['speaks'],
  { conclusion, evidence }: Diagnosis,
): readonly SharedEvidence[] {
  const candidates = candidatesOf(conclusion);
  const groups = Map.groupBy(
    evidence.filter((each) => each.speaks === speaks),
    factKey,
  );
  return [...groups.values()].map((group) => {
    const losses = [...new Set(group.map(({ loss }) => loss))];
    const isSaid =
      speaks === 'for' && candidates.length === 1 && losses.every((loss) => loss === candidates[0]);
    return { evidence: group[0] as Evidence, losses: isSaid ? [] : losses };
  });
}

/** One fact may speak for one class and against another. */
function once(evidence: readonly Evidence[]): readonly Evidence[] {
  return [...Map.groupBy(evidence, factKey).values()].map((group) => group[0] as Evidence);
}

function factKey({ fact, witness, at, spanId, detail }: Evidence): string {
  return JSON.stringify([fact, witness, at, spanId, detail]);
}
