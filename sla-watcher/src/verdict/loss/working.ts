import type { Model } from '@orderwatch/model';
import type { Course } from '../../domain/journey.ts';
import { type Opinion, possible, type Seen, seenBy } from '../way/evidence.ts';

/**
 * Nothing is lost: who has to move the order on has it, and takes long; a computation, or a person who has
 * not picked it up yet.
 *
 * Needs: the row of whoever moves it on.
 * For it: that row, and since when it has stood there.
 * Against it: all that says where it was lost instead; it is judged only where nothing does.
 */
export function working(course: Course, stage: string, model: Model): Opinion {
  const visit = course.visits.findLast((one) => one.stage === stage);
  const since = visit?.witness == null ? [] : [seenBy(visit.witness, 'in-stage', visit.at, stage)];
  return possible([...since, ...rowsAt(course, stage, model)], []);
}

/** That it came to where it is worked on. */
function rowsAt({ arrivals }: Course, stage: string, model: Model): readonly Seen[] {
  return arrivals.flatMap(({ hop, arrivedBy, arrivedAt }) => {
    const way = model.hops.get(hop);
    if (way?.status !== stage || arrivedBy === null) return [];
    return [seenBy(arrivedBy, 'target-row', arrivedAt, way.to)];
  });
}
