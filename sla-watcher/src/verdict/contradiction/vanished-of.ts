import { type Model, readsTable } from '@orderwatch/model';
import type { Claim, Course, SideMark } from '../../domain/journey.ts';
import type { Contradiction } from './contradiction.ts';

/**
 * Rows that were there and are gone, of an order that is not over: what is over may be archived. Where
 * every table has lost it, somebody has taken the order away, and nobody contradicts that.
 */
export function vanishedOf({ claims, side, ended, visits }: Course, model: Model): readonly Contradiction[] {
  if (ended) return [];
  const tables = [...model.witnesses.values()].filter(readsTable);
  const others = (witness: string) =>
    claims.filter((claim) => claim.witness !== witness && readsIt(claim, model));
  return tables.flatMap(({ name }): readonly Contradiction[] => {
    const gone = lastOfRows(side, name);
    if (gone?.kind !== 'gone' || claims.some(({ witness }) => witness === name)) return [];
    const still = furthest(others(name), model);
    if (still === null && tables.length > 1) return [];
    const last = visits.at(-1);
    const before = { witness: name, system: gone.system, stage: gone.stage, at: last?.at ?? null };
    const behind = { witness: name, system: gone.system, stage: null, at: gone.at };
    return [{ kind: 'vanished', ahead: still ?? before, behind, since: gone.at }];
  });
}

/** The tables that do not have the order any more. */
export function goneFrom(side: readonly SideMark[]): ReadonlySet<string> {
  const witnesses = new Set(side.filter(({ kind }) => kind === 'gone').map(({ witness }) => witness));
  return new Set([...witnesses].filter((witness) => lastOfRows(side, witness)?.kind === 'gone'));
}

/** The last that was seen of whether a witness has rows of the order. */
function lastOfRows(side: readonly SideMark[], witness: string): SideMark | null {
  const kinds: readonly string[] = ['gone', 'taken-back', 'back'];
  return side.findLast((mark) => mark.witness === witness && kinds.includes(mark.kind)) ?? null;
}

function readsIt({ witness }: Claim, model: Model): boolean {
  const told = model.witnesses.get(witness);
  return told !== undefined && readsTable(told);
}

function furthest(claims: readonly Claim[], model: Model): Claim | null {
  const rank = ({ stage }: Claim) => model.stages.get(stage)?.rank ?? -1;
  return claims.reduce<Claim | null>((a, b) => (a === null || rank(b) > rank(a) ? b : a), null);
}
