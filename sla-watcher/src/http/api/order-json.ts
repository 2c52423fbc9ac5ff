import type { Anomaly, Course, HopMark } from '../../domain/journey.ts';
import type { JourneyRecord } from '../../domain/journey-record.ts';
import type { AnomalyJson, CourseJson, OrderDetail, OrderSummary, StepJson } from '../api-types.ts';
import type { Judged } from '../deps.ts';
import { lastMark, overdueMs } from '../last-seen.ts';
import { diagnosisJson, disagreementJson } from './diagnosis-json.ts';
import { instant } from './instant.ts';
import { judgementJson } from './judgement-json.ts';

export function orderSummary(record: JourneyRecord, now: number): OrderSummary {
  const last = lastMark(record.journey);
  return {
    order: record.journey.order,
    ids: record.journey.ids,
    state: record.state,
    stage: record.stage,
    since: instant(record.since),
    startedAt: instant(record.startedAt),
    dueAt: instant(record.dueAt),
    overdueMs: overdueMs(record, now),
    lastSeen: last && { witness: last.witness, at: instant(last.at), line: last.line },
    alarms: record.alarms.map(({ incident, key, dueAt }) => ({ incident, key, dueAt: instant(dueAt) })),
  };
}

/** The state is the one judged now, which may be ahead of the stored one by a tick. */
export function orderDetail(record: JourneyRecord, { verdict, courses }: Judged): OrderDetail {
  const { journey } = record;
  return {
    ...orderSummary({ ...record, state: verdict.state }, verdict.at),
    at: instant(verdict.at),
    modelVersion: record.modelVersion,
    attributes: Object.entries(journey.attributes).map(([name, { value, at, witness }]) => ({
      name,
      value,
      at: instant(at),
      witness,
    })),
    courses: courses.map(courseJson),
    judgements: verdict.judgements.map(judgementJson),
    anomalies: verdict.anomalies.map(anomalyJson),
    diagnoses: verdict.diagnoses.map(diagnosisJson),
    disagreements: verdict.disagreements.map(({ disagreement }) => disagreementJson(disagreement)),
    truncated: journey.truncated,
  };
}

function courseJson(course: Course): CourseJson {
  return {
    line: course.line,
    incarnation: course.incarnation,
    ended: course.ended,
    visits: course.visits.map(({ stage, at, witness, inferred, kind }) => ({
      stage,
      at: instant(at),
      witness,
      inferred,
      kind,
    })),
    arrivals: course.arrivals.map(({ hop, startedAt, witness, arrivedAt, arrived, arrivedBy, steps }) => ({
      hop,
      startedAt: instant(startedAt),
      witness,
      arrivedAt: instant(arrivedAt),
      arrived,
      arrivedBy,
      steps: steps.map(stepJson),
    })),
  };
}

function stepJson(step: HopMark): StepJson {
  const { point, at, system, witness, outcome, error, attempt, traceId, spanId, messageId } = step;
  return { point, at: instant(at), system, witness, outcome, error, attempt, traceId, spanId, messageId };
}

function anomalyJson(anomaly: Anomaly): AnomalyJson {
  const { kind, witness } = anomaly;
  const at = instant(anomaly.at);
  switch (anomaly.kind) {
    case 'illegal-transition':
    case 'out-of-order':
      return { kind, from: anomaly.from, to: anomaly.to, at, byMs: null, witness };
    case 'time-backwards':
      return { kind, from: anomaly.from, to: anomaly.to, at, byMs: anomaly.byMs, witness };
    case 'duplicate':
      return { kind, from: null, to: anomaly.stage, at, byMs: null, witness };
  }
}
