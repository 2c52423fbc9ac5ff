import type { Word } from '../../../domain/disagreement.ts';
import type { Member } from '../../../domain/incident.ts';
import type { JudgedDisagreement } from '../../../domain/verdict.ts';
import { type Html, html } from '../parts/html.ts';
import { badge } from '../parts/icons.ts';
import { name } from '../parts/names.ts';
import type { Column } from '../parts/table.ts';
import { secondTime, sinceLength } from '../parts/times.ts';
import type { View } from '../view.ts';

/** Who says what, since when; nothing at all when nobody contradicts another. */
export function disagreementSection(view: View, some: readonly JudgedDisagreement[]): Html | false {
  const { loss } = view.texts;
  return (
    some.length > 0 &&
    html`<section aria-labelledby="disagreements"><h2 id="disagreements">${loss.disagreements}</h2>
<ul class="plain">${some.map((each) => disagreementItem(view, each))}</ul></section>`
  );
}

function disagreementItem(view: View, { disagreement }: JudgedDisagreement): Html {
  const { loss, orderPage } = view.texts;
  const { kind, line, ahead, behind, since, dueAt, severity } = disagreement;
  const isTold = dueAt <= view.now;
  const told = severity === 'off' ? loss.neverTold : !isTold && loss.toldFrom(secondTime(view, dueAt));
  const ofLine = line !== '' && html` · ${orderPage.courseOf(name(line))}`;
  return html`<li>${badge(isTold && severity !== 'off' ? 'bad' : 'unsure', loss.drift[kind])}
<span>${word(view, ahead)}; ${word(view, behind)}${ofLine}.
<span class="soft">${loss.againstSince(secondTime(view, since), sinceLength(view, since))} ${told}</span></span></li>
`;
}

/** `shop-db says SHIPPED (…); mes-db does not have it (…)`, of one order of an incident. */
export function contradictionColumn(view: View): Column<Member> {
  return {
    head: view.texts.loss.disagreements,
    cell: ({ sighting: { drift } }) => (drift === undefined ? null : driftWords(view, drift)),
  };
}

export function driftWords(view: View, { ahead, behind }: { ahead: Word; behind: Word }): Html {
  return html`${word(view, ahead)}; ${word(view, behind)}`;
}

function word(view: View, { witness, stage, at }: Word): Html {
  const { loss } = view.texts;
  const says = stage === null ? loss.saysNothing(name(witness)) : loss.saysStage(name(witness), name(stage));
  return html`${says}${at !== null && html` ${loss.asOf(secondTime(view, at))}`}`;
}
