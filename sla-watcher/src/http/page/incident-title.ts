import type { AnomalyKind } from '@orderwatch/model';
import type { Incident } from '../../domain/incident.ts';
import { isLoss } from '../../words/incident-losses.ts';
import { lossText, lossTitle } from './loss/incident-loss.ts';
import { type Html, html } from './parts/html.ts';
import { badge } from './parts/icons.ts';
import { hopTitle, name, placeTitle } from './parts/names.ts';
import type { View } from './view.ts';

/** What is wrong, and where. */
export function incidentTitle(view: View, incident: Incident): Html {
  const { texts } = view;
  const { kind, place, rule } = incident;
  if (isLoss(incident)) {
    // Who works on it has not lost it.
    const isLateOnly = kind === 'orders' && incident.losses.every((loss) => loss === 'working');
    return isLateOnly
      ? html`${lateTitle(view, place)}: ${lossText(view, incident)}`
      : lossTitle(view, incident);
  }
  switch (kind) {
    case 'orders':
    case 'drift':
      return lateTitle(view, place);
    case 'anomaly':
      // Either `stage X` or the transition `X → Y`, in which a stage may be called like a kind of place.
      return html`${anomalyTitle(view, rule)}: ${place.includes(' → ') ? name(place) : placeTitle(view, place)}`;
    case 'witness':
      return html`${texts.incidentKind.witness}: ${name(place)}`;
    // A backlog is of many places, and the flow of none.
    case 'backlog':
    case 'flow':
      return html`${texts.incidentKind[kind]}`;
  }
}

function lateTitle(view: View, place: string): Html {
  const { lateAt } = view.texts;
  const [, kind = '', rest = ''] = /^(\S+) ?(.*)$/s.exec(place) ?? [];
  switch (kind) {
    case 'hop':
      return lateAt.hop(hopTitle(view, rest));
    case 'order':
      return html`${lateAt.order}`;
    case 'promise':
      return lateAt.promise(name(rest));
    default:
      return lateAt.stage(name(rest));
  }
}

function anomalyTitle({ texts }: View, rule: string): string {
  return isAnomaly(texts.anomalyKind, rule) ? texts.anomalyKind[rule] : texts.incidentKind.anomaly;
}

function isAnomaly(table: Readonly<Record<AnomalyKind, string>>, rule: string): rule is AnomalyKind {
  return Object.hasOwn(table, rule);
}

/** Incidents of witnesses and of the flow are about no particular orders. */
export function hasOrders({ kind }: Incident): boolean {
  return kind !== 'witness' && kind !== 'flow';
}

export function severityBadge({ texts }: View, severity: Incident['severity']): Html {
  return badge(severity === 'page' ? 'bad' : 'warn', texts.severity[severity]);
}
