import { eventSchema, type Model, type OrderEvent, type Stage } from '@orderwatch/model';
import type { RawRecord, RejectionReason, StageObservation } from '../domain/observation.ts';
import { sortAttributes } from './attributes.ts';
import { type Fault, fault } from './fault.ts';
import { hashSubject, observationId } from './identity.ts';
import { readAliases, readOrderId } from './order-ids.ts';
import { readIsoTime } from './time/read-time.ts';
import { explainTime, withinBounds } from './time/time-bounds.ts';
import { type Claim, claimOf, type ModelPlan } from './witness-plan.ts';

type EventRecord = Extract<RawRecord, { kind: 'event' }>;

/** An event is taken whole or not at all: its sender learns of the rejection and can send it again. */
export function normaliseEvent(plan: ModelPlan, record: EventRecord, now: number): StageObservation | Fault {
  const event = parseEvent(record.event);
  if ('reason' in event) return event;
  const witness = event.witness ?? record.witness;
  if (plan.model.witnesses.get(witness)?.kind !== 'event') {
    return fault('unknown-witness', 'witness is no event witness of the model');
  }
  return observeEvent(plan, witness, event, now);
}

export function parseEvent(value: unknown): OrderEvent | Fault {
  const parsed = eventSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0]!;
  return fault(reasonOf(value, path), `${path.map(String).join('.') || 'event'}: ${message}`.slice(0, 300));
}

/** What `witness` said by a well-formed event. */
export function observeEvent(
  plan: ModelPlan,
  witness: string,
  event: OrderEvent,
  now: number,
): StageObservation | Fault {
  const place = placeOf(plan.model, witness, event);
  if ('reason' in place) return place;
  const at = withinBounds(readIsoTime(event.at, null), now);
  if (typeof at === 'string') return fault(at, explainTime('at', at));
  return observationOf(plan, event, place, at);
}

/** Which stage, in whose name, told by whom. */
interface EventPlace {
  readonly stage: Stage;
  readonly system: string;
  readonly witness: string;
}

function placeOf(model: Model, witness: string, event: OrderEvent): EventPlace | Fault {
  const stage = model.stages.get(event.status);
  if (!stage) return fault('unknown-status', 'status is no stage of the model');
  const system = event.system ?? stage.system;
  const isKnown = [system, ...Object.keys(event.aliases ?? {})].every((name) => model.systems.has(name));
  return isKnown
    ? { stage, system, witness }
    : fault('unknown-system', 'names a system that the model does not have');
}

function observationOf(
  plan: ModelPlan,
  event: OrderEvent,
  place: EventPlace,
  at: number,
): StageObservation | Fault {
  const { stage, system, witness } = place;
  const order = readOrderId(plan.model, system, event.order, 'order');
  if (typeof order !== 'string') return order;
  const attributes = sortAttributes(event.attributes ?? {});
  if (attributes === null) return fault('bad-attribute', 'attributes holds characters that no text may have');
  const line = event.line ?? '';
  if (!line.isWellFormed()) return fault('malformed', 'line holds characters that no id may have');

  const faults: Fault[] = [];
  const entries = Object.entries(event.aliases ?? {});
  const aliases = readAliases(
    plan.model,
    order,
    entries.map(([name, value]) => ({ system: name, value, place: `aliases.${name}` })),
    (wrong) => faults.push(wrong),
  );
  if (faults[0]) return faults[0];
  const claim = eventClaim(plan, place);
  const id = observationId(hashSubject(order, line), claim.hash.entered, at, attributes, aliases);
  return { id, order, line, witness, system, stage: stage.name, kind: 'entered', at, attributes, aliases };
}

const MISSING: ReadonlyMap<unknown, RejectionReason> = new Map([
  ['order', 'missing-order'],
  ['status', 'missing-status'],
  ['at', 'missing-time'],
]);

/** The reason for what the event's schema refused, by the field that it complains of first. */
function reasonOf(event: unknown, path: readonly PropertyKey[]): RejectionReason {
  const field = path[0];
  if (field === undefined) return 'malformed';
  const value = (event as Readonly<Record<PropertyKey, unknown>>)[field];
  const missing = MISSING.get(field);
  if (missing && (value === undefined || value === null || value === '')) return missing;
  if (field === 'at' && typeof value === 'string') {
    return readIsoTime(value, null) === 'time-without-zone' ? 'time-without-zone' : 'bad-time';
  }
  if (field === 'at' && typeof value === 'number') return 'bad-time';
  return field === 'attributes' ? 'bad-attribute' : 'malformed';
}

function eventClaim(plan: ModelPlan, { witness, system, stage }: EventPlace): Claim {
  const key = `${witness}\0${system}\0${stage.name}`;
  const known = plan.eventClaims.get(key);
  if (known) return known;
  const claim = claimOf(witness, system, stage.name);
  plan.eventClaims.set(key, claim);
  return claim;
}
