import type { Incident, Member } from '../domain/incident.ts';
import type { StoreTx } from '../ports.ts';

/**
 * Of orders that were merged, makes the one that they are now (`heirs`: old id → order) the member of the
 * incidents that they were in, so that its end is theirs too. Where several were members it counts once. An
 * incident that is over stays as it was told.
 *
 * The members are ours while we hold the journeys. The incidents are locked before `raise` locks its own:
 * two who meet crosswise there are run again, and orders are seldom merged while they are late.
 */
export async function moveMembers(tx: StoreTx, heirs: ReadonlyMap<string, string>): Promise<void> {
  const concerned = await tx.membersOf([...new Set([...heirs.keys(), ...heirs.values()])].sort());
  const moving = new Set(concerned.filter(({ order }) => heirs.has(order)).map(({ incident }) => incident));
  if (moving.size === 0) return;
  const incidents = await tx.lockIncidents([...moving].sort());
  const byIncident = Map.groupBy(concerned, ({ incident }) => incident);
  const merges = [...incidents.values()]
    .filter(({ resolvedAt }) => resolvedAt === null)
    .map((incident) => merge(incident, byIncident.get(incident.id) ?? [], heirs));
  await tx.removeMembers(merges.flatMap(({ removed }) => removed));
  await tx.saveMembers(merges.flatMap(({ members }) => members));
  await tx.saveIncidents(merges.map(({ incident }) => incident));
}

interface Merged {
  readonly incident: Incident;
  readonly members: readonly Member[];
  readonly removed: readonly Member[];
}

function merge(incident: Incident, before: readonly Member[], heirs: ReadonlyMap<string, string>): Merged {
  const byHeir = Map.groupBy(before, ({ order }) => heirs.get(order) ?? order);
  const members = [...byHeir].map(([order, group]) => ({ ...group.reduce(joined), order }));
  return {
    incident: {
      ...incident,
      total: incident.total + members.length - before.length,
      open: incident.open + countOpen(members) - countOpen(before),
    },
    members,
    removed: before.filter(({ order }) => heirs.has(order)),
  };
}

/** It has been in since the first came in, until the last has left; of two still in, the one due first speaks. */
function joined(a: Member, b: Member): Member {
  const byLeaving = (b.leftAt ?? Number.POSITIVE_INFINITY) - (a.leftAt ?? Number.POSITIVE_INFINITY) || 0;
  const byDue = (a.dueAt ?? Number.POSITIVE_INFINITY) - (b.dueAt ?? Number.POSITIVE_INFINITY) || 0;
  const speaker = (byLeaving || byDue) <= 0 ? a : b;
  return { ...speaker, joinedAt: Math.min(a.joinedAt, b.joinedAt) };
}

function countOpen(members: readonly Member[]): number {
  return members.filter(({ leftAt }) => leftAt === null).length;
}
