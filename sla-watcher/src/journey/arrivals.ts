import type { Hop, Model } from '@orderwatch/model';
import type { Arrival, Mark, Visit } from '../domain/journey.ts';
import { SAME_STAY_MS } from './same-stay.ts';
import { stageGraph } from './stage-graph.ts';

/**
 * How the hops of one course went. A hop begins when the owner records its status, and has arrived
 * when the receiving system is seen with that status, or with one that comes after it: whoever goes
 * on with an order has learnt of it. `until` is when the order's id was used anew.
 */
export function arrivalsOf(
  visits: readonly Visit[],
  marks: readonly Mark[],
  until: number | null,
  model: Model,
): readonly Arrival[] {
  const arrivals: Arrival[] = [];
  for (const hop of model.hops.values()) {
    const visit = visits.findLast((v) => v.stage === hop.status);
    if (visit === undefined) continue;
    const seen = marks.filter((mark) => proves(hop, mark, model) && inSpan(mark, visit.at, until));
    const first = seen.reduce<Mark | null>((a, b) => (a === null || earlier(b, a) ? b : a), null);
    arrivals.push({
      hop: hop.name,
      startedAt: visit.at,
      witness: visit.witness,
      arrivedAt: first?.at ?? null,
      arrived: first !== null,
      arrivedBy: first?.witness ?? null,
    });
  }
  return arrivals;
}

function proves(hop: Hop, mark: Mark, model: Model): boolean {
  if (!model.stages.has(mark.stage) || !speaksFor(mark, hop.to, model)) return false;
  return mark.stage === hop.status || stageGraph(model).between(hop.status, mark.stage) !== null;
}

/** Systems that share a database or file share what stands in it; an event is one system's word. */
function speaksFor(mark: Mark, system: string, model: Model): boolean {
  if (mark.system === system) return true;
  const witness = model.witnesses.get(mark.witness);
  return witness !== undefined && witness.kind !== 'event' && witness.systems.includes(system);
}

/** The receiver's clock may run behind the sender's; an earlier round of the same order does not count. */
function inSpan(mark: Mark, from: number | null, until: number | null): boolean {
  if (mark.at === null) return until === null;
  return (from === null || mark.at >= from - SAME_STAY_MS) && (until === null || mark.at < until);
}

function earlier(a: Mark, b: Mark): boolean {
  return (a.at ?? Number.POSITIVE_INFINITY) < (b.at ?? Number.POSITIVE_INFINITY);
}
