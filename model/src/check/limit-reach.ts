import type { DatabaseWitness, Limit, Model } from '../model.ts';
import { renderDuration } from '../time/duration.ts';
import type { CheckContext } from './context.ts';

/**
 * A limit must be longer than it takes to see that it was kept: every order would be late
 * otherwise. Databases only: how soon an event comes is the sender's affair.
 */
export function checkLimitReach({ limits, model, report }: CheckContext): void {
  for (const { index, limit } of limits) {
    if (limit.within === null) continue;
    const slowest = slowestSight(model, endingSystems(model, limit));
    if (slowest === null || limit.within.ms >= delayOf(slowest)) continue;
    const { name, pollMs, lagMs } = slowest;
    const delay = renderDuration(delayOf(slowest));
    report.error(['limits', index, 'within'], {
      code: 'limit-too-short',
      message: `${limit.within.text} is shorter than the ${delay} that ${name} needs to see the end of it`,
      fix: `write at least ${delay}, or lower its poll of ${renderDuration(pollMs)} or lag of ${renderDuration(lagMs)}`,
    });
  }
}

/** The systems of which one, by writing a status, ends what the limit is about. */
function endingSystems(model: Model, { place, until }: Limit): readonly string[] {
  const ownersOf = (names: readonly string[]) =>
    names.flatMap((name) => model.stages.get(name)?.system ?? []);
  switch (place.kind) {
    case 'stage':
      return ownersOf(model.stages.get(place.stage)?.next ?? []);
    case 'hop':
      return [model.hops.get(place.hop)?.to ?? ''];
    case 'order': {
      const ends = [...model.stages.values()]
        .filter((stage) => stage.end !== null)
        .map((stage) => stage.name);
      return ownersOf(until === null ? ends : [until]);
    }
    case 'promise':
      return [];
  }
}

/** Each system is seen by its quickest witness; the slowest of these decides. */
function slowestSight(model: Model, systems: readonly string[]): DatabaseWitness | null {
  const databases = [...model.witnesses.values()].filter((witness) => witness.kind === 'database');
  const quickest = systems.flatMap((system) => {
    const seeing = databases.filter((witness) => witness.systems.includes(system));
    return seeing.toSorted((a, b) => delayOf(a) - delayOf(b)).slice(0, 1);
  });
  return quickest.toSorted((a, b) => delayOf(b) - delayOf(a))[0] ?? null;
}

function delayOf(witness: DatabaseWitness): number {
  return witness.pollMs + witness.lagMs;
}
