import type { Limit, Model } from '@orderwatch/model';
import type { Attributes } from '../domain/attributes.ts';
import type { Deadline, DeadlineEnd } from '../domain/deadline.ts';
import type { Course, Visit } from '../domain/journey.ts';
import type { Calendars } from './calendars.ts';
import { type ClockStart, limitClock, promiseClock, type RunningClock, type StagePause } from './clock.ts';
import { arrivalEnd, leftAt, orderEnd } from './ends.ts';
import { limitFor, type LimitIndex } from './limit-index.ts';
import { shownBy } from './shown-by.ts';

export interface DueContext {
  readonly model: Model;
  readonly calendars: Calendars;
  readonly limits: LimitIndex;
}

/**
 * Every deadline that the model sets for one course, running and ended, in the order of the model's
 * places. For each stage, hop, the order and each promise the first limit whose segment matches.
 */
export function deadlinesOf(
  course: Course,
  attributes: Attributes,
  context: DueContext,
): readonly Deadline[] {
  return [
    ...stageDeadlines(course, attributes, context),
    ...hopDeadlines(course, attributes, context),
    ...orderDeadlines(course, attributes, context),
  ];
}

function stageDeadlines(course: Course, attributes: Attributes, context: DueContext): readonly Deadline[] {
  return course.visits.flatMap((visit, i) => {
    const limit = limitFor(context.limits, `stage ${visit.stage}`, attributes);
    // Who stands at the end does not wait.
    const isOver = course.ended && i === course.visits.length - 1;
    if (limit === null || isOver) return [];
    return [deadline(course, limit, startedBy(visit), leftAt(course.visits, i), [], attributes, context)];
  });
}

function hopDeadlines(course: Course, attributes: Attributes, context: DueContext): readonly Deadline[] {
  return course.arrivals.flatMap((arrival) => {
    const limit = limitFor(context.limits, `hop ${arrival.hop}`, attributes);
    const hop = context.model.hops.get(arrival.hop);
    if (limit === null || hop === undefined) return [];
    const start: ClockStart = {
      at: arrival.startedAt,
      stage: hop.status,
      witness: arrival.witness,
      orEarlier: false,
    };
    return [deadline(course, limit, start, arrivalEnd(arrival, hop.status, course), [], attributes, context)];
  });
}

/** The limit on the whole order, and one for each promise that the order carries. */
function orderDeadlines(course: Course, attributes: Attributes, context: DueContext): readonly Deadline[] {
  const first = course.visits[0];
  if (first === undefined) return [];
  return context.limits.wholeOrder.flatMap((place) => {
    const limit = limitFor(context.limits, place, attributes);
    if (
      limit === null ||
      (limit.place.kind === 'promise' && !Object.hasOwn(attributes, limit.place.attribute))
    )
      return [];
    const stage = context.model.stages.get(first.stage);
    const start = { ...startedBy(first), orEarlier: first.kind === 'seen' || stage?.start !== true };
    const end = orderEnd(course, limit.until, context.model);
    return [deadline(course, limit, start, end, pausesIn(course, limit), attributes, context)];
  });
}

function deadline(
  course: Course,
  limit: Limit,
  start: ClockStart,
  ended: DeadlineEnd,
  stays: readonly StagePause[],
  attributes: Attributes,
  { model, calendars }: DueContext,
): Deadline {
  const clock: RunningClock =
    limit.place.kind === 'promise'
      ? promiseClock(limit, attributes[limit.place.attribute], start, model)
      : limitClock(limit, start, stays, ended, { model, calendars });
  return {
    rule: limit.rule,
    place: limit.place,
    line: course.line,
    incarnation: course.incarnation,
    startedAt: clock.startedAt,
    warnAt: clock.warnAt,
    dueAt: clock.explained.dueAt,
    ended,
    shownBy: shownBy(limit, model),
    clock: clock.explained,
  };
}

function startedBy(visit: Visit): ClockStart {
  return { at: visit.at, stage: visit.stage, witness: visit.witness, orEarlier: visit.kind === 'seen' };
}

/** Sorted and disjoint, also where a clock went backwards between two stages. */
function pausesIn(course: Course, limit: Limit): readonly StagePause[] {
  const stays = limit.except.length === 0 ? [] : staysIn(course, limit.except);
  stays.sort((a, b) => a.from - b.from);
  let until = Number.NEGATIVE_INFINITY;
  return stays.flatMap((stay) => {
    const from = Math.max(stay.from, until);
    if (stay.to !== null && stay.to <= from) return [];
    until = stay.to ?? Number.POSITIVE_INFINITY;
    return [{ ...stay, from }];
  });
}

function staysIn({ visits }: Course, stages: readonly string[]): StagePause[] {
  return visits.flatMap(({ stage, at }, i) => {
    if (at === null || !stages.includes(stage)) return [];
    const next = visits.slice(i + 1).find((v) => v.at !== null);
    const isLast = i === visits.length - 1;
    if (next?.at == null && !isLast) return [];
    return [{ stage, from: at, to: next?.at ?? null }];
  });
}
