import type { Model } from '@orderwatch/model';
import type { HealthByWitness, SystemSight, WitnessHealth } from '../domain/witness-health.ts';

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
      if ('pollMs' in witness) inForce.set(witness.name, notReadYet(witness.name));
      continue;
    }
    const limit = oldest(witness.blindAfterMs);
    const now = isBehind(health, limit) ? fallenBehind(health) : health;
    inForce.set(witness.name, withSights(now, limit));
  }
  return inForce;
}

function isBehind({ state, watermark }: SystemSight | WitnessHealth, limit: number): boolean {
  return state === 'healthy' && watermark !== null && watermark < limit;
}

/** One system may be behind while nobody can tell how far the whole has come. */
function withSights(health: WitnessHealth, limit: number): WitnessHealth {
  const sights = Object.entries(health.bySystem ?? {});
  if (!sights.some(([, sight]) => isBehind(sight, limit))) return health;
  const inForce = sights.map(([system, sight]): [string, SystemSight] => {
    return [system, isBehind(sight, limit) ? { ...sight, state: 'blind' } : sight];
  });
  return { ...health, bySystem: Object.fromEntries(inForce) };
}

function notReadYet(witness: string): WitnessHealth {
  const told = { cause: 'silent', detail: 'not read yet' } as const;
  return { witness, state: 'blind', watermark: null, since: 0, skewMs: 0, ...told };
}

function fallenBehind(health: WitnessHealth): WitnessHealth {
  return {
    ...health,
    state: 'blind',
    since: health.watermark as number,
    cause: 'behind',
    detail: health.detail ?? 'nothing new was read',
  };
}
