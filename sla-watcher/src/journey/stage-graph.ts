import type { Model, Stage } from '@orderwatch/model';

/** What the model's transitions lead to, worked out once per model. */
export interface StageGraph {
  /** Whether the model allows `to` right after `from`. */
  allows(from: Stage, to: Stage): boolean;
  /** Whether `to` after `from` is another use of the order's id. */
  restarts(from: Stage, to: Stage): boolean;
  /** The stages strictly between on a shortest way from `from` to `to`; null: no way leads there. */
  between(from: string, to: string): readonly string[] | null;
}

const graphs = new WeakMap<Model, StageGraph>();

export function stageGraph(model: Model): StageGraph {
  const known = graphs.get(model);
  if (known !== undefined) return known;
  const built = buildGraph(model);
  graphs.set(model, built);
  return built;
}

function buildGraph(model: Model): StageGraph {
  const ways = new Map<string, ReadonlyMap<string, readonly string[]>>();
  for (const stage of model.stages.keys()) ways.set(stage, shortestWays(model, stage));
  const allows = (from: Stage, to: Stage) =>
    from.next.includes(to.name) || (to.afterAny && from.end === null);
  return {
    allows,
    restarts: (from, to) => from.end !== null && to.start && !allows(from, to),
    between: (from, to) => ways.get(from)?.get(to) ?? null,
  };
}

/** Breadth first, in the file's order, so that the answer is the same every time. */
function shortestWays(model: Model, from: string): ReadonlyMap<string, readonly string[]> {
  const ways = new Map<string, readonly string[]>();
  const queue: { stage: string; via: readonly string[] }[] = [{ stage: from, via: [] }];
  for (let entry = queue.shift(); entry !== undefined; entry = queue.shift()) {
    const { stage, via } = entry;
    for (const next of model.stages.get(stage)?.next ?? []) {
      if (ways.has(next)) continue;
      ways.set(next, via);
      queue.push({ stage: next, via: [...via, next] });
    }
  }
  return ways;
}
