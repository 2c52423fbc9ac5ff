import type { Model } from '@orderwatch/model';
import { type Attributes, attributesOf, valuesOf } from '../domain/attributes.ts';
import type { AttributeRegister, Course, Journey } from '../domain/journey.ts';

/**
 * The attributes as they hold for one course. What an order *is* (its channel, its complexity) is
 * taken to hold for every use of its id; what was *promised* holds for the use in which it was said.
 */
export function attributesDuring(course: Course, journey: Journey, model: Model): Attributes {
  if (course.after === null && course.before === null) return attributesOf(journey);
  const isPromise = (name: string) =>
    model.limits.some(({ place }) => place.kind === 'promise' && place.attribute === name);
  return valuesOf(
    Object.entries(journey.attributes).filter(
      ([name, register]) => !isPromise(name) || wasSaidDuring(course, register),
    ),
  );
}

function wasSaidDuring({ after, before }: Course, { at }: AttributeRegister): boolean {
  return at === null || ((after === null || at > after) && (before === null || at < before));
}
