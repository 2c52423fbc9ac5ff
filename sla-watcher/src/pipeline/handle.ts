import type { Incident } from '../domain/incident.ts';
import { type Handling, handled } from '../incident/notice/handle.ts';
import type { PipelineDeps } from './deps.ts';
import { noticeContext } from './policy.ts';

export type Handled =
  | { readonly reason: 'noted'; readonly incident: Incident }
  | { readonly reason: 'unknown' }
  /** There is nothing left to take care of. */
  | { readonly reason: 'over'; readonly incident: Incident };

/**
 * Notes what a person does about an incident, and in the same transaction that it is to be told (I4). Done
 * again it changes nothing: who got no answer may ask once more.
 */
export async function handleIncident(deps: PipelineDeps, id: string, handling: Handling): Promise<Handled> {
  const now = deps.clock.now();
  return deps.store.transaction(async (tx): Promise<Handled> => {
    const incident = (await tx.lockIncidents([id])).get(id);
    if (incident === undefined) return { reason: 'unknown' };
    if (incident.resolvedAt !== null) return { reason: 'over', incident };
    const changed = handled(incident, handling, now, noticeContext(incident.severity, deps.model));
    if (changed !== incident) await tx.saveIncidents([changed]);
    return { reason: 'noted', incident: changed };
  });
}
