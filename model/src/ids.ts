import type { Model } from './model.ts';

/** The order's id from the way a system writes it: the first pattern that matches rewrites. */
export function orderIdOf(model: Model, system: string, rawId: string): string {
  for (const { match, order } of model.systems.get(system)?.ids ?? []) {
    if (match.test(rawId)) return rawId.replace(match, order);
  }
  return rawId;
}
