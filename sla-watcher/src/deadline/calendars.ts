import type { Model } from '@orderwatch/model';
import { clockTime, compileCalendar, type WorkingTime } from './calendar.ts';

/** The compiled calendars of a model, by name; null is the clock on the wall, which is always open. */
export type Calendars = (name: string | null) => WorkingTime;

export function compileCalendars(model: Model): Calendars {
  const compiled = new Map([...model.calendars].map(([name, calendar]) => [name, compileCalendar(calendar)]));
  return (name) => {
    if (name === null) return clockTime;
    const time = compiled.get(name);
    if (time === undefined) throw new RangeError(`no calendar ${name} in model ${model.version}`);
    return time;
  };
}
