import type { Hop, Stage, System } from '../model.ts';
import type { Draft } from '../read/draft.ts';
import type { HopEntry, StageEntry } from '../schema/orders.ts';

/** The declared systems; without any, those that stages name; without these, one called as the model. */
export function buildSystems(draft: Draft): ReadonlyMap<string, System> {
  const systems = new Map<string, System>();
  for (const name of systemNames(draft)) {
    const entry = draft.systems.entries.get(name);
    systems.set(name, {
      name,
      title: entry?.title ?? name,
      ids: entry?.ids ?? [],
      hosts: entry?.hosts ?? [],
    });
  }
  return systems;
}

function systemNames(draft: Draft): readonly string[] {
  if (draft.systems.declared.length > 0) return draft.systems.declared;
  const named = [...draft.stages.entries.values()].flatMap((stage) => stage.system ?? []);
  return named.length > 0 ? [...new Set(named)] : [draft.head.name];
}

/** Stages with what is left out filled in; the rules stand in docs/model.md, "Stages". */
export function buildStages(draft: Draft, systems: ReadonlyMap<string, System>): ReadonlyMap<string, Stage> {
  const entries = [...draft.stages.entries];
  const onlySystem = systems.size === 1 ? [...systems.keys()][0] : undefined;
  const saysStart = entries.some(([, entry]) => entry.start !== undefined);
  const endAtLast = impliedEnd(entries);
  const stages = new Map<string, Stage>();
  for (const [rank, [name, entry]] of entries.entries()) {
    const end = entry.end ?? (name === endAtLast ? 'success' : null);
    stages.set(name, {
      name,
      // Empty where it is missing, which is a problem of its own.
      system: entry.system ?? onlySystem ?? '',
      rank,
      start: entry.start ?? (!saysStart && rank === 0),
      end,
      next: entry.next ?? (end === null ? followers(entries, rank) : []),
      afterAny: entry.after === 'any',
      compensates: entry.compensates ?? null,
    });
  }
  return withCompensations(stages);
}

type NamedEntry = readonly [string, StageEntry];

/** Where no stage is an end, the last is, unless it says where it stands in the flow. */
function impliedEnd(entries: readonly NamedEntry[]): string | null {
  const last = entries.at(-1);
  if (!last || entries.some(([, entry]) => entry.end !== undefined)) return null;
  return isOnTheWay(last[1]) && last[1].next === undefined ? last[0] : null;
}

/** The next stage of the file that orders walk through. */
function followers(entries: readonly NamedEntry[], rank: number): readonly string[] {
  // A compensating step leads off the way: where it goes on must be said.
  if (entries[rank]?.[1].compensates !== undefined) return [];
  const next = entries.slice(rank + 1).find(([, entry]) => isOnTheWay(entry));
  return next ? [next[0]] : [];
}

function isOnTheWay(entry: StageEntry): boolean {
  return entry.after === undefined && entry.compensates === undefined;
}

/** What undoes a stage may follow it, and every stage behind it that is no end. */
function withCompensations(stages: ReadonlyMap<string, Stage>): ReadonlyMap<string, Stage> {
  const added = new Map<string, Set<string>>();
  for (const { name, compensates } of stages.values()) {
    if (compensates === null) continue;
    for (const from of reachable(stages, compensates)) {
      const stage = stages.get(from);
      const mayEnter =
        from !== name && (from === compensates || (stage?.end === null && stage.compensates === null));
      if (mayEnter) added.set(from, (added.get(from) ?? new Set()).add(name));
    }
  }
  return new Map(
    [...stages].map(([name, stage]) => [
      name,
      { ...stage, next: [...new Set([...stage.next, ...(added.get(name) ?? [])])] },
    ]),
  );
}

/** All stages that `next` leads to from here, this one included. */
export function reachable(stages: ReadonlyMap<string, Stage>, from: string): ReadonlySet<string> {
  const seen = new Set([from]);
  for (const name of seen) for (const next of stages.get(name)?.next ?? []) seen.add(next);
  return seen;
}

export function buildHops(draft: Draft): ReadonlyMap<string, Hop> {
  return new Map([...draft.hops.entries].map(([name, entry]) => [name, buildHop(name, entry)]));
}

function buildHop(name: string, { status, from, to, via, ...carrier }: HopEntry): Hop {
  const {
    exchange = null,
    routing_key: routingKey = null,
    queue = null,
    route = null,
    proof = null,
  } = carrier;
  return { name, status, from, to, via, exchange, routingKey, queue, route, proof };
}
