/** File → the files it imports. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

/**
 * One cycle for each knot of files that import each other, such as [a, b, c, a]. A depth-first walk:
 * a file met again while it is still on the way has closed a cycle.
 */
export function findCycles(graph: ImportGraph): string[][] {
  const done = new Set<string>();
  const way: string[] = [];
  const cycles: string[][] = [];

  function walk(file: string): void {
    if (done.has(file)) return;
    const at = way.indexOf(file);
    if (at !== -1) {
      cycles.push([...way.slice(at), file]);
      return;
    }
    way.push(file);
    for (const imported of graph.get(file) ?? []) walk(imported);
    way.pop();
    done.add(file);
  }

  for (const file of graph.keys()) walk(file);
  return cycles;
}
