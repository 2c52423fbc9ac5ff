/** Which ids belong together, as learned pair by pair. */
export interface DisjointSets {
  /** The id that stands for the set that this one is in; the same for all of it until the next `union`. */
  find(id: string): string;
  union(a: string, b: string): void;
}

/** Joined by size and with compressed paths (Tarjan 1975): a chain of any length costs what a star does. */
export function createDisjointSets(): DisjointSets {
  const parents = new Map<string, string>();
  const sizes = new Map<string, number>();

  function find(id: string): string {
    let root = id;
    for (let up = parents.get(root); up !== undefined; up = parents.get(root)) root = up;
    for (let at = id; at !== root; ) {
      const next = parents.get(at) as string;
      parents.set(at, root);
      at = next;
    }
    return root;
  }

  return {
    find,
    union(a, b) {
      const [one, other] = [find(a), find(b)];
      if (one === other) return;
      const [sizeOfOne, sizeOfOther] = [sizes.get(one) ?? 1, sizes.get(other) ?? 1];
      const [small, large] = sizeOfOne < sizeOfOther ? [one, other] : [other, one];
      parents.set(small, large);
      sizes.set(large, sizeOfOne + sizeOfOther);
    },
  };
}
