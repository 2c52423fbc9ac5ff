import type { Model, Stage } from '@orderwatch/model';
import type { Anomaly, Course, Journey, Mark, Visit } from '../domain/journey.ts';
import { arrivalsOf } from './arrivals.ts';
import { stageGraph } from './stage-graph.ts';
import { readStays } from './visits.ts';

/**
 * Reads a journey under a model: per line, one course for every use of the order's id, oldest first.
 * Marks of stages that the model does not know are passed over.
 */
export function coursesOf(journey: Journey, model: Model): readonly Course[] {
  return linesOf(journey).flatMap(({ line, marks }) => {
    const { visits, anomalies } = readStays(marks, model);
    return splitRuns(visits, model).map((run, incarnation, runs): Course => {
      const from = incarnation === 0 ? null : (run.visits[0]?.at ?? null);
      const until = runs[incarnation + 1]?.visits[0]?.at ?? null;
      const last = run.visits.at(-1);
      return {
        line,
        incarnation,
        after: runs[incarnation - 1]?.visits.findLast((visit) => visit.at !== null)?.at ?? null,
        before: until,
        visits: run.visits,
        arrivals: arrivalsOf(run.visits, marks, until, model),
        anomalies: [...anomalies.filter((a) => isWithin(a, from, until)), ...run.anomalies],
        ended: last !== undefined && (model.stages.get(last.stage)?.end ?? null) !== null,
      };
    });
  });
}

/** What is said of the whole order is said of each of its lines. */
function linesOf(journey: Journey): readonly { line: string; marks: readonly Mark[] }[] {
  const lines = [...new Set(journey.marks.map((mark) => mark.line))].filter((line) => line !== '');
  if (lines.length === 0) return [{ line: '', marks: journey.marks }];
  return lines.map((line) => ({
    line,
    marks: journey.marks.filter((mark) => mark.line === line || mark.line === ''),
  }));
}

interface Run {
  readonly visits: Visit[];
  readonly anomalies: Anomaly[];
}

/** Follows the stays along the model's transitions: fills in what was skipped, splits where an id begins anew. */
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
        run.visits.push(visit);
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
  if (from.end !== null && to.start) return { reason: 'begins-anew' };
  const skipped = graph.between(from.name, to.name);
  return skipped === null || from.name === to.name ? { reason: 'illegal' } : { reason: 'leads-on', skipped };
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

function isWithin({ at }: Anomaly, from: number | null, until: number | null): boolean {
  return at === null || ((from === null || at >= from) && (until === null || at < until));
}
