import type { JourneyRecord } from '../../../domain/journey-record.ts';
import type { HttpDeps, Judged } from '../../deps.ts';
import { lastMark, overdueMs } from '../../last-seen.ts';
import { incidentTitle, severityBadge } from '../incident-title.ts';
import { diagnosisSection } from '../loss/diagnosis.ts';
import { disagreementSection } from '../loss/disagreements.ts';
import { facts } from '../parts/facts.ts';
import { type Html, html } from '../parts/html.ts';
import { name } from '../parts/names.ts';
import { incidentPath } from '../parts/paths.ts';
import { minuteTime, secondTime, sinceLength } from '../parts/times.ts';
import { stateBadge } from '../parts/tones.ts';
import type { Content, View } from '../view.ts';
import { anomalySection } from './anomalies.ts';
import { attributeSection } from './attributes.ts';
import { deadlineSection } from './deadlines.ts';
import { timelineSection } from './timeline.ts';

/** The whole life of one order, judged now. */
export async function renderOrder(deps: HttpDeps, view: View, record: JourneyRecord): Promise<Content> {
  const judged = await deps.verdictOf(record);
  const incidents = await Promise.all(record.alarms.map(({ incident }) => deps.store.incident(incident)));
  const { order } = record.journey;
  const alarms = incidents.filter((incident) => incident !== null);
  const title = `${view.texts.order} ${order}`;
  const body = html`<p class="crumb"><a href="/">${view.texts.overview}</a></p>
<div class="headline"><h1>${view.texts.orderPage.orderTitle(name(order))}</h1>
<p>${stateBadge(view, judged.verdict.state)}</p></div>
<p class="lead">${whereabouts(view, record, judged.verdict.state === 'ended')}</p>
${diagnosisSection(view, judged.verdict.diagnoses)}
${disagreementSection(view, judged.verdict.disagreements)}
${record.journey.truncated && html`<p class="soft">${view.texts.orderPage.truncated}</p>`}
${orderFacts(view, record, judged)}
${alarms.length > 0 && alarmSection(view, alarms)}
<div class="columns even">
<div>${deadlineSection(view, judged.verdict)}</div>
<div>${timelineSection(view, judged.courses)}
${anomalySection(view, judged.verdict.anomalies)}
${attributeSection(view, record.journey)}</div>
</div>`;
  return { title, body, live: true };
}

function whereabouts(view: View, { stage, since, journey }: JourneyRecord, hasEnded: boolean): Html {
  const texts = view.texts.orderPage;
  const mark = lastMark(journey);
  const where = stage === null ? texts.noStage : stay(view, stage, since, hasEnded);
  return html`${where} ${mark && texts.lastSeen(name(mark.witness), secondTime(view, mark.at))}`;
}

function stay(view: View, stage: string, since: number | null, hasEnded: boolean): Html {
  const { orderPage } = view.texts;
  if (since === null) return orderPage.inStageUnknown(name(stage));
  const time = minuteTime(view, since);
  if (hasEnded) return orderPage.endedIn(name(stage), time);
  return orderPage.inStage(name(stage), time, sinceLength(view, since));
}

function orderFacts(view: View, record: JourneyRecord, { verdict }: Judged): Html {
  const { texts, format, now } = view;
  const others = record.journey.ids.filter((id) => id !== record.journey.order);
  const overdue = overdueMs({ dueAt: record.dueAt, state: verdict.state }, now);
  return facts([
    overdue !== null && [texts.overdue, html`<strong class="overdue">${format.duration(overdue)}</strong>`],
    record.dueAt !== null && [texts.due, minuteTime(view, record.dueAt)],
    [texts.orderPage.started, minuteTime(view, record.startedAt)],
    others.length > 0 && [texts.orderPage.otherIds, others.map((id) => html`${name(id)} `)],
  ]);
}

function alarmSection(view: View, incidents: readonly Parameters<typeof incidentTitle>[1][]): Html {
  return html`<section aria-labelledby="alarms"><h2 id="alarms">${view.texts.orderPage.alarms}</h2>
<ul class="incidents">${incidents.map(
    (incident) => html`<li>${severityBadge(view, incident.severity)}
<a class="what" href="${incidentPath(incident.id)}">${incidentTitle(view, incident)}</a>
<span class="meta"><span>${view.texts.since(minuteTime(view, incident.openedAt))}</span></span></li>
`,
  )}</ul></section>`;
}
