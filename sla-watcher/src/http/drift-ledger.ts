import type { Incident, LeaveReason, Sighting } from '../domain/incident.ts';
import type { StoreReads } from '../ports.ts';

/** A contradiction that stood longer than the model allows, and when the witnesses agreed again. */
export interface DriftEntry {
  readonly order: string;
  readonly incident: Incident;
  readonly drift: NonNullable<Sighting['drift']>;
  /** Null: it still stands. */
  readonly closedAt: number | null;
  readonly closedBy: LeaveReason | null;
}

/** So many incidents are looked through: one is opened for a place and a class, not for an order. */
const INCIDENTS = 1_000;

/** The ledger, longest standing first. What is over is kept as long as its incident. */
export async function driftLedger(
  store: StoreReads,
  { state, limit }: { readonly state: 'open' | 'all'; readonly limit: number },
): Promise<readonly DriftEntry[]> {
  const incidents = await store.incidents({ state, limit: INCIDENTS });
  const concerned = incidents.filter(({ kind }) => kind === 'drift' || kind === 'backlog');
  const found: DriftEntry[] = [];
  for (const incident of concerned) {
    const members = await store.members(incident.id, { open: state === 'open', limit });
    for (const { order, sighting, leftAt, left } of members) {
      const { drift } = sighting;
      if (drift !== undefined) found.push({ order, incident, drift, closedAt: leftAt, closedBy: left });
    }
  }
  return found.sort((a, b) => a.drift.since - b.drift.since || (a.order < b.order ? -1 : 1)).slice(0, limit);
}
