import type { Model, Stage } from '@orderwatch/model';
import type { Anomaly, Mark, Visit } from '../domain/journey.ts';
import { SAME_STAY_MS } from './same-stay.ts';
import { stageGraph } from './stage-graph.ts';

/** A stay under construction: all marks that tell of it. */
interface Stay {
  readonly stage: Stage;
  readonly marks: Mark[];
}

export interface Stays {
  /** In the order in which the line went through them. */
  readonly visits: readonly Visit[];
  readonly anomalies: readonly Anomaly[];
}

/**
 * Reads the stays of one line from its marks.
 *
 * 1. What counts is the word of the system that owns a stage. A copy in another system is later and
 *    may come out of order; it stands in only for a stage whose owner nobody saw, and only once.
 * 2. Marks are taken by time. A mark of the stage where the line already is, or of a stay that its
 *    witness has not told of yet, belongs to that stay; any other begins a new one.
 * 3. Stays in the wrong order are put right where the times cannot be trusted (`stamped`, or two
 *    clocks): then time goes backwards, the order does not.
 * 4. A status without a time comes last, if the line has not been there.
 */
export function readStays(marks: readonly Mark[], model: Model): Stays {
  const told = ownersWord(marks, model);
  const anomalies: Anomaly[] = [];
  const stays = gatherStays(told, model, anomalies);
  orderStays(stays, model);
  const visits = stays.map(visitOf);
  const stated = lastStated(told, visits, model);
  if (stated !== null) visits.push(stated);
  anomalies.push(...backwards(visits));
  return { visits, anomalies };
}

function ownersWord(marks: readonly Mark[], model: Model): readonly Mark[] {
  const owned = new Set<string>();
  const copies = new Map<string, Mark>();
  const told: Mark[] = [];
  for (const mark of marks) {
    const stage = model.stages.get(mark.stage);
    if (stage === undefined) continue;
    if (mark.system === stage.system) {
      owned.add(mark.stage);
      told.push(mark);
    } else {
      const first = copies.get(mark.stage);
      if (first === undefined || byTime(mark, first) < 0) copies.set(mark.stage, mark);
    }
  }
  for (const [stage, copy] of copies) if (!owned.has(stage)) told.push(copy);
  return told;
}

function byTime(a: Mark, b: Mark): number {
  return (a.at ?? Number.POSITIVE_INFINITY) - (b.at ?? Number.POSITIVE_INFINITY) || 0;
}

function gatherStays(told: readonly Mark[], model: Model, anomalies: Anomaly[]): Stay[] {
  const rank = (mark: Mark) => (model.stages.get(mark.stage) as Stage).rank;
  const dated = told.filter((mark) => mark.at !== null);
  // The tie-breaks make the reading the same for every permutation of the marks.
  dated.sort(
    (a, b) =>
      byTime(a, b) || rank(a) - rank(b) || (a.witness < b.witness ? -1 : a.witness > b.witness ? 1 : 0),
  );
  const stays: Stay[] = [];
  for (const mark of dated) {
    const last = stays.at(-1);
    const here = last?.stage.name === mark.stage ? last : sameStay(stays, mark);
    if (here === undefined) {
      stays.push({ stage: model.stages.get(mark.stage) as Stage, marks: [mark] });
      continue;
    }
    if (isRepeat(here, mark)) {
      anomalies.push({ kind: 'duplicate', stage: mark.stage, at: mark.at as number, witness: mark.witness });
    }
    here.marks.push(mark);
  }
  return stays;
}

function sameStay(stays: readonly Stay[], mark: Mark): Stay | undefined {
  const stay = stays.findLast((s) => s.stage.name === mark.stage);
  if (stay === undefined || stay.marks.some((m) => m.witness === mark.witness)) return undefined;
  return (mark.at as number) - startOf(stay) <= SAME_STAY_MS ? stay : undefined;
}

/** A snapshot row that is touched again is no repeat; a second row of a history is. */
function isRepeat(stay: Stay, mark: Mark): boolean {
  return (
    mark.kind === 'entered' &&
    stay.marks.some((m) => m.kind === 'entered' && m.witness === mark.witness && m.line === mark.line)
  );
}

/** Exact times before upper bounds, then the earliest. */
function startOf(stay: Stay): number {
  return firstMark(stay).at as number;
}

function firstMark(stay: Stay): Mark {
  const exact = stay.marks.filter((m) => m.kind !== 'seen');
  return (exact.length > 0 ? exact : stay.marks).reduce((a, b) => (byTime(b, a) < 0 ? b : a));
}

function orderStays(stays: Stay[], model: Model): void {
  // Insertion by neighbours: stays are few, and nearly always in order already.
  for (let i = 1; i < stays.length; i += 1) {
    for (let j = i; j > 0 && isMisplaced(stays[j - 1] as Stay, stays[j] as Stay, model); j -= 1) {
      const later = stays[j - 1] as Stay;
      stays[j - 1] = stays[j] as Stay;
      stays[j] = later;
    }
  }
}

/** `a` stands before `b` by time, and the model leads only from `b` to `a`. */
function isMisplaced(a: Stay, b: Stay, model: Model): boolean {
  const graph = stageGraph(model);
  if (a.stage.rank <= b.stage.rank || graph.allows(a.stage, b.stage)) return false;
  if (graph.between(b.stage.name, a.stage.name) === null && !graph.allows(b.stage, a.stage)) return false;
  const stamped = (stay: Stay) => stay.marks.every((m) => m.kind === 'stamped');
  if (stamped(a) && stamped(b)) return true;
  const clocksDiffer = firstMark(a).witness !== firstMark(b).witness;
  return clocksDiffer && startOf(b) - startOf(a) <= SAME_STAY_MS;
}

function visitOf(stay: Stay): Visit {
  const first = firstMark(stay);
  return { stage: stay.stage.name, at: first.at, witness: first.witness, inferred: false, kind: first.kind };
}

function lastStated(told: readonly Mark[], visits: readonly Visit[], model: Model): Visit | null {
  const rank = (stage: string) => (model.stages.get(stage) as Stage).rank;
  const last = visits.at(-1);
  const stated = told
    .filter((mark) => mark.at === null && !visits.some((visit) => visit.stage === mark.stage))
    .sort((a, b) => rank(b.stage) - rank(a.stage) || (a.witness < b.witness ? -1 : 1))[0];
  if (stated === undefined) return null;
  if (last !== undefined && rank(last.stage) > rank(stated.stage)) return null;
  return { stage: stated.stage, at: null, witness: stated.witness, inferred: false, kind: 'stated' };
}

function backwards(visits: readonly Visit[]): readonly Anomaly[] {
  const anomalies: Anomaly[] = [];
  for (let i = 1; i < visits.length; i += 1) {
    const a = visits[i - 1] as Visit;
    const b = visits[i] as Visit;
    if (a.at === null || b.at === null || b.at >= a.at) continue;
    const { at, witness } = b;
    anomalies.push({
      kind: 'time-backwards',
      from: a.stage,
      to: b.stage,
      at,
      byMs: a.at - at,
      witness: witness ?? '',
    });
  }
  return anomalies;
}
