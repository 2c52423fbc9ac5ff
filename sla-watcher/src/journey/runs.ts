import type { Model, Stage } from '@orderwatch/model';
import type { Anomaly, Visit } from '../domain/journey.ts';
import { stageGraph } from './stage-graph.ts';
import { byTime } from './stays.ts';
import type { Told } from './told.ts';
import { readStays } from './visits.ts';

/** One use of the order's id. */
export interface Run {
  readonly visits: Visit[];
  readonly anomalies: Anomaly[];
}

export interface Runs {
  /** Oldest first. */
  readonly runs: readonly Run[];
  /** What was odd in the stays of all of them. */
  readonly anomalies: readonly Anomaly[];
}

/**
 * Reads the uses of the order's id from what is told of one line. What counts is the word of the
 * system that owns a stage. A copy in another system is later and may come out of order; in each use
 * it stands in only for a stage whose owner nobody saw, and only once.
 */
export function readRuns(told: readonly Told[], model: Model): Runs {
  const isOwners = ({ mark }: Told) => mark.system === model.stages.get(mark.stage)?.system;
  const owners = told.filter(isOwners);
  const byOwners = readTold(owners, model);
  const copies = told.filter((one) => !isOwners(one));
  const standIns = pickStandIns(copies, byOwners.runs, model);
  return standIns.length === 0 ? byOwners : readTold([...owners, ...standIns], model);
}

function readTold(told: readonly Told[], model: Model): Runs {
  const { visits, anomalies } = readStays(told, model);
  return { runs: splitRuns(visits, model), anomalies };
}

function pickStandIns(copies: readonly Told[], runs: readonly Run[], model: Model): readonly Told[] {
  const first = new Map<string, Told>();
  const isTold = (stage: string) => (run: Run) => run.visits.some((v) => v.stage === stage && !v.inferred);
  for (const copy of copies) {
    const { stage, at } = copy.mark;
    const use = useAt(runs, at);
    // The end of an earlier use may be copied late: that does not end this one.
    const mayBeLate = model.stages.get(stage)?.end !== null;
    if (runs.slice(mayBeLate ? 0 : use, use + 1).some(isTold(stage))) continue;
    const place = `${use} ${stage}`;
    const known = first.get(place);
    if (known === undefined || byTime(copy.mark, known.mark) < 0) first.set(place, copy);
  }
  return [...first.values()];
}

/** Which use of the id was on at an instant; what carries no time is said of the last one. */
function useAt(runs: readonly Run[], at: number | null): number {
  const begun = runs.findLastIndex(
    ({ visits }) => at === null || at >= (visits[0]?.at ?? Number.POSITIVE_INFINITY),
  );
  return Math.max(begun, 0);
}

/** Follows the model's transitions: fills in what was skipped, splits where an id begins anew. */
function splitRuns(visits: readonly Visit[], model: Model): readonly Run[] {
  const runs: Run[] = [];
  for (const visit of visits) {
    const run = runs.at(-1);
    const before = run?.visits.at(-1);
    if (run === undefined || before === undefined) {
      runs.push({ visits: [visit], anomalies: [] });
      continue;
    }
    const step = stepBetween(before, visit, model);
    switch (step.reason) {
      case 'begins-anew':
        runs.push({ visits: [visit], anomalies: [] });
        break;
      case 'illegal':
        run.anomalies.push(illegal(before, visit));
        run.visits.push(isStepBack(before, visit, model) ? { ...visit, wentBack: true } : visit);
        break;
      case 'leads-on':
        run.visits.push(...step.skipped.map(inferred), visit);
        break;
    }
  }
  return runs;
}

type Step =
  | { readonly reason: 'leads-on'; readonly skipped: readonly string[] }
  | { readonly reason: 'begins-anew' }
  | { readonly reason: 'illegal' };

function stepBetween(before: Visit, visit: Visit, model: Model): Step {
  const graph = stageGraph(model);
  const from = model.stages.get(before.stage) as Stage;
  const to = model.stages.get(visit.stage) as Stage;
  if (graph.allows(from, to)) return { reason: 'leads-on', skipped: [] };
  if (graph.restarts(from, to)) return { reason: 'begins-anew' };
  const skipped = graph.between(from.name, to.name);
  return skipped === null || from.name === to.name ? { reason: 'illegal' } : { reason: 'leads-on', skipped };
}

function isStepBack(before: Visit, visit: Visit, model: Model): boolean {
  const rank = ({ stage }: Visit) => model.stages.get(stage)?.rank ?? -1;
  return rank(visit) < rank(before);
}

function inferred(stage: string): Visit {
  return { stage, at: null, witness: null, inferred: true, kind: 'inferred' };
}

function illegal(before: Visit, visit: Visit): Anomaly {
  return {
    kind: 'illegal-transition',
    from: before.stage,
    to: visit.stage,
    at: visit.at,
    witness: visit.witness ?? '',
  };
}
