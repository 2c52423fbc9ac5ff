import type { Departure, Incident, Member } from '../../domain/incident.ts';
import type { Departed } from '../../incident/notice/notice.ts';
import type { StoreTx } from '../../ports.ts';

/** How many orders a message lists; the page lists all. */
const ORDERS_SHOWN = 20;

/** Who is named in a message, however many there are. */
export interface RollCall {
  /** Those still in it; of one that is over first those that left otherwise than proven. */
  readonly members: readonly Member[];
  /** Of one that is over: how many left in which way. */
  readonly departures: readonly Departure[];
}

export async function callRoll(tx: StoreTx, incident: Incident): Promise<RollCall> {
  // A witness or the flow has no members.
  if (incident.kind === 'witness' || incident.kind === 'flow') return { members: [], departures: [] };
  if (incident.open > 0) {
    return { members: await tx.openMembers(incident.id, ORDERS_SHOWN), departures: [] };
  }
  const departures = await tx.departures(incident.id);
  const stragglers = await tx.stragglers(incident.id, ORDERS_SHOWN);
  const last = stragglers.length < ORDERS_SHOWN ? await tx.lastMembers(incident.id, ORDERS_SHOWN) : [];
  const named = new Set(stragglers.map(({ order }) => order));
  const others = last.filter(({ order }) => !named.has(order));
  return { members: [...stragglers, ...others].slice(0, ORDERS_SHOWN), departures };
}

export function departedOf({ kind }: Incident, { departures }: RollCall): Departed {
  // Its trouble was long enough, or it would be resolved already.
  if (kind === 'witness' || kind === 'flow') return { lastLeftAt: null, longestMs: Number.POSITIVE_INFINITY };
  if (departures.length === 0) return { lastLeftAt: null, longestMs: 0 };
  return {
    lastLeftAt: Math.max(...departures.map(({ lastAt }) => lastAt)),
    longestMs: Math.max(...departures.map(({ longestMs }) => longestMs)),
  };
}
