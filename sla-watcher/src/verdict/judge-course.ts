import type { Limit, Model } from '@orderwatch/model';
import type { Deadline } from '../domain/deadline.ts';
import type { Diagnosis, Fact } from '../domain/diagnosis.ts';
import type { Course } from '../domain/journey.ts';
import type { JudgedDisagreement, Judgement } from '../domain/verdict.ts';
import { judgeContradictions } from './contradiction/judge-contradictions.ts';
import { diagnoseDisorder, diagnoseLate } from './diagnose.ts';
import { isLate, type JudgeContext, type Judged, outcomeOf } from './outcome.ts';

/** What was read from one journey: its courses, and each course's deadlines. */
export interface Read {
  readonly course: Course;
  readonly deadlines: readonly Deadline[];
}

/** One use of the order's id by one line of it, judged. */
export interface JudgedCourse {
  readonly judgements: readonly Judgement[];
  readonly disagreements: readonly JudgedDisagreement[];
  /** Each once for a place. */
  readonly diagnoses: readonly Diagnosis[];
  /** It is the latest use, which the order's state is taken from. */
  readonly counts: boolean;
  readonly nextAt: number | null;
}

export function judgeCourse(
  { course, deadlines }: Read,
  counts: boolean,
  now: number,
  context: JudgeContext,
): JudgedCourse {
  // What was said of an earlier use is history: only its deadlines are judged.
  const contradicted = counts ? judgeContradictions(course, now, context) : NOT_CONTRADICTED;
  const told = contradicted.judged.map(({ diagnosis }) => diagnosis).filter((one) => one !== null);
  const byPlace = new Map<string, Diagnosis>();
  const share = (diagnosis: Diagnosis): Diagnosis => {
    const place = JSON.stringify(diagnosis.place);
    const known = byPlace.get(place) ?? diagnosis;
    byPlace.set(place, known);
    return known;
  };
  const judged = deadlines.map((deadline) => outcomeOf(deadline, now, context));
  const judgements = deadlines.map((deadline, i): Judgement => {
    const { outcome, healthUnknown } = judged[i] as Judged;
    const { model, health } = context;
    const severity = severityOf(deadline.rule, model);
    if (!isLate(outcome)) return { deadline, severity, outcome, healthUnknown, diagnosis: null };
    const due = deadline.dueAt ?? now;
    const diagnosis = share(diagnoseLate(deadline, course, told, { model, health, due, now }));
    return { deadline, severity, outcome, healthUnknown, diagnosis };
  });
  // A contradiction already says what came of a step back.
  const disorder =
    counts && told.length === 0 ? course.anomalies.map((one) => diagnoseDisorder(one, course)) : [];
  const late = judgements.map(({ diagnosis }) => diagnosis);
  return {
    judgements,
    disagreements: contradicted.judged,
    diagnoses: [...late, ...told, ...disorder].filter((one) => one !== null),
    counts,
    nextAt: earliest([
      ...judged.map(({ nextAt }) => nextAt),
      contradicted.nextAt,
      ...judgements.map((judgement) => lookAgain(judgement, now)),
    ]),
  };
}

const NOT_CONTRADICTED = { judged: [], nextAt: null } as const;

/** How soon an order is looked at again whose verdict rests on what was not seen, in milliseconds. */
const LOOK_AGAIN = { least: 5_000, most: 600_000 };

/**
 * What was not seen may yet be: a queue is read again, an eye opens. The longer an order is late, the
 * seldomer it is worth looking. What does not hang on that waits for news of the order.
 */
function lookAgain({ diagnosis, outcome }: Judgement, now: number): number | null {
  if (diagnosis === null || !('lateMs' in outcome)) return null;
  if (!mayChange(diagnosis)) return null;
  return now + Math.min(Math.max(Math.round(outcome.lateMs / 4), LOOK_AGAIN.least), LOOK_AGAIN.most);
}

/** Whether it rests on an eye that may open, or on a queue that may change. */
function mayChange({ conclusion, missing, evidence }: Diagnosis): boolean {
  if (conclusion.reason === 'decided' && conclusion.confidence === 'proven') return false;
  return (
    missing.some(({ witness, because }) => witness !== null && because !== 'unknown') ||
    evidence.some(({ fact }) => OF_QUEUE.has(fact))
  );
}

const OF_QUEUE: ReadonlySet<Fact> = new Set(['queue-holds', 'no-consumer', 'queue-empty', 'queue-passed']);

const byRule = new WeakMap<Model, ReadonlyMap<string, Limit>>();

function severityOf(rule: string, model: Model): Limit['severity'] {
  let limits = byRule.get(model);
  if (limits === undefined) {
    limits = new Map(model.limits.map((limit) => [limit.rule, limit]));
    byRule.set(model, limits);
  }
  return limits.get(rule)?.severity ?? 'digest';
}

export function earliest(instants: readonly (number | null)[]): number | null {
  return instants.reduce<number | null>((a, b) => (a === null ? b : b === null ? a : Math.min(a, b)), null);
}
