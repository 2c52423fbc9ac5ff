import type { Model, Severity } from '@orderwatch/model';
import type { IncidentKind, Sighting } from '../domain/incident.ts';
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

export interface AlarmContext {
  readonly model: Model;
  /** When the watcher was first started: what was overdue before is one backlog, not a flood. */
  readonly installedAt: number;
  /** The model the alarms were raised under is not the one in force. */
  readonly modelChanged: boolean;
}

export const BACKLOG_KEY = 'backlog';

/** All that a verdict gives reason to tell, by key; of several lines late at one place the one due first speaks. */
export function causesOf(verdict: Verdict, context: AlarmContext): ReadonlyMap<string, AlarmCause> {
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

export function lateCause(judgement: Judgement, verdict: Verdict, context: AlarmContext): AlarmCause {
  const { deadline, severity } = judgement;
  const inBacklog = keyOf(judgement, context) === BACKLOG_KEY;
  return {
    key: keyOf(judgement, context),
    kind: inBacklog ? 'backlog' : 'orders',
    rule: deadline.rule,
    place: placeName(deadline.place),
    severity: inBacklog ? 'page' : severity,
    dueAt: deadline.dueAt,
    sighting: sightingOf(judgement, verdict),
  };
}

/**
 * The key under which a judgement is told, should it be late. The severity is a part of it: a rule
 * that becomes a page is told anew, to whom pages are told.
 */
export function keyOf({ deadline, severity }: Judgement, { installedAt }: AlarmContext): string {
  return (deadline.dueAt ?? 0) < installedAt
    ? BACKLOG_KEY
    : lateKey(severity, deadline.rule, placeName(deadline.place));
}

export function lateKey(severity: Severity, rule: string, place: string): string {
  return `late|${severity}|${rule}|${place}`;
}

/** Whether an alarm's key tells of lateness at a place, whatever the rule was. */
export function isLateAt(key: string, place: string): boolean {
  return key.startsWith('late|') && key.endsWith(`|${place}`);
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
    key: `${anomaly.kind}|${severity}|${place}`,
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
