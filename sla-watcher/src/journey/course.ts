import type { Model } from '@orderwatch/model';
import type { Anomaly, Course, Journey, Mark } from '../domain/journey.ts';
import { arrivalsOf } from './arrivals.ts';
import { readRuns } from './runs.ts';
import { toldBy } from './told.ts';

/**
 * Reads a journey under a model: per line, one course for every use of the order's id, oldest first.
 * Marks of stages that the model does not know are passed over.
 */
export function coursesOf(journey: Journey, model: Model): readonly Course[] {
  return linesOf(journey).flatMap(([line, marks]) => {
    const told = toldBy(marks, model);
    const hopMarks = journey.hopMarks.filter((mark) => mark.line === '' || mark.line === line);
    const { runs, anomalies } = readRuns(told, model);
    return runs.map((run, incarnation): Course => {
      const from = incarnation === 0 ? null : (run.visits[0]?.at ?? null);
      const until = runs[incarnation + 1]?.visits[0]?.at ?? null;
      const last = run.visits.at(-1);
      return {
        line,
        incarnation,
        after: runs[incarnation - 1]?.visits.findLast((visit) => visit.at !== null)?.at ?? null,
        before: until,
        visits: run.visits,
        arrivals: arrivalsOf(run.visits, { told, hopMarks }, { from, until }, model),
        anomalies: [...anomalies.filter((a) => isWithin(a, from, until)), ...run.anomalies],
        ended: last !== undefined && (model.stages.get(last.stage)?.end ?? null) !== null,
      };
    });
  });
}

/** What is said of the whole order is said of each of its lines. */
function linesOf({ marks }: Journey): readonly (readonly [line: string, marks: readonly Mark[]])[] {
  const byLine = Map.groupBy(marks, (mark) => mark.line);
  const ofAll = byLine.get('') ?? [];
  byLine.delete('');
  if (byLine.size === 0) return [['', ofAll]];
  return [...byLine].map(([line, own]) => [line, [...ofAll, ...own]]);
}

function isWithin({ at }: Anomaly, from: number | null, until: number | null): boolean {
  return at === null || ((from === null || at >= from) && (until === null || at < until));
}
