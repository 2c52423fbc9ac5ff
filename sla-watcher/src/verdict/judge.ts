import { type Limit, matchesSegment, type Model } from '@orderwatch/model';
import { attributesOf } from '../domain/attributes.ts';
import type { Deadline } from '../domain/deadline.ts';
import type { Course, Journey, Visit } from '../domain/journey.ts';
import type { Judgement, OrderState, Outcome, Verdict } from '../domain/verdict.ts';
import { type JudgeContext, type Judged, outcomeOf } from './outcome.ts';

/** What was read from one journey: its courses, and each course's deadlines. */
export interface Read {
  readonly course: Course;
  readonly deadlines: readonly Deadline[];
}

/**
 * Judges an order at `now`. What stands in earlier uses of its id is judged, and no longer counts for
 * its state; an order that the model leaves out is not judged at all.
 */
export function judge(journey: Journey, read: readonly Read[], now: number, context: JudgeContext): Verdict {
  const latest = latestCourses(read.map(({ course }) => course));
  const anomalies = read.flatMap(({ course }) => course.anomalies);
  const current = currentVisit(latest, context.model);
  const base = { order: journey.order, at: now, anomalies, current };
  if (isLeftOut(journey, context.model)) return { ...base, state: 'left-out', judgements: [], nextAt: null };
  const judged = read.flatMap(({ course, deadlines }) =>
    deadlines.map((deadline) => ({ course, deadline, judged: outcomeOf(deadline, now, context) })),
  );
  const counting = judged.filter(({ course }) => latest.includes(course)).map((j) => j.judged);
  return {
    ...base,
    state: stateOf(counting, latest),
    judgements: judged.map(({ deadline, judged: j }) => judgement(deadline, j, context.model)),
    nextAt: earliest(judged.map((j) => j.judged.nextAt)),
  };
}

/** Test orders and the like: by id or by attribute. */
export function isLeftOut(journey: Journey, model: Model): boolean {
  if (model.leaveOut.length === 0) return false;
  const attributes = attributesOf(journey);
  return model.leaveOut.some((rule) =>
    rule.kind === 'id'
      ? journey.ids.some((id) => rule.match.test(id))
      : matchesSegment(rule.when, attributes),
  );
}

function judgement(deadline: Deadline, { outcome, healthUnknown }: Judged, model: Model): Judgement {
  return { deadline, severity: severityOf(deadline.rule, model), outcome, healthUnknown };
}

const byRule = new WeakMap<Model, ReadonlyMap<string, Limit>>();

function severityOf(rule: string, model: Model): Limit['severity'] {
  let limits = byRule.get(model);
  if (limits === undefined) {
    limits = new Map(model.limits.map((limit) => [limit.rule, limit]));
    byRule.set(model, limits);
  }
  return limits.get(rule)?.severity ?? 'digest';
}

function latestCourses(courses: readonly Course[]): readonly Course[] {
  const byLine = new Map<string, Course>();
  for (const course of courses) {
    const known = byLine.get(course.line);
    if (known === undefined || course.incarnation > known.incarnation) byLine.set(course.line, course);
  }
  return [...byLine.values()];
}

/** The order stands where its latest line stands: the line that has come least far. */
function currentVisit(latest: readonly Course[], model: Model): Visit | null {
  const rank = (course: Course) => model.stages.get(course.visits.at(-1)?.stage ?? '')?.rank ?? -1;
  const standing = latest.filter((course) => !course.ended);
  const candidates = standing.length > 0 ? standing : latest;
  const behind = candidates.reduce<Course | null>((a, b) => (a === null || rank(b) < rank(a) ? b : a), null);
  return behind?.visits.at(-1) ?? null;
}

function stateOf(judged: readonly Judged[], latest: readonly Course[]): OrderState {
  const states = judged.map(({ outcome }) => stateOfOutcome(outcome));
  for (const state of ['late', 'undetermined', 'at-risk'] as const) if (states.includes(state)) return state;
  // Another system may yet have to learn of the end: until then the order must not be forgotten.
  const waiting = judged.some(({ outcome }) => outcome.reason === 'on-track');
  return !waiting && latest.length > 0 && latest.every((course) => course.ended) ? 'ended' : 'on-track';
}

function stateOfOutcome(outcome: Outcome): OrderState {
  switch (outcome.reason) {
    case 'late-in-stage':
    case 'late-at-hop':
    case 'late-overall':
    case 'past-promise':
      return 'late';
    case 'undetermined':
      return 'undetermined';
    case 'at-risk':
    case 'not-seen-yet':
    case 'maintenance':
      return 'at-risk';
    default:
      return 'on-track';
  }
}

function earliest(instants: readonly (number | null)[]): number | null {
  return instants.reduce<number | null>((a, b) => (a === null ? b : b === null ? a : Math.min(a, b)), null);
}
