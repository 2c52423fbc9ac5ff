import { type Hop, type Model, readsTable } from '@orderwatch/model';
import type { Arrival, HopMark, Mark, Visit } from '../domain/journey.ts';
import { SAME_STAY_MS } from './same-stay.ts';
import { stageGraph } from './stage-graph.ts';
import { stepsOf } from './steps.ts';
import type { Told } from './told.ts';

/**
 * How the hops of one course went. A hop begins when the owner records its status, and has arrived
 * when the receiving system is seen with that status, or with one that comes after it: whoever goes
 * on with an order has learnt of it. `use` is the span of time of this use of the order's id.
 */
export function arrivalsOf(
  visits: readonly Visit[],
  { told, hopMarks }: Testimony,
  use: Use,
  model: Model,
): readonly Arrival[] {
  const marks = told.map(({ mark }) => mark);
  const arrivals: Arrival[] = [];
  for (const hop of model.hops.values()) {
    // A row that was set back sends nothing again.
    const visit =
      visits.findLast((v) => v.stage === hop.status && v.wentBack !== true) ??
      visits.findLast((v) => v.stage === hop.status);
    if (visit === undefined) continue;
    const span = { from: earliestStart(visit, visits, use), until: use.until };
    const seen = marks.filter((mark) => proves(hop, mark, model) && inSpan(mark, span));
    const first = seen.reduce<Mark | null>((a, b) => (a === null || earlier(b, a) ? b : a), null);
    arrivals.push({
      hop: hop.name,
      startedAt: visit.at,
      witness: visit.witness,
      arrivedAt: first?.at ?? null,
      arrived: first !== null,
      arrivedBy: first?.witness ?? null,
      steps: stepsOf(
        hop,
        hopMarks.filter((mark) => inSpan(mark, span)),
      ),
    });
  }
  return arrivals;
}

/** What is told of one line. */
interface Testimony {
  readonly told: readonly Told[];
  readonly hopMarks: readonly HopMark[];
}

interface Use {
  readonly from: number | null;
  readonly until: number | null;
}

/** A row that was touched before it was first read says when it was touched, not when it went over. */
function earliestStart(visit: Visit, visits: readonly Visit[], use: Use): number | null {
  const isFirst = visits.find((v) => v.stage === visit.stage) === visit;
  return visit.kind === 'seen' && isFirst ? use.from : visit.at;
}

function proves(hop: Hop, mark: Mark, model: Model): boolean {
  if (hop.proof !== null && mark.witness !== hop.proof) return false;
  if (!model.stages.has(mark.stage) || !speaksFor(mark, hop.to, model)) return false;
  return mark.stage === hop.status || stageGraph(model).between(hop.status, mark.stage) !== null;
}

/** Systems that share a database or file share what stands in it; an event is one system's word. */
function speaksFor(mark: Mark, system: string, model: Model): boolean {
  if (mark.system === system) return true;
  const witness = model.witnesses.get(mark.witness);
  return witness !== undefined && readsTable(witness) && witness.systems.includes(system);
}

/** The receiver's clock may run behind the sender's; an earlier round of the same order does not count. */
function inSpan(mark: Pick<Mark, 'at'>, { from, until }: Use): boolean {
  if (mark.at === null) return until === null;
  return (from === null || mark.at >= from - SAME_STAY_MS) && (until === null || mark.at < until);
}

function earlier(a: Mark, b: Mark): boolean {
  return (a.at ?? Number.POSITIVE_INFINITY) < (b.at ?? Number.POSITIVE_INFINITY);
}
