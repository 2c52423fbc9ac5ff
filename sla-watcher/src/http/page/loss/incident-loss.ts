import type { Diagnosis } from '../../../domain/diagnosis.ts';
import type { Incident, Member } from '../../../domain/incident.ts';
import { lossesToTell } from '../../../words/incident-losses.ts';
import { lossesTitle } from '../../../words/render.ts';
import { wordsOf } from '../../../words/words-of.ts';
import { type Html, html } from '../parts/html.ts';
import { orderLink, placeTitle } from '../parts/names.ts';
import type { Column } from '../parts/table.ts';
import type { View } from '../view.ts';
import { lossHeading } from './conclusion.ts';
import { diagnosisItem, replayText } from './diagnosis.ts';

/** `being worked on`. */
export function lossText({ language }: View, incident: Incident): string {
  return lossesTitle(lossesToTell(incident), wordsOf(language));
}

/** `Not published: hop price-to-crm, MES → CRM`. */
export function lossTitle(view: View, incident: Incident): Html {
  return html`${lossHeading(view, lossesToTell(incident))}: ${placeTitle(view, incident.place)}`;
}

/** How it is known, by the order that is late for longest; of an incident that is over, by the last that left. */
export function incidentEvidence(view: View, members: readonly Member[]): Html | false {
  const told = members.flatMap(({ order, dueAt, sighting: { diagnosis } }) =>
    diagnosis ? [{ order, dueAt: dueAt ?? Number.POSITIVE_INFINITY, diagnosis }] : [],
  );
  const longest = told.reduce((a, b) => (b.dueAt < a.dueAt ? b : a), told[0] ?? NOBODY);
  if (longest.diagnosis === null) return false;
  return html`<section aria-labelledby="evidence"><h2 id="evidence">${view.texts.loss.evidenceOf(orderLink(longest.order))}</h2>
${diagnosisItem(view, longest.diagnosis)}</section>`;
}

const NOBODY: { order: string; dueAt: number; diagnosis: Diagnosis | null } = {
  order: '',
  dueAt: 0,
  diagnosis: null,
};

/** `500 at the opening, 20 joined later, 120 out of it, 100 of them proven`. */
export function incidentNumbers(
  { texts, format }: View,
  incident: Incident,
  left: readonly Member[],
): string {
  const { total, open } = incident;
  const opening = incident.frozen ?? total;
  const gone = total - open;
  if (total === opening && gone === 0) return '';
  const proven = left.filter((member) => member.left === 'proven').length;
  // Of very many not all are at hand, and a part of the number would mislead.
  const isWhole = left.length === gone;
  return [
    format.plural(opening, texts.loss.atOpening),
    total > opening && format.plural(total - opening, texts.loss.joinedLater),
    gone > 0 && format.plural(gone, texts.loss.outOfIt),
    gone > 0 && isWhole && format.plural(proven, texts.loss.provenOfThese),
  ]
    .filter((part) => part !== false)
    .join(', ');
}

/** What sending again would do, of each order; no column when there is nothing to send. */
export function replayColumn(view: View, members: readonly Member[]): readonly Column<Member>[] {
  const textOf = ({ sighting: { diagnosis } }: Member) => (diagnosis ? replayText(view, diagnosis) : null);
  if (members.every((member) => textOf(member) === null)) return [];
  return [{ head: view.texts.loss.replay, cell: textOf }];
}
