import type { Anomaly } from '../../../domain/journey.ts';
import { type Html, html } from '../parts/html.ts';
import { badge } from '../parts/icons.ts';
import { name } from '../parts/names.ts';
import { secondTime } from '../parts/times.ts';
import type { View } from '../view.ts';

/** What breaks the rules of the model; nothing at all when nothing does. */
export function anomalySection(view: View, anomalies: readonly Anomaly[]): Html | null {
  if (anomalies.length === 0) return null;
  return html`<section aria-labelledby="anomalies"><h2 id="anomalies">${view.texts.orderPage.anomalies}</h2>
<ul class="plain">${anomalies.map((anomaly) => anomalyItem(view, anomaly))}</ul></section>`;
}

function anomalyItem(view: View, anomaly: Anomaly): Html {
  const { texts } = view;
  const when = secondTime(view, anomaly.at);
  return html`<li>${badge('warn', texts.anomalyKind[anomaly.kind])}
<span>${sentence(view, anomaly)} <span class="soft">(${when}, ${texts.orderPage.toldBy(name(anomaly.witness))})</span></span></li>
`;
}

function sentence({ texts, format }: View, anomaly: Anomaly): Html {
  const says = texts.orderPage.anomaly;
  switch (anomaly.kind) {
    case 'illegal-transition':
    case 'out-of-order':
      return says[anomaly.kind](name(anomaly.from), name(anomaly.to));
    case 'time-backwards':
      return says[anomaly.kind](name(anomaly.from), name(anomaly.to), format.duration(anomaly.byMs));
    case 'duplicate':
      return says[anomaly.kind](name(anomaly.stage));
  }
}
