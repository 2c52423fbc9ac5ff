import { emptyJourney, mergeJourneys } from '../journey/fold.ts';
import { StoreConflict } from '../domain/errors.ts';
import type { Journey } from '../domain/journey.ts';
import type { JourneyRecord } from '../domain/journey-record.ts';
import type { StoreTx } from '../ports.ts';

/** The journeys that a set of ids belongs to, locked, with those that turned out to be one merged. */
export interface Identified {
  /** Any of the ids → the order it stands for. */
  orderOf(id: string): string;
  /** Order → what is stored of it; null: nothing yet. */
  readonly records: ReadonlyMap<string, JourneyRecord | null>;
}

/**
 * Finds the orders behind ids. `links` say that several ids are one order: its journeys are merged,
 * in this transaction, under the smallest of its ids, whichever link came first.
 */
export async function identify(
  tx: StoreTx,
  ids: readonly string[],
  links: readonly (readonly string[])[],
): Promise<Identified> {
  const known = await tx.resolveAliases(ids);
  const { find, union } = disjointSets();
  for (const id of ids) union(id, known.get(id) ?? id);
  for (const [first, ...rest] of links) for (const other of rest) union(first as string, other);
  const groups = groupBy(
    ids.flatMap((id) => [id, known.get(id) ?? id]),
    find,
  );
  const orders = new Map<string, string>();
  for (const group of groups.values()) {
    const order = group.reduce((a, b) => (a < b ? a : b));
    for (const id of group) orders.set(id, order);
  }
  const orderOf = (id: string) => orders.get(id) ?? id;
  const locked = await tx.lockJourneys([...new Set(orders.keys())].sort());
  await refuseIfMoved(tx, ids, known);
  const records = await mergeGroups(tx, groups, orderOf, locked);
  return { orderOf, records };
}

/** Between reading the aliases and holding the locks another replica may have merged. */
async function refuseIfMoved(
  tx: StoreTx,
  ids: readonly string[],
  known: ReadonlyMap<string, string>,
): Promise<void> {
  const again = await tx.resolveAliases(ids);
  if (ids.some((id) => again.get(id) !== known.get(id)))
    throw new StoreConflict('an order was merged meanwhile');
}

async function mergeGroups(
  tx: StoreTx,
  groups: ReadonlyMap<string, readonly string[]>,
  orderOf: (id: string) => string,
  locked: ReadonlyMap<string, JourneyRecord>,
): Promise<ReadonlyMap<string, JourneyRecord | null>> {
  const records = new Map<string, JourneyRecord | null>();
  const edges: { id: string; order: string }[] = [];
  const merged: string[] = [];
  for (const group of groups.values()) {
    const order = orderOf(group[0] as string);
    const own = locked.get(order) ?? null;
    const others = group
      .filter((id) => id !== order && locked.has(id))
      .map((id) => locked.get(id) as JourneyRecord);
    const journey = others.reduce((a, b) => mergeJourneys(a, b.journey), own?.journey ?? emptyJourney(order));
    records.set(order, others.length === 0 ? own : mergedRecord(own, others, journey));
    merged.push(...others.map((other) => other.journey.order));
    const ids = new Set([...group, ...journey.ids]);
    for (const id of ids) if (id !== order) edges.push({ id, order });
  }
  if (merged.length > 0) await tx.removeJourneys(merged);
  if (edges.length > 0) await tx.saveAliases(edges);
  return records;
}

/** The merged order keeps the alarms of all; the next judgement clears what no longer holds. */
function mergedRecord(
  own: JourneyRecord | null,
  others: readonly JourneyRecord[],
  journey: Journey,
): JourneyRecord {
  const base = own ?? { ...(others[0] as JourneyRecord), revision: 0 };
  const alarms = [...(own?.alarms ?? []), ...others.flatMap((other) => other.alarms)];
  const byKey = new Map(alarms.map((alarm) => [alarm.key, alarm]));
  return { ...base, journey, alarms: [...byKey.values()] };
}

function disjointSets(): { find(id: string): string; union(a: string, b: string): void } {
  const parent = new Map<string, string>();
  const find = (id: string): string => {
    let root = id;
    for (let up = parent.get(root); up !== undefined && up !== root; up = parent.get(root)) root = up;
    parent.set(id, root);
    return root;
  };
  return { find, union: (a, b) => void parent.set(find(a), find(b)) };
}

function groupBy(
  ids: readonly string[],
  find: (id: string) => string,
): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const id of new Set(ids)) {
    const group = groups.get(find(id));
    if (group === undefined) groups.set(find(id), [id]);
    else group.push(id);
  }
  return groups;
}
