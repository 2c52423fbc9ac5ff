import type { ExplainedClock, Pause } from '../../domain/deadline.ts';
import { type Judgement, type Outcome, placeName } from '../../domain/verdict.ts';
import type { ClockJson, JudgementJson, OutcomeJson } from '../api-types.ts';
import { instant } from './instant.ts';

export function judgementJson({ deadline, severity, outcome, healthUnknown }: Judgement): JudgementJson {
  const { ended } = deadline;
  return {
    rule: deadline.rule,
    place: placeName(deadline.place),
    line: deadline.line,
    incarnation: deadline.incarnation,
    severity,
    outcome: outcomeJson(outcome),
    healthUnknown,
    startedAt: instant(deadline.startedAt),
    warnAt: instant(deadline.warnAt),
    dueAt: instant(deadline.dueAt),
    ended: ended.reason,
    endedAt: 'at' in ended ? instant(ended.at) : null,
    endedBy: 'at' in ended ? ended.witness : null,
    clock: clockJson(deadline.clock),
  };
}

function outcomeJson(outcome: Outcome): OutcomeJson {
  const silent = { lateMs: null, because: null, watermark: null, witnesses: [], window: null, until: null };
  const { reason } = outcome;
  switch (outcome.reason) {
    case 'on-track':
    case 'at-risk':
    case 'clock-paused':
    case 'finished-in-time':
      return { ...silent, reason };
    case 'unjudgeable':
      return { ...silent, reason, because: outcome.because };
    case 'not-seen-yet':
      return { ...silent, reason, watermark: instant(outcome.watermark), witnesses: outcome.witnesses };
    case 'undetermined':
      return { ...silent, reason, witnesses: outcome.blind };
    case 'maintenance':
      return { ...silent, reason, window: outcome.window, until: instant(outcome.until) };
    default:
      return { ...silent, reason, lateMs: outcome.lateMs };
  }
}

function clockJson(clock: ExplainedClock): ClockJson {
  return {
    modelVersion: clock.modelVersion,
    limit: clock.limit,
    startedBy: clock.startedBy,
    pauses: clock.pauses.map((pause) => ({
      from: instant(pause.from),
      to: instant(pause.to),
      by: { kind: pause.by.kind, name: pauseName(pause.by) },
    })),
    pausedMs: clock.pausedMs,
    assumptions: clock.assumptions,
  };
}

function pauseName(by: Pause['by']): string {
  return by.kind === 'calendar' ? by.calendar : by.stage;
}
