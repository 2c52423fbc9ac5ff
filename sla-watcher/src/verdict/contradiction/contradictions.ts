import type { Model } from '@orderwatch/model';
import type { Disagreement } from '../../domain/disagreement.ts';
import type { Course } from '../../domain/journey.ts';
import { hiddenFrom } from './hidden-from.ts';
import { disagreeing } from './disagreeing.ts';
import { goneFrom, vanishedOf } from './vanished-of.ts';

/**
 * All that witnesses say of one line that cannot both be true and that no hop under way explains: rows that
 * are gone, rows that a list does not show, and databases (and telemetry) that are at different stages.
 */
export function contradictionsOf(course: Course, model: Model): readonly Disagreement[] {
  const vanished = vanishedOf(course, model);
  const said = new Set(course.claims.map(({ witness }) => witness));
  const gone = new Set([...goneFrom(course.side)].filter((witness) => !said.has(witness)));
  const found = [...vanished, ...disagreeing(course, gone, model), ...hiddenFrom(course, model)];
  return found.map((contradiction): Disagreement => {
    const { withinMs, severity } = model.drift[contradiction.kind];
    const { line, incarnation } = course;
    return { ...contradiction, line, incarnation, dueAt: contradiction.since + withinMs, severity };
  });
}
