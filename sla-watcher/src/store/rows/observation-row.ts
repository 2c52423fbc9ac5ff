import {
  type HopObservation,
  isHopObservation,
  type Observation,
  type StageObservation,
} from '../../domain/observation.ts';
import { storableKey } from './storable-text.ts';

/** One row of table `observation`. */
export interface ObservationRow {
  readonly id: string;
  readonly order_id: string;
  readonly at: number;
  readonly body: string;
}

/**
 * What stands for "no time": a time is part of an observation's key and places it in a partition, and
 * neither can be null. As the greatest number it sorts last and no retention reaches it.
 */
export const NO_TIME = Number.MAX_SAFE_INTEGER;

/** Where a read of all begins. */
export const BEFORE_ALL: ObservationRow = { order_id: '', at: Number.MIN_SAFE_INTEGER, id: '', body: '' };

type Body = (StageBody | HopBody) & {
  readonly witness: string;
  readonly system: string;
  /** Left out where empty, which is nearly always. */
  readonly line?: string;
  readonly attributes?: Observation['attributes'];
  readonly aliases?: readonly string[];
  readonly calledAs?: string;
};
type StageBody = Pick<StageObservation, 'stage' | 'kind'>;
type HopBody = Pick<HopObservation, 'kind' | 'step'>;

export function encodeObservation(observation: Observation): ObservationRow {
  const { line, attributes, aliases, calledAs, witness, system } = observation;
  let body: Body = { ...toldBy(observation), witness, system };
  if (line !== '') body = { ...body, line };
  if (Object.keys(attributes).length > 0) body = { ...body, attributes };
  if (aliases.length > 0) body = { ...body, aliases };
  if (calledAs !== undefined) body = { ...body, calledAs };
  return {
    id: storableKey(observation.id),
    order_id: storableKey(observation.order),
    at: observation.at ?? NO_TIME,
    body: JSON.stringify(body),
  };
}

function toldBy(observation: Observation): StageBody | HopBody {
  if (isHopObservation(observation)) return { kind: observation.kind, step: observation.step };
  return { stage: observation.stage, kind: observation.kind };
}

export function decodeObservation(row: ObservationRow): Observation {
  const { line = '', attributes = {}, aliases = [], ...body } = JSON.parse(row.body) as Body;
  const told = { id: row.id, order: row.order_id, line, attributes, aliases };
  if ('step' in body) return { ...told, ...body, at: row.at };
  return { ...told, ...body, at: row.at === NO_TIME ? null : row.at };
}
