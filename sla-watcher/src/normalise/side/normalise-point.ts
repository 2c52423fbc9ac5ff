import { hash } from 'node:crypto';
import { type Model, tellsStages, type Witness } from '@orderwatch/model';
import type { HopObservation, HopStep, PointRecord } from '../../domain/observation.ts';
import { NO_ATTRIBUTES } from '../attributes.ts';
import { faultOfId } from '../cell.ts';
import { type Fault, fault } from '../fault.ts';
import { hashSubject, observationId } from '../identity.ts';
import { readOrderId } from '../order-ids.ts';
import { matchHop } from '../telemetry/match-hop.ts';
import { riddenId } from '../telemetry/service.ts';
import { explainTime, withinBounds } from '../time/time-bounds.ts';
import { stageIn } from './stage-in.ts';

/** A point of a message's way, as an outbox or a dead-letter queue shows it. Null: it is of no hop. */
export function normalisePoint(
  model: Model,
  record: PointRecord,
  now: number,
): HopObservation | Fault | null {
  const witness = model.witnesses.get(record.witness);
  if (witness === undefined || tellsStages(witness))
    return fault('unknown-witness', 'the model has no witness of messages of this name');
  const hop = hopOf(model, witness, record);
  if (hop === null) return null;
  const at = withinBounds(record.at, now);
  if (typeof at === 'string') return fault(at, explainTime('the time of the message', at));
  // A message rides under its sender's id; what it died of is the receiver's doing.
  const system = record.point === 'dead-lettered' ? hop.to : hop.from;
  const order = readOrderId(
    model,
    hop.from,
    riddenId(model, hop.from, record.order),
    'the order of the message',
  );
  if (typeof order !== 'string') return order;
  const line = record.line ?? '';
  if (typeof line !== 'string' || faultOfId(line) !== null)
    return fault('malformed', 'the line of the message is no id');
  const { outcome, attempt, messageId, traceId, spanId, point } = record;
  const step: HopStep = {
    hop: hop.name,
    outcome,
    error: null,
    attempt,
    traceId,
    spanId,
    messageId,
    nanos: 0,
  };
  const claim = [record.witness, system, hop.name, point, messageId ?? '', outcome ?? '', String(attempt)];
  const id = observationId(hashSubject(order, line), hashMessage(claim), at, NO_ATTRIBUTES, []);
  const told = { id, order, line, witness: record.witness, system, kind: point, at };
  return { ...told, attributes: NO_ATTRIBUTES, aliases: [], step };
}

/** By what carried it; what an outbox holds is known by its status alone, which one hop takes from there. */
function hopOf(model: Model, witness: Witness, { carrier, point, status }: PointRecord) {
  const stage = stageIn(witness, status);
  if (carrier === null) {
    const hops = [...model.hops.values()].filter(
      (hop) => hop.status === stage && witness.systems.includes(hop.from),
    );
    return hops.length === 1 ? (hops[0] ?? null) : null;
  }
  const receivers = [...model.systems.keys()];
  const found = receivers.map((system) => matchHop(model, system, { carrier, point, status: stage }));
  const hops = [...new Set(found.filter((hop) => hop !== null))];
  return hops.length === 1 ? (hops[0] ?? null) : null;
}

/** 72 bits: of one order no two messages share it. */
function hashMessage(parts: readonly string[]): string {
  return hash('sha256', parts.join('\0'), 'base64url').slice(0, 12);
}
