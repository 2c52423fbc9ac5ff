import type { Model, Severity } from '@orderwatch/model';
import { candidatesOf, type Diagnosis, type LossClass } from '../domain/diagnosis.ts';
import type { IncidentKind, Sighting } from '../domain/incident.ts';
import type { Anomaly } from '../domain/journey.ts';
import { type JudgedDisagreement, type Judgement, placeName, type Verdict } from '../domain/verdict.ts';
import { BACKLOG_KEY, driftStem, keyOfLoss, lateStem } from './alarm-keys.ts';
import { briefly } from './briefly.ts';

/** What an order would join: an incident of this key, opened if there is none. */
export interface AlarmCause {
  readonly key: string;
  readonly kind: IncidentKind;
  readonly rule: string;
  readonly place: string;
  readonly severity: Severity;
  readonly dueAt: number | null;
  readonly sighting: Sighting;
  /** Of what was lost: the classes that it may be; empty: it is about something else. */
  readonly losses: readonly LossClass[];
}

export interface AlarmContext {
  readonly model: Model;
  /** When the watcher was first started: what was overdue before is one backlog, not a flood. */
  readonly installedAt: number;
  /** The model the alarms were raised under is not the one in force. */
  readonly modelChanged: boolean;
}

/** All that a verdict gives reason to tell, by key; of several lines late at one place the one due first speaks. */
export function causesOf(verdict: Verdict, context: AlarmContext): ReadonlyMap<string, AlarmCause> {
  const causes = new Map<string, AlarmCause>();
  const add = (cause: AlarmCause | null) => {
    if (cause === null) return;
    const known = causes.get(cause.key);
    if (known === undefined || (cause.dueAt ?? 0) < (known.dueAt ?? 0)) causes.set(cause.key, cause);
  };
  for (const judgement of verdict.judgements) {
    if (judgement.diagnosis !== null && !isToldElsewhere(judgement, verdict))
      add(lateCause(judgement, verdict, context));
  }
  if (verdict.state === 'left-out') return causes;
  for (const judged of verdict.disagreements) add(driftCause(judged, verdict, context));
  if (verdict.state === 'ended') return causes;
  for (const anomaly of verdict.anomalies) {
    const cause = anomalyCause(anomaly, verdict, context);
    if (cause !== null && !causes.has(cause.key)) causes.set(cause.key, cause);
  }
  return causes;
}

/**
 * A stage that is late because of a hop that is late itself, or of a contradiction, is told with that, if
 * that is told to whom this would be.
 */
function isToldElsewhere(judgement: Judgement, { judgements, disagreements }: Verdict): boolean {
  const { deadline, diagnosis, severity } = judgement;
  if (deadline.place.kind !== 'stage') return false;
  const reaches = (other: Severity | 'off') => other === 'page' || other === severity;
  const isOfHop = judgements.some(
    (other) =>
      other.deadline.place.kind === 'hop' && other.diagnosis === diagnosis && reaches(other.severity),
  );
  return (
    isOfHop || disagreements.some((one) => one.diagnosis === diagnosis && reaches(one.disagreement.severity))
  );
}

export function lateCause(judgement: Judgement, verdict: Verdict, context: AlarmContext): AlarmCause {
  const { deadline, severity, diagnosis } = judgement;
  const inBacklog = isBacklog(deadline.dueAt, context);
  return {
    key: inBacklog
      ? BACKLOG_KEY
      : keyOfLoss(stemOfJudgement(judgement, context), diagnosis?.conclusion ?? null),
    kind: inBacklog ? 'backlog' : 'orders',
    rule: deadline.rule,
    place: placeName(lossPlace(judgement)),
    severity: inBacklog ? 'page' : severity,
    dueAt: deadline.dueAt,
    sighting: sightingOf(judgement, verdict),
    losses: inBacklog || diagnosis === null ? [] : candidatesOf(diagnosis.conclusion),
  };
}

/** The stem under which a judgement is told, should it be late. */
export function stemOfJudgement(judgement: Judgement, context: AlarmContext): string {
  const { deadline, severity } = judgement;
  if (isBacklog(deadline.dueAt, context)) return BACKLOG_KEY;
  return lateStem(severity, deadline.rule, placeName(lossPlace(judgement)));
}

/** Where it was lost; the customer's date and the whole order are not kept wherever that was. */
function lossPlace({ deadline, diagnosis }: Judgement): Judgement['deadline']['place'] {
  return deadline.place.kind === 'stage' && diagnosis !== null ? diagnosis.place : deadline.place;
}

function isBacklog(dueAt: number | null, { installedAt }: AlarmContext): boolean {
  return (dueAt ?? 0) < installedAt;
}

function driftCause(
  { disagreement, diagnosis }: JudgedDisagreement,
  { current }: Verdict,
  context: AlarmContext,
): AlarmCause | null {
  const { kind, line, severity, dueAt, since, ahead, behind } = disagreement;
  if (diagnosis === null || severity === 'off') return null;
  const inBacklog = isBacklog(dueAt, context);
  const place = placeName(diagnosis.place);
  return {
    key: inBacklog ? BACKLOG_KEY : keyOfLoss(driftStem(severity, kind, place), diagnosis.conclusion),
    kind: inBacklog ? 'backlog' : 'drift',
    rule: `drift:${kind}`,
    place,
    severity: inBacklog ? 'page' : severity,
    dueAt,
    sighting: {
      ...plainSighting(current?.stage ?? null, current?.at ?? null, behind.witness, since),
      diagnosis: briefly(diagnosis),
      drift: { kind, line, ahead, behind, since },
    },
    losses: inBacklog ? [] : candidatesOf(diagnosis.conclusion),
  };
}

function sightingOf({ deadline, healthUnknown, diagnosis }: Judgement, { current }: Verdict): Sighting {
  return {
    stage: current?.stage ?? null,
    since: current?.at ?? null,
    witness: current?.witness ?? null,
    limit: deadline.clock.limit,
    startedAt: deadline.startedAt,
    pausedMs: deadline.clock.pausedMs,
    healthUnknown,
    diagnosis: diagnosis === null ? null : briefly(diagnosis),
  };
}

function plainSighting(
  stage: string | null,
  since: number | null,
  witness: string,
  startedAt: number | null,
): Sighting {
  return { stage, since, witness, limit: '', startedAt, pausedMs: 0, healthUnknown: false };
}

function anomalyCause(
  anomaly: Anomaly,
  { current, diagnoses }: Verdict,
  { model, installedAt }: AlarmContext,
): AlarmCause | null {
  const severity = model.anomalies[anomaly.kind];
  if (severity === 'off' || (anomaly.at ?? 0) < installedAt) return null;
  const place = anomaly.kind === 'duplicate' ? `stage ${anomaly.stage}` : `${anomaly.from} → ${anomaly.to}`;
  const diagnosis = diagnoses.find((one) => isOf(one, anomaly)) ?? null;
  return {
    key: `${anomaly.kind}|${severity}|${place}`,
    kind: 'anomaly',
    rule: anomaly.kind,
    place,
    severity,
    dueAt: anomaly.at,
    sighting: {
      ...plainSighting(current?.stage ?? null, current?.at ?? null, anomaly.witness, anomaly.at),
      limit: anomaly.kind,
      diagnosis: diagnosis === null ? null : briefly(diagnosis),
    },
    losses: [],
  };
}

function isOf({ place, since }: Diagnosis, anomaly: Anomaly): boolean {
  const stage = anomaly.kind === 'duplicate' ? anomaly.stage : anomaly.to;
  return place.kind === 'stage' && place.stage === stage && since === anomaly.at;
}
