import type { Model, Stage } from '@orderwatch/model';
import type { Anomaly, Mark } from '../domain/journey.ts';
import { SAME_STAY_MS } from './same-stay.ts';
import { stageGraph } from './stage-graph.ts';
import type { Told } from './told.ts';

/** A stay under construction: all that tells of it. */
export interface Stay {
  readonly stage: Stage;
  readonly told: Told[];
}

/** A time before an unknown one. */
export function byTime(a: Mark, b: Mark): number {
  return (a.at ?? Number.POSITIVE_INFINITY) - (b.at ?? Number.POSITIVE_INFINITY) || 0;
}

/** Puts together what tells of one stay, in the order of time. */
export function gatherStays(told: readonly Told[], model: Model, anomalies: Anomaly[]): Stay[] {
  const rank = (mark: Mark) => (model.stages.get(mark.stage) as Stage).rank;
  const dated = told.filter(({ mark }) => mark.at !== null);
  // The tie-breaks make the reading the same for every permutation of the marks.
  dated.sort(
    ({ mark: a }, { mark: b }) =>
      byTime(a, b) || rank(a) - rank(b) || (a.witness < b.witness ? -1 : a.witness > b.witness ? 1 : 0),
  );
  const stays: Stay[] = [];
  let begunAt = Number.NEGATIVE_INFINITY;
  for (const one of dated) {
    const { mark } = one;
    const last = stays.at(-1);
    const here = last?.stage.name === mark.stage ? last : sameStay(stays, one, begunAt);
    if (here === undefined) {
      const stage = model.stages.get(mark.stage) as Stage;
      if (last !== undefined && startsAnew(last, stage, one, model)) begunAt = mark.at as number;
      stays.push({ stage, told: [one] });
      continue;
    }
    if (isRepeat(here, mark, model)) {
      anomalies.push({ kind: 'duplicate', stage: mark.stage, at: mark.at as number, witness: mark.witness });
    }
    here.told.push(one);
  }
  return stays;
}

/** A stay that its witness has not told of yet, begun in the span told and in the same use of the id. */
function sameStay(stays: readonly Stay[], { mark, after }: Told, begunAt: number): Stay | undefined {
  const stay = stays.findLast((s) => s.stage.name === mark.stage);
  if (stay?.told.some((known) => known.mark.witness === mark.witness) !== false) return undefined;
  return startOf(stay) >= Math.max(after, begunAt) - SAME_STAY_MS ? stay : undefined;
}

/** A witness that is heard for the first time may be telling of what is long over. */
function startsAnew(last: Stay, stage: Stage, { after }: Told, model: Model): boolean {
  return Number.isFinite(after) && stageGraph(model).restarts(last.stage, stage);
}

/** A span and a log record tell the same change, and each may have taken the time by itself. */
const TOLD_TWICE_MS = 1_000;

/** A second row of a history is a repeat, and so is a second word of one system by telemetry. */
function isRepeat(stay: Stay, mark: Mark, model: Model): boolean {
  if (mark.kind !== 'entered') return false;
  const isTelemetry = model.witnesses.get(mark.witness)?.kind === 'trace';
  return stay.told.some(({ mark: m }) => {
    const isSame = m.kind === 'entered' && m.witness === mark.witness && m.line === mark.line;
    if (!isSame || !isTelemetry) return isSame;
    return m.system === mark.system && Math.abs((m.at as number) - (mark.at as number)) > TOLD_TWICE_MS;
  });
}

/** Exact times before upper bounds, then the earliest. */
export function firstTold({ told }: Stay): Told {
  const exact = told.filter(({ mark }) => mark.kind !== 'seen');
  return (exact.length > 0 ? exact : told).reduce((a, b) => (byTime(b.mark, a.mark) < 0 ? b : a));
}

function startOf(stay: Stay): number {
  return firstTold(stay).mark.at as number;
}

export function orderStays(stays: Stay[], model: Model): void {
  // Insertion by neighbours: stays are few, and nearly always in order already.
  for (let i = 1; i < stays.length; i += 1) {
    for (let j = i; j > 0 && isMisplaced(stays[j - 1] as Stay, stays[j] as Stay, model); j -= 1) {
      const later = stays[j - 1] as Stay;
      stays[j - 1] = stays[j] as Stay;
      stays[j] = later;
    }
  }
}

/** `a` stands before `b` by time, the model leads only from `b` to `a`, and `b` may have begun before `a`. */
function isMisplaced(a: Stay, b: Stay, model: Model): boolean {
  const graph = stageGraph(model);
  if (a.stage.rank <= b.stage.rank || graph.allows(a.stage, b.stage)) return false;
  if (graph.between(b.stage.name, a.stage.name) === null && !graph.allows(b.stage, a.stage)) return false;
  const stamped = (stay: Stay) => stay.told.every(({ mark }) => mark.kind === 'stamped');
  if (stamped(a) && stamped(b)) return true;
  const first = firstTold(b);
  const sawBoth = a.told.some(
    ({ mark }) => mark.witness === first.mark.witness && byTime(mark, first.mark) <= 0,
  );
  const after = startsAnew(a, b.stage, first, model) ? startOf(b) : first.after;
  return !sawBoth && startOf(a) >= after - SAME_STAY_MS;
}
