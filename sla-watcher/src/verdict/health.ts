import type { Model } from '@orderwatch/model';
import type { HealthByWitness, WitnessHealth } from '../domain/witness-health.ts';

/**
 * The health that counts: what each witness last said of itself, and that it is blind when it has
 * said nothing new for longer than the model allows. `oldest(ms)` is the order time that lies `ms`
 * of wall time ago, so that a replay at speed judges lag as its servers see it.
 */
export function healthInForce(
  told: readonly WitnessHealth[],
  model: Model,
  oldest: (wallMs: number) => number,
): HealthByWitness {
  const byName = new Map(told.map((health) => [health.witness, health]));
  const inForce = new Map<string, WitnessHealth>();
  for (const witness of model.witnesses.values()) {
    const health = byName.get(witness.name);
    if (health === undefined) {
      if (witness.kind === 'database') inForce.set(witness.name, notReadYet(witness.name));
      continue;
    }
    const limit = oldest(witness.blindAfterMs);
    const behind = health.watermark !== null && health.watermark < limit;
    inForce.set(witness.name, behind && health.state === 'healthy' ? fallenBehind(health) : health);
  }
  return inForce;
}

function notReadYet(witness: string): WitnessHealth {
  return { witness, state: 'blind', watermark: null, since: 0, skewMs: 0, detail: 'not read yet' };
}

function fallenBehind(health: WitnessHealth): WitnessHealth {
  return {
    ...health,
    state: 'blind',
    since: health.watermark as number,
    detail: health.detail ?? 'nothing new was read',
  };
}
