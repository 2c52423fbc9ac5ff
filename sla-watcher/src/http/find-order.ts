import { type Model, orderIdOf } from '@orderwatch/model';
import type { JourneyRecord } from '../domain/journey-record.ts';
import type { StoreReads } from '../ports.ts';

/**
 * Finds an order by any id that a person may hold: ours, an alias, or as one of the systems writes it
 * (`M-0042` for 42).
 */
export async function findOrder(store: StoreReads, model: Model, id: string): Promise<JourneyRecord | null> {
  for (const candidate of candidateIds(model, id.trim())) {
    const record = await store.order(candidate);
    if (record !== null) return record;
  }
  return null;
}

function candidateIds(model: Model, id: string): ReadonlySet<string> {
  const candidates = new Set([
    id,
    ...[...model.systems.keys()].map((system) => orderIdOf(model, system, id)),
  ]);
  candidates.delete('');
  return candidates;
}
