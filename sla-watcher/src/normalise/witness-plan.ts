import {
  type Model,
  readsTable,
  type Stage,
  type TableMapping,
  type TableWitness,
  type Witness,
} from '@orderwatch/model';
import type { StageKind } from '../domain/observation.ts';
import { type AttributePlan, planAttributes } from './attributes.ts';
import { hashClaim } from './identity.ts';
import { type ReadTime, readIsoTime } from './time/read-time.ts';
import { compileTimePattern } from './time/time-pattern.ts';
import { ZoneRules } from './time/zone-rules.ts';

/** A stage as a witness speaks of it: in whose name, and the part of the identity that it is. */
export interface Claim {
  readonly stage: string;
  readonly system: string;
  readonly hash: Readonly<Record<StageKind, string>>;
}

/** All that the model says about reading one table or file, looked up once per model and not per row. */
export interface TablePlan {
  readonly witness: string;
  readonly mapping: TableMapping;
  /** How the order column writes ids: as the witness's first system does. */
  readonly idSystem: string;
  /** A status as written → what it claims; null: it says nothing. */
  readonly claims: ReadonlyMap<string, Claim | null>;
  /** `wide`: the columns with times, in the order of the model's stages. */
  readonly stamps: readonly { readonly claim: Claim; readonly column: string }[];
  readonly aliases: readonly { readonly system: string; readonly column: string }[];
  readonly attributes: readonly AttributePlan[];
  readonly readTime: ReadTime;
  readonly zone: ZoneRules | null;
}

export interface ModelPlan {
  readonly model: Model;
  readonly tables: ReadonlyMap<string, TablePlan>;
  /** Witness, system and stage, joined by NUL → what an event of them claims. */
  readonly eventClaims: Map<string, Claim>;
}

const plans = new WeakMap<Model, ModelPlan>();

/** A model never changes, so what is derived from it is kept as long as the model itself. */
export function planOf(model: Model): ModelPlan {
  const known = plans.get(model);
  if (known) return known;
  const tables = new Map<string, TablePlan>();
  for (const witness of model.witnesses.values()) {
    if (readsTable(witness)) tables.set(witness.name, planTable(model, witness));
  }
  const plan = { model, tables, eventClaims: new Map() };
  plans.set(model, plan);
  return plan;
}

/** Whose word a mark is: the owner's where the witness speaks for it, else the witness's first system's. */
export function speakerOf(witness: Witness, stage: Stage): string {
  return witness.systems.includes(stage.system) ? stage.system : (witness.systems[0] ?? stage.system);
}

export function claimOf(witness: string, system: string, stage: string): Claim {
  const hashOf = (kind: StageKind) => hashClaim(witness, system, stage, kind);
  const hash = {
    entered: hashOf('entered'),
    seen: hashOf('seen'),
    stamped: hashOf('stamped'),
    stated: hashOf('stated'),
  };
  return { stage, system, hash };
}

function planTable(model: Model, witness: TableWitness): TablePlan {
  const { mapping } = witness;
  const claims = new Map<string, Claim | null>();
  for (const stage of model.stages.values()) {
    claims.set(stage.name, claimOf(witness.name, speakerOf(witness, stage), stage.name));
  }
  const byStage = new Map(claims);
  for (const [status, stage] of Object.entries(mapping.statuses)) {
    claims.set(status, stage === null ? null : (byStage.get(stage) ?? null));
  }
  const columns = new Map(Object.entries(mapping.columns.stages));
  const stamps = [...model.stages.keys()].flatMap((stage) => {
    const column = columns.get(stage);
    const claim = byStage.get(stage);
    return column !== undefined && claim ? [{ claim, column }] : [];
  });
  const zone = mapping.zone === null ? null : new ZoneRules(mapping.zone);
  const readTime = mapping.timeFormat === null ? readIsoTime : compileTimePattern(mapping.timeFormat);
  return {
    witness: witness.name,
    mapping,
    idSystem: witness.systems[0] ?? '',
    claims,
    stamps,
    aliases: Object.entries(mapping.columns.aliases).map(([system, column]) => ({ system, column })),
    attributes: planAttributes(mapping, readTime, zone, zone ?? new ZoneRules(model.timezone)),
    readTime,
    zone,
  };
}
