import type { Model } from '@orderwatch/model';
import type { Arrival, Course, Visit } from '../../../domain/journey.ts';
import { type Html, html } from '../parts/html.ts';
import { icon } from '../parts/icons.ts';
import { name, systemTitle } from '../parts/names.ts';
import { clockTime, secondTime } from '../parts/times.ts';
import type { View } from '../view.ts';

/** Each hop beside the stay whose status it carries: the one that began with it, else the last of that stage. */
export function arrivalsByVisit(model: Model, course: Course): ReadonlyMap<Visit, readonly Arrival[]> {
  const byVisit = new Map<Visit, Arrival[]>();
  for (const arrival of course.arrivals) {
    const status = model.hops.get(arrival.hop)?.status;
    const stays = course.visits.filter((visit) => visit.stage === status);
    const visit = stays.find(({ at }) => at === arrival.startedAt) ?? stays.at(-1);
    if (visit !== undefined) byVisit.set(visit, [...(byVisit.get(visit) ?? []), arrival]);
  }
  return byVisit;
}

export function hopItem(view: View, arrival: Arrival, hasEnded: boolean): Html {
  const { texts, model } = view;
  const to = model.hops.get(arrival.hop)?.to ?? arrival.hop;
  const by = arrival.arrivedBy !== null && html` ${texts.orderPage.byWitness(name(arrival.arrivedBy))}`;
  const shape = icon(arrival.arrived ? 'good' : 'unsure');
  return html`<li>${shape}<span>${hopText(view, arrival, systemTitle(view, to), hasEnded)}${by}${stepList(view, arrival)}</span></li>
`;
}

/** What telemetry saw of the way, in one line. */
function stepList(view: View, { steps }: Arrival): Html | false {
  const says = view.texts.orderPage;
  const told = steps.map(({ point, at, outcome, error, attempt }) => {
    const beside = [outcome, error].filter((part) => part !== null).map((part) => html`, ${name(part)}`);
    const again = attempt !== null && attempt > 1 && html`, ${says.attempt(attempt)}`;
    return html`<li>${clockTime(view, at)} ${says.point[point]}${beside}${again}</li>`;
  });
  return steps.length > 0 && html`<ul class="steps">${told}</ul>`;
}

function hopText(view: View, arrival: Arrival, system: Html, hasEnded: boolean): Html {
  const { startedAt, arrivedAt, arrived } = arrival;
  const { format, texts } = view;
  const says = texts.orderPage;
  if (!arrived) {
    // Nobody waits any more for what an order that is over did not do.
    const isWaiting = startedAt !== null && !hasEnded;
    const waiting = isWaiting && html`, ${says.stillWaiting(format.duration(view.now - startedAt))}`;
    return html`${says.notArrived(system)}${waiting}`;
  }
  if (arrivedAt === null) return says.arrivedUnknown(system);
  const time = secondTime(view, arrivedAt);
  // The source's row may be stamped after the target's: clocks differ.
  if (startedAt === null || arrivedAt <= startedAt) return says.arrivedInstantly(system, time);
  return says.arrived(system, time, format.duration(arrivedAt - startedAt));
}
