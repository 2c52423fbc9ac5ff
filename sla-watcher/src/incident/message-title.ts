import type { AnomalyKind } from '@orderwatch/model';
import type { Incident, Member } from '../domain/incident.ts';
import { isLoss } from '../words/incident-losses.ts';
import { lossTitle } from './loss-message/loss-title.ts';
import { placeOf, renderPlace } from './message-place.ts';
import type { MessageTexts } from './message-texts.ts';
import type { Voice } from './message-voice.ts';

/** What is wrong, where, how many: `LATE: 12 orders in SUBMITTED (limit 30m)`. */
export function renderTitle(incident: Incident, members: readonly Member[], voice: Voice): string {
  const { texts } = voice;
  const { title } = texts;
  const over = incident.resolvedAt !== null;
  const who = renderWho(incident, members, texts);
  const where = renderPlace(incident.place, texts);
  if (isLoss(incident)) return lossTitle(incident, members, who, voice);
  switch (incident.kind) {
    case 'orders':
    case 'drift':
      return (over ? title.resolved : title.late)(who, where, limitOf(incident, members));
    case 'backlog':
      return (over ? title.backlogResolved : title.backlog)(who);
    case 'anomaly':
      return (over ? title.anomalyResolved : title.anomaly)(anomalyName(incident.rule, texts), where, who);
    case 'witness':
      return (over ? title.witnessResolved : title.witness)(incident.place);
    case 'flow':
      return over ? title.flowResolved : title.flow;
  }
}

/** Of an anomaly, for where its label stands beside it: `change told twice, in PACKAGING: 2 orders`. */
export function renderAnomaly(incident: Incident, members: readonly Member[], texts: MessageTexts): string {
  const what = anomalyName(incident.rule, texts);
  return `${what}, ${renderPlace(incident.place, texts)}: ${renderWho(incident, members, texts)}`;
}

/** `order 42`, `12 orders`, or `7 of 12 orders` once some have left. */
function renderWho(
  { resolvedAt, open, total }: Incident,
  members: readonly Member[],
  texts: MessageTexts,
): string {
  const [only] = members;
  if (total === 1 && only !== undefined) return texts.order(only.order);
  return resolvedAt !== null || open === total ? texts.orders(total) : texts.ordersOf(open, total);
}

/** The limit that all share; each order has a promise of its own. */
function limitOf({ place }: Incident, [first]: readonly Member[]): string | null {
  return first === undefined || placeOf(place).kind === 'promise' ? null : first.sighting.limit;
}

function anomalyName(rule: string, texts: MessageTexts): string {
  return Object.hasOwn(texts.anomaly, rule) ? texts.anomaly[rule as AnomalyKind] : rule;
}
