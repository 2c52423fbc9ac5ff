import { setTimeout as sleep } from 'node:timers/promises';
import type { DiagnosisJson, OrderDetail, ToldLoss } from '@orderwatch/sla-watcher';
import type { KnownOrder } from '../plan/perform.ts';
import { placesOf } from '../plan/places.ts';
import type { Trial } from '../trial/trial.ts';

/** What was told of an order in the end, and when it was first told so. */
export interface FollowedOrder extends KnownOrder {
  readonly told: ToldLoss;
  /** As the watcher has it: `hop price-to-crm`; null: nothing was told. */
  readonly toldAt: string | null;
  /** From what was due to its final word; null: nothing was told, or nothing was due. */
  readonly verdictMs: number | null;
  /** Classes that were decided before, and taken back. */
  readonly retold: readonly string[];
  readonly diagnoses: readonly DiagnosisJson[];
  readonly state: string;
}

interface Course {
  last: string;
  since: number;
  readonly earlier: Set<string>;
  detail: OrderDetail | null;
}

const POLL_MS = 500;
const AT_ONCE = 8;

export interface FollowOptions {
  /** Until then each is looked at, and until `longest` while one is open. Epoch milliseconds. */
  readonly until: number;
  readonly longest: number;
  isOpen(known: FollowedOrder): boolean;
  progress(told: number): void;
}

/** Looks at every order, and keeps what was told last. */
export async function follow(
  trial: Trial,
  orders: readonly KnownOrder[],
  { until, longest, isOpen, progress }: FollowOptions,
): Promise<readonly FollowedOrder[]> {
  const courses = new Map<KnownOrder, Course>();
  const isStillOpen = (known: KnownOrder) => isOpen(finish(known, courses.get(known)));
  do {
    await sleep(POLL_MS);
    const left = [...orders];
    const look = async () => {
      for (let known = left.shift(); known !== undefined; known = left.shift()) {
        note(courses, known, await trial.order(known.order));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, look));
    progress([...courses.values()].filter(({ last }) => last !== 'nothing').length);
  } while (Date.now() < until || (Date.now() < longest && orders.some(isStillOpen)));
  return orders.map((known) => finish(known, courses.get(known)));
}

function note(courses: Map<KnownOrder, Course>, known: KnownOrder, detail: OrderDetail | null): void {
  const { told } = choose(known, detail?.diagnoses ?? []);
  const said = told.reason === 'nothing' ? 'nothing' : `${told.reason} ${told.losses.join(',')}`;
  const course = courses.get(known);
  if (course === undefined) {
    courses.set(known, { last: said, since: Date.now(), earlier: new Set(), detail });
    return;
  }
  if (course.last !== said) {
    if (course.last.startsWith('decided')) course.earlier.add(course.last);
    course.last = said;
    course.since = Date.now();
  }
  course.detail = detail;
}

function finish(known: KnownOrder, course: Course | undefined): FollowedOrder {
  const diagnoses = course?.detail?.diagnoses ?? [];
  const { told, place } = choose(known, diagnoses);
  const dueAt = course?.detail?.judgements
    .filter((judgement) => judgement.place === place && judgement.dueAt !== null)
    .map((judgement) => Date.parse(judgement.dueAt ?? ''))[0];
  const isTimed = told.reason !== 'nothing' && dueAt !== undefined && course !== undefined;
  return {
    ...known,
    told,
    toldAt: told.reason === 'nothing' ? null : place,
    verdictMs: isTimed ? course.since - dueAt : null,
    retold: [...(course?.earlier ?? [])].filter((said) => said !== course?.last),
    diagnoses,
    state: course?.detail?.state ?? 'unknown',
  };
}

/** What is told of the place where it happened; else what is told at all, what is surest first. */
function choose(
  { strike }: KnownOrder,
  diagnoses: readonly DiagnosisJson[],
): { told: ToldLoss; place: string } {
  const places = strike === null ? [] : placesOf(strike);
  // Nobody takes a canary further than its strike, so that it is idle as well, and rightly said to be.
  const idle = strike === null || strike.loss === 'working';
  const others = diagnoses.filter(({ losses }) => idle || losses[0] !== 'working');
  const there = places.flatMap((place) => others.filter((diagnosis) => diagnosis.place === place));
  const surest = ['decided', 'either', 'undetermined'] as const;
  const elsewhere = surest.flatMap((reason) => others.filter(({ conclusion }) => conclusion === reason));
  const chosen = there[0] ?? elsewhere[0];
  if (chosen === undefined) return { told: { reason: 'nothing' }, place: '' };
  const { conclusion, losses, place } = chosen;
  return { told: { reason: conclusion, losses, there: there.length > 0 }, place };
}
