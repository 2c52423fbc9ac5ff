import type { Model } from '@orderwatch/model';
import type { Observation, RawRecord, Rejection } from '../domain/observation.ts';
import { type Fault, fault } from './fault.ts';
import { normaliseEvent } from './normalise-event.ts';
import { normaliseRow, type Outcome } from './normalise-row.ts';
import { normalisePoint } from './side/normalise-point.ts';
import { normaliseSide } from './side/normalise-side.ts';
import { normaliseHop } from './telemetry/normalise-hop.ts';
import { normaliseStatus } from './telemetry/normalise-status.ts';
import { type ModelPlan, planOf } from './witness-plan.ts';

export interface Normalised {
  readonly observations: Observation[];
  readonly rejections: Rejection[];
}

/**
 * Raw records → observations, by what the model says of each witness; whatever cannot become one is
 * a rejection with its reason and position, and never in the way of the rest (I8).
 * `now`: epoch milliseconds of order time, against which a time is in the future.
 */
export function normalise(records: readonly RawRecord[], model: Model, now: number): Normalised {
  const plan = planOf(model);
  const observations: Observation[] = [];
  const rejections: Rejection[] = [];
  let witness = '';
  let position = '';
  const refuse = ({ reason, detail }: Fault) => {
    rejections.push({ witness, position, reason, detail });
  };
  const out: Outcome = { observe: (observation) => void observations.push(observation), refuse };
  for (const record of records) {
    if (record.kind === 'broken') {
      rejections.push(record.rejection);
      continue;
    }
    ({ witness, position } = record);
    if (record.kind === 'row') {
      const table = plan.tables.get(witness);
      if (table) normaliseRow(model, table, record, now, out);
      else refuse(fault('unknown-witness', 'the model has no table or file of this name'));
      continue;
    }
    for (const told of toldBy(plan, record, now)) {
      if ('reason' in told) refuse(told);
      else observations.push(told);
    }
  }
  return { observations, rejections };
}

function toldBy(
  plan: ModelPlan,
  record: Exclude<RawRecord, { kind: 'row' | 'broken' }>,
  now: number,
): readonly (Observation | Fault)[] {
  switch (record.kind) {
    case 'event':
      return [normaliseEvent(plan, record, now)];
    case 'status':
      return [normaliseStatus(plan, record, now) ?? []].flat();
    case 'hop':
      return normaliseHop(plan, record, now);
    case 'point':
      return [normalisePoint(plan.model, record, now) ?? []].flat();
    case 'side':
      return [normaliseSide(plan, record, now) ?? []].flat();
  }
}
