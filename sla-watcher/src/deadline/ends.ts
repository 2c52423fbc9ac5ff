import type { Model } from '@orderwatch/model';
import type { DeadlineEnd } from '../domain/deadline.ts';
import type { Arrival, Course, Visit } from '../domain/journey.ts';

const RUNNING: DeadlineEnd = { reason: 'running' };

/** When the line left the stage of its visit `i`. */
export function leftAt(visits: readonly Visit[], i: number): DeadlineEnd {
  return i === visits.length - 1 ? RUNNING : endAt(visits, i + 1);
}

/**
 * When the status reached the other system. An order that is over needs it no more, but for the status
 * that says so: the other system has yet to learn of the end.
 */
export function arrivalEnd(arrival: Arrival, status: string, course: Course): DeadlineEnd {
  if (arrival.arrivedAt !== null) return { reason: 'met', at: arrival.arrivedAt, witness: arrival.arrivedBy };
  const isLast = course.visits.at(-1)?.stage === status;
  if (isLast) return arrival.arrived ? { reason: 'ended-at-unknown-time', stage: status } : RUNNING;
  return arrival.arrived || course.ended ? endAt(course.visits, course.visits.length - 1) : RUNNING;
}

/**
 * When the order fulfilled a limit: it reached `until` or a stage that the model ranks behind it on
 * the way to success, or it ended in any way.
 */
export function orderEnd(course: Course, until: string | null, model: Model): DeadlineEnd {
  const goal =
    until === null ? Number.POSITIVE_INFINITY : (model.stages.get(until)?.rank ?? Number.POSITIVE_INFINITY);
  const reached = course.visits.findIndex((visit) => {
    const stage = model.stages.get(visit.stage);
    if (stage === undefined) return false;
    return stage.end !== null || (stage.rank >= goal && !stage.afterAny);
  });
  return reached === -1 ? RUNNING : endAt(course.visits, reached);
}

/** The time of visit `i`; where that is unknown, the next known time bounds it. */
function endAt(visits: readonly Visit[], i: number): DeadlineEnd {
  const visit = visits[i] as Visit;
  if (visit.at !== null) return { reason: 'met', at: visit.at, witness: visit.witness };
  const next = visits.slice(i + 1).find((v) => v.at !== null);
  if (next?.at != null) return { reason: 'met-by', at: next.at, witness: next.witness };
  return { reason: 'ended-at-unknown-time', stage: visit.stage };
}
