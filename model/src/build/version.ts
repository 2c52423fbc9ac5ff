import { createHash } from 'node:crypto';

/**
 * The model's version: a hash of what the file says, comments and layout aside. Stages are hashed
 * as a list, since their order has a meaning; the keys of other maps are sorted.
 */
export function versionOf(data: Readonly<Record<string, unknown>>, stageNames: readonly string[]): string {
  const stages = data.stages as Readonly<Record<string, unknown>> | undefined;
  const ordered = { ...data, stages: stageNames.map((name) => [name, stages?.[name] ?? null]) };
  return createHash('sha256')
    .update(JSON.stringify(canonical(ordered)))
    .digest('hex')
    .slice(0, 12);
}

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  // A list of pairs: in an object, keys that look like numbers would come first whatever we do.
  return Object.entries(value)
    .map(([key, child]) => [key, canonical(child)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}
