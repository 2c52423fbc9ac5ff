import type { StageObservation, StatusRecord } from '../../domain/observation.ts';
import { type Fault, fault } from '../fault.ts';
import { observeEvent, parseEvent } from '../normalise-event.ts';
import type { ModelPlan } from '../witness-plan.ts';
import { riddenId, stageOf, systemOfService } from './service.ts';

/** A status change from telemetry, by what the model says of the service. Null: the status says nothing. */
export function normaliseStatus(
  plan: ModelPlan,
  record: StatusRecord,
  now: number,
): StageObservation | Fault | null {
  const witness = plan.model.witnesses.get(record.witness);
  if (witness?.kind !== 'trace')
    return fault('unknown-witness', 'the model has no trace witness of this name');
  const status = stageOf(witness, record.status);
  if (status === null) return null;
  const system = record.system ?? systemOfService(witness, record.service);
  if (system === null) {
    return fault('unknown-system', 'service.name is not among the services of the witness');
  }
  if (!Number.isFinite(new Date(record.at).getTime())) return fault('bad-time', 'the time is out of range');
  const event = parseEvent({
    order: riddenId(plan.model, system, record.order),
    status,
    at: new Date(record.at).toISOString(),
    system,
    ...(record.line === undefined ? {} : { line: record.line }),
    attributes: record.attributes,
  });
  return 'reason' in event ? event : observeEvent(plan, witness.name, event, now);
}
