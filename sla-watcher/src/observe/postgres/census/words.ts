import type { DatabaseWitness } from '@orderwatch/model';

/** The stage that a status of the table stands for; null: it says nothing, or is none. */
export function stageOf({ mapping }: DatabaseWitness, status: string | null): string | null {
  const text = status?.trim() ?? '';
  if (text === '') return null;
  return Object.hasOwn(mapping.statuses, text) ? (mapping.statuses[text] ?? null) : text;
}

/** A status of the table that stands for the stage; the stage's own name where none is mapped to it. */
export function wordOf({ mapping }: DatabaseWitness, stage: string): string {
  const mapped = Object.entries(mapping.statuses).find(([, of]) => of === stage);
  return mapped?.[0] ?? stage;
}
