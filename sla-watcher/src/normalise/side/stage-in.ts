import type { Witness } from '@orderwatch/model';

/** The stage that a witness's status stands for; null: it says nothing. What is not listed is a stage's own name. */
export function stageIn(witness: Witness, status: string | null): string | null {
  if (status === null) return null;
  const statuses =
    'mapping' in witness ? witness.mapping.statuses : 'statuses' in witness ? witness.statuses : {};
  return Object.hasOwn(statuses, status) ? (statuses[status] ?? null) : status;
}
