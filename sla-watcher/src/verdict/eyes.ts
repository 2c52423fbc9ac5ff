import { type Model, readsTable, tellsStages } from '@orderwatch/model';
import type { HealthByWitness, WitnessHealth } from '../domain/witness-health.ts';

/** Whether a deadline's end would have been seen by now, had it come by `due`. */
export type Sight =
  /** It would have been seen. */
  | { readonly reason: 'seen' }
  /** Nobody can tell: only witnesses that push speak for it. */
  | { readonly reason: 'health-unknown' }
  /** The witnesses are well and have not come that far. */
  | { readonly reason: 'not-yet'; readonly watermark: number; readonly witnesses: readonly string[] }
  | { readonly reason: 'blind'; readonly witnesses: readonly string[] };

/** All of these systems, each by one of its witnesses; or one witness alone. */
export type Eyes = { readonly systems: readonly string[] } | { readonly witness: string };

/**
 * What these eyes can have seen of everything up to `due`. Every system must have been seen by one of its
 * witnesses, without a gap since `from`; a watermark behind `due` by less than the source's clock may be
 * wrong proves nothing (I10).
 */
export function sightOf(
  eyes: Eyes,
  { from, due }: { readonly from: number; readonly due: number },
  health: HealthByWitness,
  model: Model,
): Sight {
  let worst: Sight = { reason: 'seen' };
  const asked = 'witness' in eyes ? [[eyes.witness]] : eyes.systems.map((name) => witnessesOf(name, model));
  for (const witnesses of asked) {
    const sight = sightOfAny(witnesses, { from, due }, health);
    if (severityOf(sight) > severityOf(worst)) worst = sight;
  }
  return worst;
}

function sightOfAny(
  witnesses: readonly string[],
  { from, due }: { readonly from: number; readonly due: number },
  health: HealthByWitness,
): Sight {
  const known = witnesses.map((name) => health.get(name)).filter((h): h is WitnessHealth => h !== undefined);
  const reach = known.filter((h) => h.watermark !== null && h.watermark - Math.abs(h.skewMs) > due);
  const whole = reach.filter(({ gaps = [], skewMs }) => {
    const off = Math.abs(skewMs);
    return !gaps.some((gap) => gap.from - off <= due && gap.to + off >= from);
  });
  if (whole.length > 0) return { reason: 'seen' };
  if (reach.length > 0) return { reason: 'blind', witnesses: reach.map(({ witness }) => witness) };
  const coming = known.filter((h) => h.state === 'healthy' && h.watermark !== null);
  if (coming.length > 0) {
    const watermark = Math.max(...coming.map((h) => h.watermark as number));
    return { reason: 'not-yet', watermark, witnesses: coming.map((h) => h.witness) };
  }
  const blind = known.filter((h) => h.state === 'blind').map((h) => h.witness);
  return blind.length > 0 ? { reason: 'blind', witnesses: blind } : { reason: 'health-unknown' };
}

function severityOf(sight: Sight): number {
  return ['seen', 'health-unknown', 'not-yet', 'blind'].indexOf(sight.reason);
}

/**
 * A row is the proof that a status was reached, and its absence that it was not. A service need not tell
 * its statuses by telemetry, so that counts only where nobody reads a table.
 */
function eyesFor(system: string, model: Model): readonly string[] {
  const speaking = [...model.witnesses.values()].filter(
    (witness) => tellsStages(witness) && witness.systems.includes(system),
  );
  const tables = speaking.filter(readsTable);
  const others = speaking.filter(({ kind }) => kind !== 'trace' || tables.length === 0);
  return others.map(({ name }) => name);
}

const speakers = new WeakMap<Model, ReadonlyMap<string, readonly string[]>>();

function witnessesOf(system: string, model: Model): readonly string[] {
  let bySystem = speakers.get(model);
  if (bySystem === undefined) {
    const names = [...model.systems.keys()];
    bySystem = new Map(names.map((name) => [name, eyesFor(name, model)]));
    speakers.set(model, bySystem);
  }
  return bySystem.get(system) ?? [];
}
