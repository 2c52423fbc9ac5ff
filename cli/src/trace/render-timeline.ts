import type { Arrival, Course, HopMark, Visit } from '@orderwatch/sla-watcher';
import { pad } from '../show/table.ts';
import { indent, type View } from './view.ts';

/** `2026-11-21 10:02:03`, in columns. */
const TIME_WIDTH = 19;

/** Where the order was, stage by stage, and how each status travelled; several lines and runs one by one. */
export function renderTimeline(courses: readonly Course[], now: number, view: View): readonly string[] {
  const { texts, paint } = view;
  if (courses.length === 0) return [texts.noStage];
  return courses.flatMap((course) => {
    const title = texts.course(course.line, course.incarnation);
    const lines = renderCourse(course, now, view);
    return title === '' ? lines : [paint('cyan', title), ...indent(lines)];
  });
}

function renderCourse(course: Course, now: number, view: View): readonly string[] {
  const { visits } = course;
  const width = Math.max(0, ...visits.map(({ stage }) => stage.length));
  const hops = arrivalsByVisit(course, view);
  return visits.flatMap((visit, i) => [
    renderVisit(visit, lengthOf(course, i, now, view), width, view),
    ...(hops.get(visit) ?? []).flatMap((arrival) => [
      `${' '.repeat(TIME_WIDTH)}  → ${renderHop(arrival, now, view)}`,
      ...arrival.steps.map((step) => `${' '.repeat(TIME_WIDTH)}    ${renderStep(step, view)}`),
    ]),
  ]);
}

function renderVisit(
  visit: Visit,
  length: string | null,
  width: number,
  { texts, times, paint }: View,
): string {
  const { stage, at, witness, kind, inferred } = visit;
  const time = pad(at === null ? texts.timeUnknown : times.second(at), TIME_WIDTH);
  if (inferred) return paint('dim', `${time}  ${pad(stage, width)}  ${texts.inferred}`);
  const told = [kind === 'seen' && at !== null ? texts.orEarlier : '', witness ?? '', length ?? ''];
  return `${time}  ${pad(stage, width)}  ${told.filter((part) => part !== '').join(', ')}`;
}

/** How long it stayed; in the last stage of an order that goes on, so far. */
function lengthOf({ visits, ended }: Course, i: number, now: number, { texts, times }: View): string | null {
  const from = visits[i]?.at ?? null;
  const isLast = i === visits.length - 1;
  const to = isLast ? (ended ? null : now) : (visits[i + 1]?.at ?? null);
  if (from === null || to === null || to < from) return null;
  return isLast ? texts.soFar(times.length(to - from)) : texts.stayed(times.length(to - from));
}

/** Each hop beside the stay whose status it carries: the one that began with it, else the last of that stage. */
function arrivalsByVisit(course: Course, { model }: View): ReadonlyMap<Visit, readonly Arrival[]> {
  const byVisit = new Map<Visit, Arrival[]>();
  for (const arrival of course.arrivals) {
    const status = model.hops.get(arrival.hop)?.status;
    const stays = course.visits.filter(({ stage }) => stage === status);
    const visit = stays.find(({ at }) => at === arrival.startedAt) ?? stays.at(-1);
    if (visit !== undefined) byVisit.set(visit, [...(byVisit.get(visit) ?? []), arrival]);
  }
  return byVisit;
}

function renderHop(arrival: Arrival, now: number, { model, texts, times }: View): string {
  const { hop, startedAt, arrivedAt, arrived, arrivedBy } = arrival;
  const system = model.hops.get(hop)?.to ?? hop;
  if (!arrived) return texts.notArrived(system, startedAt === null ? null : times.length(now - startedAt));
  if (arrivedAt === null) return texts.arrivedUnknown(system);
  // The source's row may be stamped after the target's: clocks differ.
  const after = startedAt === null || arrivedAt <= startedAt ? null : times.length(arrivedAt - startedAt);
  return texts.arrived(system, times.second(arrivedAt), after, arrivedBy ?? hop);
}

/** What telemetry saw of the way. */
function renderStep({ at, point, outcome, error, attempt }: HopMark, { texts, times }: View): string {
  const again = attempt !== null && attempt > 1 ? texts.attempt(attempt) : null;
  const told = [outcome, error, again].filter((part) => part !== null).map((part) => `, ${part}`);
  return `${times.second(at)} ${texts.step[point]}${told.join('')}`;
}
