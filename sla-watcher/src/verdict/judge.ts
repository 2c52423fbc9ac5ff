import { matchesSegment, type Model } from '@orderwatch/model';
import { attributesOf } from '../domain/attributes.ts';
import type { Course, Journey, Visit } from '../domain/journey.ts';
import type { Judgement, OrderState, Outcome, Verdict } from '../domain/verdict.ts';
import { earliest, judgeCourse, type Read } from './judge-course.ts';
import type { JudgeContext } from './outcome.ts';

/**
 * Judges an order at `now`. What stands in earlier uses of its id is judged, and no longer counts for
 * its state; an order that the model leaves out is not judged at all.
 */
export function judge(journey: Journey, read: readonly Read[], now: number, context: JudgeContext): Verdict {
  const latest = latestCourses(read.map(({ course }) => course));
  const anomalies = read.flatMap(({ course }) => course.anomalies);
  const current = currentVisit(latest, context.model);
  const base = { order: journey.order, at: now, anomalies, current };
  if (isLeftOut(journey, context.model)) return { ...base, ...UNJUDGED };
  const courses = read.map((one) => judgeCourse(one, latest.includes(one.course), now, context));
  const judgements = courses.flatMap((course) => course.judgements);
  return {
    ...base,
    state: stateOf(
      courses.filter(({ counts }) => counts).flatMap((course) => course.judgements),
      latest,
    ),
    judgements,
    disagreements: courses.flatMap((course) => course.disagreements),
    diagnoses: [...new Set(courses.flatMap((course) => course.diagnoses))],
    nextAt: earliest(courses.map(({ nextAt }) => nextAt)),
  };
}

const UNJUDGED = {
  state: 'left-out',
  judgements: [],
  disagreements: [],
  diagnoses: [],
  nextAt: null,
} as const;

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

function stateOf(judged: readonly Judgement[], latest: readonly Course[]): OrderState {
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
