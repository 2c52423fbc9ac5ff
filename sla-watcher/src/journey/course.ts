import type { Model } from '@orderwatch/model';
import type { Anomaly, Course, Journey, Mark, SideMark, StageMark } from '../domain/journey.ts';
import { isSideKind } from '../domain/observation.ts';
import { arrivalsOf } from './arrivals.ts';
import { claimsOf } from './claims.ts';
import { disorderOf } from './disorder.ts';
import { readRuns } from './runs.ts';
import { toldBy } from './told.ts';

/**
 * Reads a journey under a model: per line, one course for every use of the order's id, oldest first.
 * Marks of stages that the model does not know are passed over.
 */
export function coursesOf(journey: Journey, model: Model): readonly Course[] {
  return linesOf(journey).flatMap(([line, all]) => {
    const marks = all.filter(isStageMark);
    const side = all.filter(isSideMark).sort((a, b) => a.at - b.at);
    const told = toldBy(marks, model);
    const hopMarks = journey.hopMarks.filter((mark) => mark.line === '' || mark.line === line);
    const { runs, anomalies } = readRuns(told, model);
    return runs.map((run, incarnation): Course => {
      const from = incarnation === 0 ? null : (run.visits[0]?.at ?? null);
      const until = runs[incarnation + 1]?.visits[0]?.at ?? null;
      const own = marks.filter((mark) => isWithin(mark, from, until));
      const arrivals = arrivalsOf(run.visits, { told, hopMarks }, { from, until }, model);
      const last = run.visits.at(-1);
      return {
        line,
        incarnation,
        after: runs[incarnation - 1]?.visits.findLast((visit) => visit.at !== null)?.at ?? null,
        before: until,
        visits: run.visits,
        arrivals,
        claims: claimsOf(own, side, model),
        side: side.filter((mark) => isWithin(mark, from, until)),
        strays: hopMarks.filter(
          (mark) => mark.hop === null && mark.point === 'published' && isWithin(mark, from, until),
        ),
        heardOf: heardOf([...own, ...hopMarks.filter((mark) => isWithin(mark, from, until))], model),
        anomalies: [
          ...anomalies.filter((a) => isWithin(a, from, until)),
          ...run.anomalies,
          ...disorderOf(arrivals, own, model),
        ],
        ended: last !== undefined && (model.stages.get(last.stage)?.end ?? null) !== null,
      };
    });
  });
}

/** A write to a database is of no hop, and yet says who was at work. */
function heardOf(marks: readonly Pick<Mark, 'witness' | 'system'>[], model: Model): readonly string[] {
  const told = marks.filter(({ witness }) => model.witnesses.get(witness)?.kind === 'trace');
  return [...new Set(told.map(({ system }) => system))].sort();
}

/** What is said of the whole order is said of each of its lines. */
function linesOf({ marks }: Journey): readonly (readonly [line: string, marks: readonly Mark[]])[] {
  const byLine = Map.groupBy(marks, (mark) => mark.line);
  const ofAll = byLine.get('') ?? [];
  byLine.delete('');
  if (byLine.size === 0) return [['', ofAll]];
  return [...byLine].map(([line, own]) => [line, [...ofAll, ...own]]);
}

function isStageMark(mark: Mark): mark is StageMark {
  return !isSideKind(mark.kind);
}

function isSideMark(mark: Mark): mark is SideMark {
  return isSideKind(mark.kind) && mark.at !== null;
}

function isWithin({ at }: Pick<Mark | Anomaly, 'at'>, from: number | null, until: number | null): boolean {
  return at === null || ((from === null || at >= from) && (until === null || at < until));
}
