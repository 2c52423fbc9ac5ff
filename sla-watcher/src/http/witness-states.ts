import type { Model, Witness } from '@orderwatch/model';
import type { HealthByWitness, WitnessHealth } from '../domain/witness-health.ts';

/** A witness of the model, and what is known of its health; null before it was ever heard of. */
export interface WitnessState {
  readonly witness: Witness;
  readonly health: WitnessHealth | null;
}

/** In the model's order. */
export function witnessStates(model: Model, health: HealthByWitness): readonly WitnessState[] {
  return [...model.witnesses.values()].map((witness) => ({
    witness,
    health: health.get(witness.name) ?? null,
  }));
}
