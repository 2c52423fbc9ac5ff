import { readsTable } from '@orderwatch/model';
import type { SideKind, SideRecord, StageObservation } from '../../domain/observation.ts';
import { NO_ATTRIBUTES } from '../attributes.ts';
import { cellText, faultOfId } from '../cell.ts';
import { type Fault, fault } from '../fault.ts';
import { hashClaim, hashSubject, observationId } from '../identity.ts';
import { readOrderId } from '../order-ids.ts';
import { explainTime, withinBounds } from '../time/time-bounds.ts';
import { type ModelPlan, speakerOf } from '../witness-plan.ts';
import { stageIn } from './stage-in.ts';

/** What is said of the rows of a table, and what of a list. */
const SAID_OF: Readonly<Record<SideKind, 'rows' | 'list'>> = {
  gone: 'rows',
  'taken-back': 'rows',
  back: 'rows',
  listed: 'list',
  unlisted: 'list',
};

/** What a census or a probe says of an order. Null: it is of a status that says nothing. */
export function normaliseSide(
  { model }: ModelPlan,
  record: SideRecord,
  now: number,
): StageObservation | Fault | null {
  const { says: kind } = record;
  const witness = model.witnesses.get(record.witness);
  const isFit = SAID_OF[kind] === 'list' ? witness?.kind === 'probe' : witness && readsTable(witness);
  if (!witness || !isFit) return fault('unknown-witness', 'the model has no such witness of this name');
  const status = cellText(record.status);
  if (status === null) return fault('missing-status', 'it names no status');
  if (status === undefined) return fault('malformed', 'its status is no plain value');
  const name = stageIn(witness, status);
  if (name === null) return null;
  const stage = model.stages.get(name);
  if (stage === undefined) return fault('unknown-status', 'it names a status that the model does not know');
  const order = readOrderId(model, witness.systems[0] ?? '', record.order, 'its order');
  if (typeof order !== 'string') return order;
  const line = cellText(record.line) ?? '';
  if (faultOfId(line) !== null && line !== '') return fault('malformed', 'its line is no id');
  const at = withinBounds(record.at, now);
  if (typeof at === 'string') return fault(at, explainTime('its time', at));
  const system = speakerOf(witness, stage);
  const claim = hashClaim(witness.name, system, stage.name, kind);
  const id = observationId(hashSubject(order, line), claim, at, NO_ATTRIBUTES, []);
  const told = { id, order, line, witness: witness.name, system, stage: stage.name, kind, at };
  return { ...told, attributes: NO_ATTRIBUTES, aliases: [] };
}
