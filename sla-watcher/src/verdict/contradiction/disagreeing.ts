import { type Model, readsTable, type TableWitness } from '@orderwatch/model';
import type { Claim, Course } from '../../domain/journey.ts';
import { type Contradiction, wordOf } from './contradiction.ts';

/**
 * Who is further on is compared with each table that is less far, or has nothing: it should show every
 * status up to there that its systems write, or are told by a hop. A status that a hop still carries is
 * explained; one that its own system does not have, or has no more, is not.
 *
 * `gone`: tables that have lost the order, of which is told apart.
 */
export function disagreeing(
  course: Course,
  gone: ReadonlySet<string>,
  model: Model,
): readonly Contradiction[] {
  const { claims } = course;
  const tables = [...model.witnesses.values()].filter(readsTable).filter(({ name }) => !gone.has(name));
  return tables.flatMap((table) => {
    const own = claims.find(({ witness }) => witness === table.name) ?? null;
    // What is over may have been archived before anybody looked.
    if (own === null && course.ended) return [];
    const ahead = claims
      .filter((claim) => claim.witness !== table.name && mayContradict(claim, table, model))
      .filter((claim) => lacks(claim, own, table, course, model))
      .sort((a, b) => isTable(b, model) - isTable(a, model) || rankOf(b, model) - rankOf(a, model))[0];
    if (ahead === undefined) return [];
    return [
      {
        kind: 'disagree' as const,
        ahead: wordOf(ahead),
        behind: behindWord(own, table),
        since: sinceOf(ahead, own, course),
      },
    ];
  });
}

/** Telemetry and events speak for the row of their own system only; tables for what hops bring as well. */
function mayContradict(claim: Claim, table: TableWitness, model: Model): boolean {
  const witness = model.witnesses.get(claim.witness);
  if (witness === undefined) return false;
  return (
    readsTable(witness) || (table.systems.includes(claim.system) && ownerOf(claim, model) === claim.system)
  );
}

function lacks(ahead: Claim, own: Claim | null, table: TableWitness, course: Course, model: Model): boolean {
  const reached = rankOf(ahead, model);
  const has = own === null ? -1 : rankOf(own, model);
  if (reached <= has) return false;
  const due = course.visits.filter(({ stage }) => {
    const rank = model.stages.get(stage)?.rank ?? -1;
    return rank > has && rank <= reached;
  });
  return (
    due.some(({ stage }) => {
      if (table.systems.includes(model.stages.get(stage)?.system ?? '')) return true;
      return hasArrived(stage, table, course, model);
    }) &&
    !isCarried(
      due.map(({ stage }) => stage),
      table,
      course,
      model,
    )
  );
}

/** It was there before: what brought it is over, and yet the row does not show it. */
function hasArrived(stage: string, table: TableWitness, { arrivals }: Course, model: Model): boolean {
  return arrivals.some(({ hop, arrived }) => {
    const way = model.hops.get(hop);
    return way?.status === stage && table.systems.includes(way.to) && arrived;
  });
}

/** The first of them that the table lacks is still on its way: what comes after it waits for that. */
function isCarried(
  stages: readonly string[],
  table: TableWitness,
  { arrivals }: Course,
  model: Model,
): boolean {
  const expected = stages.filter((stage) => {
    if (table.systems.includes(model.stages.get(stage)?.system ?? '')) return true;
    return [...model.hops.values()].some((hop) => hop.status === stage && table.systems.includes(hop.to));
  });
  const [first] = expected;
  if (first === undefined) return true;
  return arrivals.some(({ hop, arrived }) => {
    const way = model.hops.get(hop);
    return way?.status === first && table.systems.includes(way.to) && !arrived;
  });
}

/** From when the later of the two was said, or the earlier one taken back. */
function sinceOf(ahead: Claim, own: Claim | null, { side }: Course): number {
  const takenBack = side.findLast(({ kind, witness }) => kind === 'taken-back' && witness === own?.witness);
  return Math.max(ahead.at ?? 0, own?.at ?? 0, takenBack?.at ?? 0);
}

function behindWord(own: Claim | null, table: TableWitness) {
  return own === null
    ? { witness: table.name, system: table.systems[0] ?? '', stage: null, at: null }
    : wordOf(own);
}

/** What a row says weighs more than what is told of one. */
function isTable({ witness }: Claim, model: Model): number {
  const told = model.witnesses.get(witness);
  return told !== undefined && readsTable(told) ? 1 : 0;
}

function rankOf({ stage }: Claim, model: Model): number {
  return model.stages.get(stage)?.rank ?? -1;
}

function ownerOf({ stage }: Claim, model: Model): string | undefined {
  return model.stages.get(stage)?.system;
}
