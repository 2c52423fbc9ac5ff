import type { Handled, Handling } from '../domain/handling.ts';
import { handled } from '../incident/notice/handle.ts';
import type { PipelineDeps } from './deps.ts';
import { noticeContext } from './policy.ts';

/**
 * Notes what a person does about an incident, and in the same transaction that it is to be told (I4). Done
 * again it changes nothing: who got no answer may ask once more.
 */
export async function handleIncident(deps: PipelineDeps, id: string, handling: Handling): Promise<Handled> {
  const now = deps.clock.now();
  // An id that no row can have must not reach a statement.
  if ((await deps.store.incident(id)) === null) return { reason: 'unknown' };
  return deps.store.transaction(async (tx): Promise<Handled> => {
    const incident = (await tx.lockIncidents([id])).get(id);
    if (incident === undefined) return { reason: 'unknown' };
    if (incident.resolvedAt !== null) return { reason: 'over', incident };
    const changed = handled(incident, handling, now, noticeContext(incident.severity, deps.model));
    if (changed !== incident) await tx.saveIncidents([changed]);
    return { reason: 'noted', incident: changed };
  });
}
