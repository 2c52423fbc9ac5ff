import type { Incident } from '../../domain/incident.ts';
import type { OrderState } from '../../domain/verdict.ts';
import type { HttpDeps } from '../deps.ts';
import { witnessStates } from '../witness-states.ts';
import { channelList, witnessList } from './health.ts';
import { hasOrders, incidentTitle, severityBadge } from './incident-title.ts';
import { ordersTable } from './orders-table.ts';
import { type Html, html } from './parts/html.ts';
import { icon, type Tone } from './parts/icons.ts';
import { driftPath, incidentPath, ordersPath } from './parts/paths.ts';
import { agoLength, clockTime, minuteTime } from './parts/times.ts';
import { stateTone } from './parts/tones.ts';
import type { Content, View } from './view.ts';

const MAX_LATE = 50;
const MAX_AT_RISK = 25;
const MAX_INCIDENTS = 50;

type Counts = Readonly<Record<OrderState, number>>;

/** What is wrong now, in ten seconds. */
export async function renderOverview(deps: HttpDeps, view: View): Promise<Content> {
  const { store } = deps;
  const [counts, late, atRisk, incidents] = await Promise.all([
    store.countByState(),
    store.orders({ state: 'late', limit: MAX_LATE }),
    store.orders({ state: 'at-risk', limit: MAX_AT_RISK }),
    store.incidents({ state: 'open', limit: MAX_INCIDENTS }),
  ]);
  const headline = headlineOf(view, counts);
  const body = html`
<div class="headline"><h1>${headline}</h1>
<p class="soft">${view.texts.asOf(clockTime(view, view.now))} · <a href="/">${view.texts.refresh}</a></p></div>
${countTiles(view, counts)}
<div class="columns">
${incidentSection(view, incidents)}
<aside>
${witnessList(view, witnessStates(deps.model, deps.health()))}
${channelList(view, deps.channels())}
</aside>
</div>
<section aria-labelledby="orders"><h2 id="orders">${view.texts.lateAndAtRisk}</h2>
${ordersSection(view, [...late.items, ...atRisk.items], counts)}
</section>`;
  return { title: headline, body, live: true };
}

function headlineOf({ texts, format }: View, counts: Counts): string {
  if (counts.late > 0) return format.plural(counts.late, texts.lateOrders);
  return Object.values(counts).every((count) => count === 0) ? texts.noneKnown : texts.noneLate;
}

function countTiles(view: View, counts: Counts): Html {
  const { texts } = view;
  const inFlight = counts.late + counts['at-risk'] + counts.undetermined + counts['on-track'];
  const stateTile = (state: OrderState) =>
    tile(
      view,
      counts[state] === 0 ? 'good' : stateTone(state),
      texts.stateOfMany[state],
      counts[state],
      state,
    );
  return html`<ul class="tiles" aria-label="${texts.counts}">
${stateTile('late')}${stateTile('at-risk')}${stateTile('undetermined')}
${tile(view, 'quiet', texts.inFlight, inFlight, null)}
</ul>`;
}

function tile(view: View, tone: Tone, label: string, count: number, state: OrderState | null): Html {
  return html`<li><a class="tile ${tone}" href="${ordersPath(state)}">
<span class="count">${view.format.number(count)}</span> <span class="label">${icon(tone)}${label}</span></a></li>
`;
}

function incidentSection(view: View, incidents: readonly Incident[]): Html {
  const { texts } = view;
  const [pages, digests] = (['page', 'digest'] as const).map((severity) =>
    incidents.filter((incident) => incident.severity === severity),
  ) as [Incident[], Incident[]];
  return html`<section aria-labelledby="incidents"><h2 id="incidents">${texts.openIncidents}</h2>
${incidents.length === 0 && html`<p class="calm">${icon('good')}${texts.noIncidents}</p>`}
${pages.length > 0 && incidentList(view, pages)}
${digests.length > 0 && digestList(view, digests, pages.length > 0)}
<ul class="links"><li><a href="${driftPath('open')}">${texts.loss.ledger}</a></li></ul>
</section>`;
}

function incidentList(view: View, incidents: readonly Incident[]): Html {
  return html`<ul class="incidents">${incidents.map((incident) => incidentItem(view, incident))}</ul>`;
}

/** What can wait for the morning is folded away beneath what cannot. */
function digestList(view: View, digests: readonly Incident[], folded: boolean): Html {
  const list = incidentList(view, digests);
  if (!folded) return list;
  const summary = view.format.plural(digests.length, view.texts.forTheDigest);
  return html`<details id="digests"><summary>${summary}</summary>${list}</details>`;
}

function incidentItem(view: View, incident: Incident): Html {
  const { texts, format } = view;
  const since = html`${minuteTime(view, incident.openedAt)} (${agoLength(view, incident.openedAt)})`;
  const orders = hasOrders(incident) && html`<span>${format.plural(incident.open, texts.ordersOpen)}</span>`;
  return html`<li>${severityBadge(view, incident.severity)}
<a class="what" href="${incidentPath(incident.id)}">${incidentTitle(view, incident)}</a>
<span class="meta">${orders} <span>${texts.since(since)}</span></span></li>
`;
}

function ordersSection(view: View, records: Parameters<typeof ordersTable>[2], counts: Counts): Html {
  const { texts, format } = view;
  if (records.length === 0) {
    const known = Object.values(counts).some((count) => count > 0);
    return html`<p class="calm">${icon(known ? 'good' : 'quiet')}${known ? texts.nothingLate : texts.noneKnownHint}</p>`;
  }
  const links = (['late', 'at-risk'] as const)
    .filter((state) => counts[state] > 0)
    .map((state) => {
      const text = format.plural(counts[state], texts.allOfState[state]);
      return html`<li><a href="${ordersPath(state)}">${text}</a></li>`;
    });
  return html`${ordersTable(view, texts.lateAndAtRisk, records)}<ul class="links">${links}</ul>`;
}
