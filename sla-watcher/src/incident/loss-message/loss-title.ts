import type { Diagnosis } from '../../domain/diagnosis.ts';
import type { Incident, Member } from '../../domain/incident.ts';
import { lossesToTell } from '../../words/incident-losses.ts';
import { lossesTitle, renderMissing } from '../../words/render.ts';
import { longestLate } from '../message-order.ts';
import { placeOf, renderPlace } from '../message-place.ts';
import type { Voice } from '../message-voice.ts';
import { headOf } from './loss-head.ts';
import { showText } from './show-text.ts';

/** What was lost, how many, where, since when; and where that cannot be told, which eye is missing. */
export function lossTitle(incident: Incident, members: readonly Member[], who: string, voice: Voice): string {
  const { place, openedAt, resolvedAt } = incident;
  const losses = lossesToTell(incident);
  const { title, head } = voice.texts.loss;
  const what = lossesTitle(losses, voice.words);
  const where = renderPlace(place, voice.texts);
  if (resolvedAt !== null) return (areRejudged(members) ? title.rejudged : title.resolved)(who, what, where);
  const since = voice.instant(openedAt);
  const known = headOf(losses);
  // Whose witnesses contradict each other need not stand still.
  const says = head[known === 'stuck' && incident.kind === 'drift' ? 'drift' : known];
  // A promise and the whole order are no place where anything is lost.
  const { kind } = placeOf(place);
  if (losses.length <= 2 && (kind === 'order' || kind === 'promise'))
    return title.untold(says, who, what, where, since, null);
  return losses.length <= 2
    ? title.told(says, who, what, where, since)
    : title.untold(says, who, what, where, since, missingEye(members, voice));
}

/** The orders of an incident share their diagnosis: that of the one that is late for longest speaks for all. */
export function diagnosisOf(members: readonly Member[]): { member: Member; diagnosis: Diagnosis } | null {
  const member = longestLate(members.filter(({ sighting }) => (sighting.diagnosis ?? null) !== null));
  const diagnosis = member?.sighting.diagnosis ?? null;
  return member === null || diagnosis === null ? null : { member, diagnosis };
}

function missingEye(members: readonly Member[], voice: Voice): string | null {
  const told = diagnosisOf(members);
  const [eye] = told?.diagnosis.missing ?? [];
  if (told === null || eye === undefined) return null;
  return renderMissing(eye, voice.words, showText(told.diagnosis, voice), true).join('');
}

/** Nothing is solved by calling it another name. */
function areRejudged(members: readonly Member[]): boolean {
  return members.length > 0 && members.every(({ left }) => left === 're-judged');
}
