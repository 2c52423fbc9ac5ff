import type { Limit, Model } from '@orderwatch/model';

/**
 * The systems that would have shown that a deadline was met. A stage is left by what the model leads
 * to next (not by a cancellation: else every order would hang on the one system that cancels); a hop
 * ends in the receiving system; an order where its goal is written. All of them must have been seen
 * before an order is called late: any one could have moved it.
 */
export function shownBy(limit: Limit, model: Model): readonly string[] {
  const owner = (stage: string) => model.stages.get(stage)?.system;
  const systems = (): readonly (string | undefined)[] => {
    switch (limit.place.kind) {
      case 'stage':
        return (model.stages.get(limit.place.stage)?.next ?? []).map(owner);
      case 'hop':
        return [model.hops.get(limit.place.hop)?.to];
      case 'order':
      case 'promise':
        if (limit.until !== null) return [owner(limit.until)];
        return [...model.stages.values()].filter((s) => s.end === 'success').map((s) => s.system);
    }
  };
  return [...new Set(systems().filter((system) => system !== undefined))];
}
