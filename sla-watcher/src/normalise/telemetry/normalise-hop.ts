import { hash } from 'node:crypto';
import type { Model } from '@orderwatch/model';
import type { HopObservation, HopRecord, HopStep } from '../../domain/observation.ts';
import { type Attributes, NO_ATTRIBUTES, sortAttributes, tooMuchOf } from '../attributes.ts';
import { faultOfId } from '../cell.ts';
import { type Fault, fault } from '../fault.ts';
import { hashSubject, observationId } from '../identity.ts';
import { readOrderId } from '../order-ids.ts';
import { explainTime, withinBounds } from '../time/time-bounds.ts';
import type { ModelPlan } from '../witness-plan.ts';
import { matchHop } from './match-hop.ts';
import { riddenId, stageOf, systemOfService } from './service.ts';

/** One of each order that the span stands for; a fault speaks of that order alone, or of all. */
export function normaliseHop(
  plan: ModelPlan,
  record: HopRecord,
  now: number,
): readonly (HopObservation | Fault)[] {
  const { model } = plan;
  const witness = model.witnesses.get(record.witness);
  if (witness?.kind !== 'trace')
    return [fault('unknown-witness', 'the model has no trace witness of this name')];
  const system = record.system ?? systemOfService(witness, record.service);
  // A message of a service that the model leaves out, or that is no hop of it, says nothing.
  if (system === null) return [];
  if (!model.systems.has(system))
    return [fault('unknown-system', 'order.system names a system that the model does not have')];
  const hop =
    record.carrier.via === 'handler'
      ? null
      : matchHop(model, system, { ...record, status: stageOf(witness, record.status) });
  if (hop === null && record.carrier.via !== 'handler' && !isStray(model, system, record)) return [];
  const at = withinBounds(record.at, now);
  if (typeof at === 'string') return [fault(at, explainTime('the time of the span', at))];
  const { attributes, wrong } = readAttributes(record.attributes);
  const place = { system, hop: hop?.name ?? null, at, attributes };
  return [...record.orders.map((order) => observe(plan, record, order, place)), ...wrong];
}

/**
 * A message that was sent to where the system's hops begin, by a name that is none of theirs: nobody knows which
 * hop it was meant for, but that something was sent.
 */
function isStray(model: Model, system: string, { carrier, point }: HopRecord): boolean {
  if (point !== 'published' || carrier.via !== 'amqp') return false;
  return [...model.hops.values()].some(
    ({ from, exchange }) => from === system && exchange !== null && carrier.names.includes(exchange),
  );
}

/** What the span says beside the order is worth less than that it saw the order: what is wrong is left out. */
function readAttributes(told: HopRecord['attributes']): { attributes: Attributes; wrong: readonly Fault[] } {
  const attributes = sortAttributes(told);
  if (attributes !== null && !tooMuchOf(attributes)) return { attributes, wrong: [] };
  return {
    attributes: NO_ATTRIBUTES,
    wrong: [fault('bad-attribute', 'attributes of the order are too long')],
  };
}

interface Place {
  readonly attributes: Attributes;
  readonly system: string;
  readonly hop: string | null;
  readonly at: number;
}

function observe(plan: ModelPlan, record: HopRecord, told: unknown, place: Place): HopObservation | Fault {
  const { system, hop, at, attributes } = place;
  const { witness, point, outcome, error, attempt, traceId, spanId, messageId, nanos } = record;
  const order = readOrderId(plan.model, system, riddenId(plan.model, system, told), 'order.id');
  if (typeof order !== 'string') return order;
  const line = record.line ?? '';
  if (typeof line !== 'string') return fault('malformed', 'order.line is no plain value');
  if (faultOfId(line) !== null)
    return fault('malformed', 'order.line is too long or holds what no id may have');
  const step: HopStep = { hop, outcome, error, attempt, traceId, spanId, messageId, nanos };
  const claim = [witness, system, hop ?? '', point, traceId ?? '', spanId ?? '', outcome ?? '', error ?? ''];
  const id = observationId(hashSubject(order, line), hashSpan(claim), at, attributes, []);
  return { id, order, line, witness, system, kind: point, at, attributes, aliases: [], step };
}

/** 72 bits: of one order no two spans share it. */
function hashSpan(parts: readonly string[]): string {
  return hash('sha256', parts.join('\0'), 'base64url').slice(0, 12);
}
