import type { HttpDeps } from '../../deps.ts';
import { type DriftEntry, driftLedger } from '../../drift-ledger.ts';
import { type Html, html } from '../parts/html.ts';
import { badge } from '../parts/icons.ts';
import { name, orderLink } from '../parts/names.ts';
import { driftPath, incidentPath } from '../parts/paths.ts';
import { table } from '../parts/table.ts';
import { minuteTime } from '../parts/times.ts';
import type { Content, View } from '../view.ts';
import { driftWords } from './disagreements.ts';

const MOST = 500;

/** The drift ledger: who has contradicted whom for too long, those that still do or all. */
export async function renderDrift(deps: HttpDeps, view: View, state: 'open' | 'all'): Promise<Content> {
  const { loss, all } = view.texts;
  const entries = await driftLedger(deps.store, { state, limit: MOST });
  const title = loss.ledger;
  const filter = (which: 'open' | 'all', label: string) =>
    html`<li><a href="${driftPath(which)}"${which === state && html` aria-current="page"`}>${label}</a></li>
`;
  const body = html`<h1>${title}</h1>
<p>${loss.ledgerLead}</p>
<nav aria-label="${loss.ledger}"><ul class="filter">
${filter('open', loss.ledgerOpen)}${filter('all', all)}</ul></nav>
${entries.length === 0 ? html`<p class="calm">${loss.ledgerEmpty}</p>` : ledgerTable(view, title, entries)}`;
  return { title, body, live: true };
}

function ledgerTable(view: View, title: string, entries: readonly DriftEntry[]): Html {
  const { texts, format, now } = view;
  const { loss } = texts;
  return table<DriftEntry>(
    title,
    [
      { head: texts.order, cell: ({ order }) => orderLink(order) },
      {
        head: loss.ledgerKind,
        cell: ({ drift, closedAt }) => badge(closedAt === null ? 'bad' : 'good', loss.drift[drift.kind]),
      },
      { head: loss.disagreements, cell: ({ drift }) => driftWords(view, drift) },
      {
        head: loss.ledgerAge,
        cell: ({ drift, closedAt }) => format.duration((closedAt ?? now) - drift.since),
      },
      {
        head: loss.ledgerClosed,
        cell: ({ closedAt, incident }) =>
          closedAt === null
            ? html`<a href="${incidentPath(incident.id)}">${name(incident.place)}</a>`
            : minuteTime(view, closedAt),
      },
    ],
    entries,
  );
}
