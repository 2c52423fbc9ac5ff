import type { Model } from '@orderwatch/model';
import { weeklyWindow } from '../deadline/calendar.ts';
import { compileCalendars } from '../deadline/calendars.ts';
import { deadlinesOf, type DueContext } from '../deadline/due.ts';
import { indexLimits } from '../deadline/limit-index.ts';
import type { Course, Journey } from '../domain/journey.ts';
import type { Verdict } from '../domain/verdict.ts';
import type { HealthByWitness } from '../domain/witness-health.ts';
import { attributesDuring } from '../journey/attributes.ts';
import { coursesOf } from '../journey/course.ts';
import { judge } from '../verdict/judge.ts';

export interface Assessment {
  readonly verdict: Verdict;
  readonly courses: readonly Course[];
}

/** The pure middle of the pipeline under one model: a journey is read, its deadlines set, and judged. */
export interface Assessor {
  readonly model: Model;
  assess(journey: Journey, now: number, health: HealthByWitness): Assessment;
}

export function createAssessor(model: Model): Assessor {
  const context: DueContext = { model, calendars: compileCalendars(model), limits: indexLimits(model) };
  return {
    model,
    assess(journey, now, health) {
      const courses = coursesOf(journey, model);
      const read = courses.map((course) => ({
        course,
        deadlines: deadlinesOf(course, attributesDuring(course, journey, model), context),
      }));
      return { courses, verdict: judge(journey, read, now, { model, health, weeklyWindow }) };
    },
  };
}
