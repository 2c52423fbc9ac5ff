import type { AttributeValue, Limit, Model, Span, Warning } from '@orderwatch/model';
import type { ClockAssumption, DeadlineEnd, ExplainedClock, Pause } from '../domain/deadline.ts';
import type { Reached, WorkingTime } from './calendar.ts';
import type { Calendars } from './calendars.ts';
import { endOfPromise } from './promise.ts';

/** What is kept of the closed times in an explanation: the longest, in time order. */
const PAUSES_SHOWN = 12;

export interface ClockStart {
  readonly at: number | null;
  readonly stage: string;
  readonly witness: string | null;
  /** It began at `at` or earlier. */
  readonly orEarlier: boolean;
}

/** A stay in a stage whose time does not count; `to` null: it is there now. */
export interface StagePause {
  readonly stage: string;
  readonly from: number;
  readonly to: number | null;
}

export interface RunningClock {
  /** Null: no time that a due time can be counted from. */
  readonly startedAt: number | null;
  readonly warnAt: number | null;
  readonly explained: ExplainedClock;
}

/** start + limit in the open hours of its calendar, the stays that do not count left out. */
export function limitClock(
  limit: Limit,
  start: ClockStart,
  stays: readonly StagePause[],
  ended: DeadlineEnd,
  { model, calendars }: { readonly model: Model; readonly calendars: Calendars },
): RunningClock {
  const within = limit.within as Span;
  const time = calendars(within.calendar);
  const paused = stays.filter((stay) => start.at !== null && (stay.to === null || stay.to > start.at));
  const standing = ended.reason === 'running' && paused.some((stay) => stay.to === null);
  const due = start.at === null || standing ? null : reach(time, start.at, within.ms, paused);
  if (start.at === null || due === null) {
    const explained = explain(limit, within.text, start, null, paused.map(asPause), 0, [], model);
    return { startedAt: standing ? start.at : null, warnAt: null, explained };
  }
  const { at } = start;
  const pauses = [...paused.map(asPause), ...closed(time, at, due.at, within.calendar)];
  pauses.sort((a, b) => a.from - b.from);
  const assumptions: ClockAssumption[] = due.beyondKnown ? ['calendar-ends'] : [];
  const pausedMs = due.at - at - within.ms;
  const add = (ms: number) => reach(time, at, ms, paused)?.at ?? null;
  return {
    startedAt: at,
    warnAt: warnInstant(limit.warn, at, within.ms, due.at, add),
    explained: explain(limit, within.text, start, due.at, pauses, pausedMs, assumptions, model),
  };
}

/** Null: so far from `start` that one of the times told must be wrong. */
function reach(time: WorkingTime, start: number, ms: number, stays: readonly StagePause[]): Reached | null {
  const pauses = stays.map((stay) => ({ from: stay.from, to: stay.to ?? stay.from }));
  const reached = time.add(start, ms, pauses);
  return Number.isFinite(reached.at) ? reached : null;
}

/** The due time stands in the order itself. */
export function promiseClock(
  limit: Limit,
  promised: AttributeValue | undefined,
  start: ClockStart,
  model: Model,
): RunningClock {
  const dueAt = endOfPromise(promised, model.timezone);
  const startedAt = start.at ?? dueAt;
  const warnAt =
    dueAt === null || startedAt === null
      ? null
      : warnInstant(limit.warn, startedAt, dueAt - startedAt, dueAt, (ms) => startedAt + ms);
  const explained = explain(limit, String(promised), start, dueAt, [], 0, [], model);
  return { startedAt: start.at, warnAt, explained };
}

function warnInstant(
  warn: Warning | null,
  startedAt: number,
  limitMs: number,
  dueAt: number,
  add: (ms: number) => number | null,
): number | null {
  switch (warn?.kind) {
    case undefined:
      return null;
    case 'after':
      return add(warn.ms);
    case 'share':
      return add(Math.max(0, limitMs) * warn.share);
    case 'before':
      return Math.max(startedAt, dueAt - warn.ms);
  }
}

function asPause(stay: StagePause): Pause {
  return { from: stay.from, to: stay.to, by: { kind: 'stage', stage: stay.stage } };
}

function closed(time: WorkingTime, from: number, to: number, calendar: string | null): readonly Pause[] {
  if (calendar === null) return [];
  return time
    .closures(from, to, PAUSES_SHOWN)
    .map((gap) => ({ from: gap.from, to: gap.to, by: { kind: 'calendar', calendar } }));
}

function explain(
  limit: Limit,
  text: string,
  start: ClockStart,
  dueAt: number | null,
  pauses: readonly Pause[],
  pausedMs: number,
  assumptions: readonly ClockAssumption[],
  model: Model,
): ExplainedClock {
  return {
    modelVersion: model.version,
    rule: limit.rule,
    limit: text,
    startedAt: start.at,
    startedBy: start.at === null ? null : { stage: start.stage, witness: start.witness },
    pauses,
    pausedMs,
    dueAt,
    assumptions: start.orEarlier ? [...assumptions, 'started-then-or-earlier'] : assumptions,
  };
}
