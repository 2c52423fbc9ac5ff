export interface AliasEdge {
  readonly id: string;
  readonly order: string;
}

export interface AliasMoves {
  /** What the ids of these edges stand for from now on, where that is news. */
  readonly changed: readonly AliasEdge[];
  /** Those of `changed` that were no alias before. */
  readonly fresh: readonly string[];
}

/**
 * Works out what edges change, one after another, when `known` is what their ids stand for so far. Every
 * alias ends one step from its order; an edge that would close a circle says nothing new.
 */
export function aliasMoves(edges: readonly AliasEdge[], known: ReadonlyMap<string, string>): AliasMoves {
  const target = new Map(known);
  const rootOf = (id: string): string => {
    let root = id;
    for (let up = target.get(root); up !== undefined; up = target.get(root)) root = up;
    for (let at = id; at !== root; ) {
      const next = target.get(at) as string;
      target.set(at, root);
      at = next;
    }
    return root;
  };
  for (const { id, order } of edges) {
    const root = rootOf(order);
    if (root !== id) target.set(id, root);
  }
  const changed = [...target.keys()]
    .map((id) => ({ id, order: rootOf(id) }))
    .filter(({ id, order }) => known.get(id) !== order);
  return { changed, fresh: changed.map(({ id }) => id).filter((id) => !known.has(id)) };
}
