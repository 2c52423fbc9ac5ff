import type { Model, Severity } from '@orderwatch/model';
import type { Alarm, IncidentKind, LeaveReason, Sighting } from '../domain/incident.ts';
import type { Anomaly } from '../domain/journey.ts';
import { type Judgement, placeName, type Verdict } from '../domain/verdict.ts';

/** What an order would join: an incident of this key, opened if there is none. */
export interface AlarmCause {
  readonly key: string;
  readonly kind: IncidentKind;
  readonly rule: string;
  readonly place: string;
  readonly severity: Severity;
  readonly dueAt: number | null;
  readonly sighting: Sighting;
}

export type AlarmChange =
  | { readonly reason: 'raise'; readonly cause: AlarmCause }
  /** It was late and went on before anybody looked: told, and over at once. */
  | {
      readonly reason: 'passed';
      readonly cause: AlarmCause;
      readonly left: LeaveReason;
      readonly lateMs: number;
    }
  | { readonly reason: 'clear'; readonly alarm: Alarm; readonly left: LeaveReason };

export interface AlarmContext {
  readonly model: Model;
  /** When the watcher was first started: what was overdue before is one backlog, not a flood. */
  readonly installedAt: number;
  /** The model the alarms were raised under is not the one in force. */
  readonly modelChanged: boolean;
}

/**
 * What a new verdict changes against the alarms in force. `before` is the verdict on the journey as
 * it was, where there was one: a deadline that it already knew as missed is not told again.
 */
export function alarmChanges(
  alarms: readonly Alarm[],
  before: Verdict | null,
  verdict: Verdict,
  context: AlarmContext,
): readonly AlarmChange[] {
  const causes = causesOf(verdict, context);
  const inForce = new Map(alarms.map((alarm) => [alarm.key, alarm]));
  const raised = [...causes.values()].filter(({ key }) => !inForce.has(key));
  const cleared = alarms.filter(({ key }) => !causes.has(key));
  return [
    ...raised.map((cause): AlarmChange => ({ reason: 'raise', cause })),
    ...passed(before, verdict, inForce, context),
    ...cleared.map(
      (alarm): AlarmChange => ({ reason: 'clear', alarm, left: whyCleared(alarm, verdict, context) }),
    ),
  ];
}

/** By key; of several lines late at one place the one due first speaks. */
function causesOf(verdict: Verdict, context: AlarmContext): ReadonlyMap<string, AlarmCause> {
  const causes = new Map<string, AlarmCause>();
  for (const judgement of verdict.judgements) {
    if (!isLate(judgement)) continue;
    const cause = lateCause(judgement, verdict, context);
    const known = causes.get(cause.key);
    if (known === undefined || (cause.dueAt ?? 0) < (known.dueAt ?? 0)) causes.set(cause.key, cause);
  }
  if (verdict.state === 'ended' || verdict.state === 'left-out') return causes;
  for (const anomaly of verdict.anomalies) {
    const cause = anomalyCause(anomaly, verdict, context);
    if (cause !== null && !causes.has(cause.key)) causes.set(cause.key, cause);
  }
  return causes;
}

function passed(
  before: Verdict | null,
  verdict: Verdict,
  inForce: ReadonlyMap<string, Alarm>,
  context: AlarmContext,
): readonly AlarmChange[] {
  const known = new Set(
    (before?.judgements ?? []).filter((j) => j.outcome.reason === 'finished-late').map(identityOf),
  );
  return verdict.judgements.flatMap((judgement): readonly AlarmChange[] => {
    const { outcome, deadline } = judgement;
    if (outcome.reason !== 'finished-late' || known.has(identityOf(judgement))) return [];
    if ((deadline.dueAt ?? 0) < context.installedAt) return [];
    const cause = lateCause(judgement, verdict, context);
    if (inForce.has(cause.key)) return [];
    return [
      {
        reason: 'passed',
        cause,
        left: verdict.state === 'ended' ? 'ended' : 'moved',
        lateMs: outcome.lateMs,
      },
    ];
  });
}

function identityOf({ deadline }: Judgement): string {
  return [
    deadline.rule,
    placeName(deadline.place),
    deadline.line,
    deadline.incarnation,
    deadline.startedAt,
  ].join('|');
}

function isLate({ outcome }: Judgement): boolean {
  switch (outcome.reason) {
    case 'late-in-stage':
    case 'late-at-hop':
    case 'late-overall':
    case 'past-promise':
      return true;
    default:
      return false;
  }
}

const BACKLOG_KEY = 'backlog';

function lateCause(judgement: Judgement, verdict: Verdict, { installedAt }: AlarmContext): AlarmCause {
  const { deadline, severity } = judgement;
  const place = placeName(deadline.place);
  const common = {
    rule: deadline.rule,
    place,
    dueAt: deadline.dueAt,
    sighting: sightingOf(judgement, verdict),
  };
  if ((deadline.dueAt ?? 0) < installedAt)
    return { ...common, key: BACKLOG_KEY, kind: 'backlog', severity: 'page' };
  return { ...common, key: `late|${deadline.rule}|${place}`, kind: 'orders', severity };
}

function sightingOf({ deadline, healthUnknown }: Judgement, { current }: Verdict): Sighting {
  return {
    stage: current?.stage ?? null,
    since: current?.at ?? null,
    witness: current?.witness ?? null,
    limit: deadline.clock.limit,
    startedAt: deadline.startedAt,
    pausedMs: deadline.clock.pausedMs,
    healthUnknown,
  };
}

function anomalyCause(
  anomaly: Anomaly,
  { current }: Verdict,
  { model, installedAt }: AlarmContext,
): AlarmCause | null {
  const severity = model.anomalies[anomaly.kind];
  if (severity === 'off' || (anomaly.at ?? 0) < installedAt) return null;
  const place = anomaly.kind === 'duplicate' ? `stage ${anomaly.stage}` : `${anomaly.from} → ${anomaly.to}`;
  return {
    key: `${anomaly.kind}|${place}`,
    kind: 'anomaly',
    rule: anomaly.kind,
    place,
    severity,
    dueAt: anomaly.at,
    sighting: {
      stage: current?.stage ?? null,
      since: current?.at ?? null,
      witness: anomaly.witness,
      limit: anomaly.kind,
      startedAt: anomaly.at,
      pausedMs: 0,
      healthUnknown: false,
    },
  };
}

function whyCleared(alarm: Alarm, verdict: Verdict, { modelChanged }: AlarmContext): LeaveReason {
  if (verdict.state === 'left-out') return 'left-out';
  const same = verdict.judgements.filter(
    (j) =>
      alarm.key === BACKLOG_KEY || alarm.key === `late|${j.deadline.rule}|${placeName(j.deadline.place)}`,
  );
  const reasons = new Set(same.map((j) => j.outcome.reason));
  if (modelChanged && !reasons.has('finished-late')) return 're-dued';
  if (reasons.has('undetermined') || reasons.has('not-seen-yet')) return 'not-seen';
  if (verdict.state === 'ended')
    return reasons.has('finished-late') || reasons.has('unjudgeable') ? 'ended' : 'late-news';
  return reasons.has('finished-late') || same.length === 0 || alarm.key === BACKLOG_KEY
    ? 'moved'
    : 'late-news';
}
