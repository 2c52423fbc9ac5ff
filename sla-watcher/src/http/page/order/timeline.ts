import type { Course, Visit } from '../../../domain/journey.ts';
import { type Html, html } from '../parts/html.ts';
import { badge } from '../parts/icons.ts';
import { name, systemTitle } from '../parts/names.ts';
import { secondTime } from '../parts/times.ts';
import type { View } from '../view.ts';
import { arrivalsByVisit, hopItem } from './hops.ts';

/** Where the order was, stage by stage, and how each status travelled. */
export function timelineSection(view: View, courses: readonly Course[]): Html {
  const { texts } = view;
  return html`<section aria-labelledby="timeline"><h2 id="timeline">${texts.orderPage.timeline}</h2>
${courses.length === 0 && html`<p class="calm">${texts.orderPage.noStage}</p>`}
${courses.map((course) => courseItem(view, course, courses.length > 1))}</section>`;
}

function courseItem(view: View, course: Course, isOneOfMany: boolean): Html {
  const arrivals = arrivalsByVisit(view.model, course);
  return html`${(isOneOfMany || course.line !== '') && html`<h3>${courseTitle(view, course)}</h3>`}
<ol class="timeline">${course.visits.map((visit, index) => {
    const isCurrent = index === course.visits.length - 1 && !course.ended;
    const hops = arrivals.get(visit) ?? [];
    return html`<li class="${visitClass(visit, isCurrent)}">
${visitHead(view, visit)}
${visitTimes(view, visit, course.visits[index + 1], isCurrent)}
${hops.length > 0 && html`<ul class="hops">${hops.map((arrival) => hopItem(view, arrival, course.ended))}</ul>`}
</li>
`;
  })}</ol>`;
}

function courseTitle({ texts, format }: View, { line, incarnation, ended }: Course): Html {
  const parts = [
    line === '' ? html`${texts.order}` : texts.orderPage.courseOf(name(line)),
    incarnation > 0 && html`, ${format.plural(incarnation + 1, texts.orderPage.run)}`,
    ended && html`, ${texts.orderPage.ended}`,
  ];
  return html`${parts}`;
}

function visitClass(visit: Visit, isCurrent: boolean): string {
  if (visit.inferred) return 'inferred';
  return isCurrent ? 'current' : 'past';
}

function visitHead(view: View, visit: Visit): Html {
  const { texts, model } = view;
  const system = model.stages.get(visit.stage)?.system;
  return html`<p class="visit"><strong>${name(visit.stage)}</strong>
${system !== undefined && html`<span class="soft">${systemTitle(view, system)}</span>`}
${visit.inferred && badge('quiet', texts.orderPage.inferredBadge)}</p>`;
}

function visitTimes(view: View, visit: Visit, next: Visit | undefined, isCurrent: boolean): Html {
  const { texts, format, now } = view;
  const { orderPage } = texts;
  if (visit.inferred) return html`<p class="soft">${orderPage.inferred}</p>`;
  const end = next === undefined ? (isCurrent ? now : null) : next.at;
  const stayed = visit.at !== null && end !== null && end > visit.at ? format.duration(end - visit.at) : null;
  const length = stayed !== null && (isCurrent ? orderPage.stillWaiting(stayed) : orderPage.stayed(stayed));
  return html`<p class="soft">${visitTime(view, visit)}${
    visit.witness !== null && html`, ${orderPage.toldBy(name(visit.witness))}`
  }${length && html` · <span class="length">${length}</span>`}</p>`;
}

function visitTime(view: View, { at, kind }: Visit): Html {
  const { orderPage } = view.texts;
  if (at === null) return html`${orderPage.timeUnknown}`;
  const time = secondTime(view, at);
  return kind === 'seen' ? orderPage.atOrEarlier(time) : time;
}
