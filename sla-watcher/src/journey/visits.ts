import type { Model, Stage } from '@orderwatch/model';
import type { Anomaly, Visit } from '../domain/journey.ts';
import { firstTold, gatherStays, orderStays, type Stay } from './stays.ts';
import type { Told } from './told.ts';

export interface Stays {
  /** In the order in which the line went through them. */
  readonly visits: readonly Visit[];
  readonly anomalies: readonly Anomaly[];
}

/**
 * Reads the stays of one line from what is told of it.
 *
 * 1. Marks are taken by time. A mark of the stage where the line already is, or of a stay that its
 *    witness has not told of yet, belongs to that stay; any other begins a new one.
 * 2. Stays in the wrong order are put right where the times cannot be trusted (`stamped`, or two
 *    clocks): then time goes backwards, the order does not. What was only `seen` began before the
 *    stage that the model leads to from it.
 * 3. A status without a time comes last, if the line has not been there.
 */
export function readStays(told: readonly Told[], model: Model): Stays {
  const anomalies: Anomaly[] = [];
  const stays = gatherStays(told, model, anomalies);
  orderStays(stays, model);
  const visits = stays.map(visitOf);
  boundBySuccessors(visits);
  const stated = lastStated(told, visits, model);
  if (stated !== null) visits.push(stated);
  anomalies.push(...backwards(visits));
  return { visits, anomalies };
}

function visitOf(stay: Stay): Visit {
  const { mark } = firstTold(stay);
  return { stage: stay.stage.name, at: mark.at, witness: mark.witness, inferred: false, kind: mark.kind };
}

/** A stay that began at a time or earlier began before the next one did. */
function boundBySuccessors(visits: Visit[]): void {
  for (let i = visits.length - 2; i >= 0; i -= 1) {
    const visit = visits[i] as Visit;
    const { at, witness } = visits[i + 1] as Visit;
    if (visit.kind === 'seen' && (at as number) < (visit.at as number)) visits[i] = { ...visit, at, witness };
  }
}

function lastStated(told: readonly Told[], visits: readonly Visit[], model: Model): Visit | null {
  const rank = (stage: string) => (model.stages.get(stage) as Stage).rank;
  const last = visits.at(-1);
  const stated = told
    .map(({ mark }) => mark)
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
