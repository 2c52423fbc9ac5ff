import type { Incident, Member } from '../../domain/incident.ts';
import type { HttpDeps } from '../deps.ts';
import { Problem } from '../problem.ts';
import { hasOrders, incidentTitle, severityBadge } from './incident-title.ts';
import { isLoss } from '../../words/incident-losses.ts';
import { handlingFacts, handlingForms } from './handling.ts';
import { contradictionColumn } from './loss/disagreements.ts';
import { incidentEvidence, incidentNumbers, replayColumn } from './loss/incident-loss.ts';
import { dueCell } from './orders-table.ts';
import { facts } from './parts/facts.ts';
import { type Html, html } from './parts/html.ts';
import { badge } from './parts/icons.ts';
import { name, orderLink } from './parts/names.ts';
import { type Column, table } from './parts/table.ts';
import { minuteTime, sinceLength } from './parts/times.ts';
import type { Content, View } from './view.ts';

const MAX_MEMBERS = 200;

/** One incident: what is wrong, the orders still in it, and why the others left. */
export async function renderIncident(deps: HttpDeps, view: View, id: string): Promise<Content> {
  const { store } = deps;
  const incident = await store.incident(id);
  if (incident === null) throw new Problem('not-found', 'There is no such incident.');
  const [open, rest] = await Promise.all([
    store.members(id, { open: true, limit: MAX_MEMBERS }),
    store.members(id, { open: false, limit: MAX_MEMBERS }),
  ]);
  const left = rest.filter((member) => member.leftAt !== null);
  const { texts, format } = view;
  const count = hasOrders(incident)
    ? format.plural(incident.open, texts.ordersOpen)
    : texts.incidentKind[incident.kind];
  const title = `${texts.incident}: ${count}`;
  return { title, body: incidentBody(view, incident, open, left), live: true };
}

function incidentBody(
  view: View,
  incident: Incident,
  open: readonly Member[],
  left: readonly Member[],
): Html {
  const { texts } = view;
  return html`<p class="crumb"><a href="/">${texts.overview}</a></p>
<div class="headline"><h1>${incidentTitle(view, incident)}</h1>
<p>${incident.resolvedAt === null ? severityBadge(view, incident.severity) : badge('good', texts.resolved)}</p></div>
${incident.detail !== null && html`<p class="lead">${detailText(view, incident.detail, incident.kind)}</p>`}
${incidentFacts(view, incident, left)}
${incident.resolvedAt === null && handlingForms(view, incident)}
${isLoss(incident) && incidentEvidence(view, open.length > 0 ? open : left)}
${hasOrders(incident) && openSection(view, incident, open)}
${left.length > 0 && leftSection(view, incident, left)}`;
}

/** Of a stopped flow the detail is the number of orders that are usual. */
function detailText({ texts, format }: View, detail: string, kind: Incident['kind']): string {
  const usual = Number(detail);
  return kind === 'flow' && Number.isFinite(usual) ? format.plural(usual, texts.usualFlow) : detail;
}

function incidentFacts(view: View, incident: Incident, left: readonly Member[]): Html {
  const { texts, format } = view;
  const opened = html`${minuteTime(view, incident.openedAt)} <span class="soft">${texts.ago(sinceLength(view, incident.openedAt))}</span>`;
  const orders = texts.ofTotal(format.number(incident.open), format.number(incident.total));
  const numbers = isLoss(incident) ? incidentNumbers(view, incident, left) : '';
  return facts([
    [texts.severityLabel, texts.severity[incident.severity]],
    [texts.opened, opened],
    [texts.resolved, incident.resolvedAt === null ? texts.stillOpen : minuteTime(view, incident.resolvedAt)],
    hasOrders(incident) && [
      texts.orders,
      html`${orders}${numbers !== '' && html` <span class="soft">${numbers}</span>`}`,
    ],
    incident.rule !== '' && [texts.rule, name(incident.rule)],
    ...handlingFacts(view, incident),
  ]);
}

function openSection(view: View, incident: Incident, members: readonly Member[]): Html {
  const { texts, format } = view;
  const more = incident.open - members.length;
  const columns: Column<Member>[] = [
    ...memberColumns(view),
    ...(incident.kind === 'drift' ? [contradictionColumn(view)] : dueColumns(view)),
    ...replayColumn(view, members),
  ];
  return html`<section aria-labelledby="open"><h2 id="open">${texts.stillIn}</h2>
${members.length === 0 ? html`<p class="calm">${texts.nobodyIn}</p>` : table(texts.stillIn, columns, members)}
${more > 0 && html`<p class="soft">${format.plural(more, texts.andMore)}</p>`}</section>`;
}

function dueColumns(view: View): readonly Column<Member>[] {
  const { texts } = view;
  return [
    { head: texts.due, cell: ({ dueAt }) => dueCell(view, dueAt, overdueMs(dueAt, view.now)) },
    { head: texts.limit, cell: ({ sighting }) => name(sighting.limit) },
  ];
}

function overdueMs(dueAt: number | null, now: number): number | null {
  return dueAt !== null && dueAt < now ? now - dueAt : null;
}

function leftSection(view: View, incident: Incident, members: readonly Member[]): Html {
  const { texts, format } = view;
  const more = incident.total - incident.open - members.length;
  const columns: Column<Member>[] = [
    ...memberColumns(view),
    { head: texts.leftAt, cell: ({ leftAt }) => minuteTime(view, leftAt) },
    { head: texts.leftWhy, cell: ({ left }) => (left === null ? texts.unknown : texts.leaveReason[left]) },
  ];
  return html`<section aria-labelledby="left"><h2 id="left">${texts.left}</h2>
${table(texts.left, columns, members)}
${more > 0 && html`<p class="soft">${format.plural(more, texts.andMore)}</p>`}</section>`;
}

function memberColumns(view: View): readonly Column<Member>[] {
  const { texts } = view;
  return [
    { head: texts.order, cell: ({ order }) => orderLink(order) },
    {
      head: texts.stage,
      cell: ({ sighting }) => (sighting.stage === null ? texts.unknown : name(sighting.stage)),
    },
    { head: texts.inStageSince, cell: ({ sighting }) => minuteTime(view, sighting.since) },
    {
      head: texts.lastSeenBy,
      cell: ({ sighting }) => (sighting.witness === null ? texts.unknown : name(sighting.witness)),
    },
  ];
}
