import { StoreConflict } from '../domain/errors.ts';
import type { Alarm } from '../domain/incident.ts';
import type { Journey } from '../domain/journey.ts';
import type { JourneyRecord } from '../domain/journey-record.ts';
import { emptyJourney, mergeJourneys } from '../journey/fold.ts';
import type { StoreTx } from '../ports.ts';
import { createDisjointSets } from './disjoint-sets.ts';
import { moveMembers } from './move-members.ts';

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
 *
 * An id that is an alias has no journey of its own: it leads to one, and that is locked. Of an id that is
 * neither yet, another transaction may make an order or an alias meanwhile: then `saveAliases` here, or
 * `saveJourneys` later, throws `StoreConflict`, and we begin again.
 */
export async function identify(
  tx: StoreTx,
  ids: readonly string[],
  links: readonly (readonly string[])[],
): Promise<Identified> {
  const known = await tx.resolveAliases(ids);
  const groups = groupsOf(ids, known, links);
  const orders = new Map<string, string>();
  for (const { order, ids } of groups) for (const id of ids) orders.set(id, order);
  const notAliases = [...orders.keys()].filter((id) => !known.has(id));
  const locked = await tx.lockJourneys(notAliases.sort());
  await refuseIfMoved(tx, ids, known);
  const records = await mergeGroups(tx, groups, known, locked);
  return { orderOf: (id) => orders.get(id) ?? id, records };
}

/** The ids of one order, and the smallest of them, under which it goes on. */
interface Group {
  readonly order: string;
  readonly ids: readonly string[];
}

function groupsOf(
  ids: readonly string[],
  known: ReadonlyMap<string, string>,
  links: readonly (readonly string[])[],
): readonly Group[] {
  const { find, union } = createDisjointSets();
  for (const [id, order] of known) union(id, order);
  for (const [first, ...rest] of links) for (const other of rest) union(first as string, other);
  const groups = Map.groupBy(new Set([...ids, ...known.values()]), find);
  return [...groups.values()].map((group) => ({
    order: group.reduce((a, b) => (a < b ? a : b)),
    ids: group,
  }));
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
  groups: readonly Group[],
  known: ReadonlyMap<string, string>,
  locked: ReadonlyMap<string, JourneyRecord>,
): Promise<ReadonlyMap<string, JourneyRecord | null>> {
  const records = new Map<string, JourneyRecord | null>();
  const edges: { id: string; order: string }[] = [];
  const heirs = new Map<string, string>();
  for (const { order, ids } of groups) {
    const own = locked.get(order) ?? null;
    const aliases = ids.filter((id) => id !== order);
    const others = aliases.map((id) => locked.get(id)).filter((record) => record !== undefined);
    const journey = others.reduce((a, b) => mergeJourneys(a, b.journey), own?.journey ?? emptyJourney(order));
    records.set(order, others.length === 0 ? own : mergedRecord(own, others, journey));
    for (const other of others) heirs.set(other.journey.order, order);
    for (const id of aliases) if (known.get(id) !== order) edges.push({ id, order });
  }
  if (heirs.size > 0) {
    await moveMembers(tx, heirs);
    await tx.removeJourneys([...heirs.keys()]);
  }
  if (edges.length > 0) await tx.saveAliases(edges);
  return records;
}

function mergedRecord(
  own: JourneyRecord | null,
  others: readonly JourneyRecord[],
  journey: Journey,
): JourneyRecord {
  const base = own ?? { ...(others[0] as JourneyRecord), revision: 0 };
  return { ...base, journey, alarms: alarmsOf([base, ...others]) };
}

/**
 * Of each incident one: where two orders were late at one place, each in an incident of its own, the
 * merged one is in both until it moves on, and leaves both. The next judgement clears what no longer holds.
 */
function alarmsOf(records: readonly JourneyRecord[]): readonly Alarm[] {
  const byIncident = new Map<string, Alarm>();
  for (const alarm of records.flatMap(({ alarms }) => alarms)) {
    if (!byIncident.has(alarm.incident)) byIncident.set(alarm.incident, alarm);
  }
  return [...byIncident.values()];
}
