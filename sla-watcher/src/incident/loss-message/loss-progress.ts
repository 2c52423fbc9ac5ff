import type { Message } from '../../domain/delivery.ts';
import type { Incident, LeaveReason, Member } from '../../domain/incident.ts';
import { candidatesOf } from '../../domain/diagnosis.ts';
import { lossesTitle } from '../../words/render.ts';
import type { Voice } from '../message-voice.ts';

/** `500 at the opening, 20 joined later, 120 out of it by now, 400 still in it`; nothing while nothing has changed. */
export function progressFacts(
  { total, open, frozen }: Incident,
  { texts: { loss } }: Voice,
): readonly Message['facts'][number][] {
  const opening = frozen ?? total;
  if (total === opening && open === total) return [];
  const parts = [
    loss.atOpening(opening),
    ...(total > opening ? [loss.joined(total - opening)] : []),
    ...(open < total ? [loss.gone(total - open)] : []),
    loss.stillIn(open),
  ];
  return [{ label: loss.label.orders, value: parts.join(', ') }];
}

/** Of those that are told otherwise by now: as what, where that is known. Null: of none. */
export function nowToldAs(members: readonly Member[], { losses }: Incident, voice: Voice): string | null {
  const titles = members.flatMap(({ left, sighting }) => {
    if (left !== 're-judged' || !sighting.diagnosis) return [];
    const now = candidatesOf(sighting.diagnosis.conclusion);
    // What it was told as when it joined says nothing.
    const isNews = now.length !== losses.length || now.some((loss) => !losses.includes(loss));
    return isNews ? [lossesTitle(now, voice.words)] : [];
  });
  if (titles.length === 0) return null;
  const counts = Map.groupBy(titles, (title) => title);
  return [...counts].map(([title, { length }]) => voice.texts.loss.nowToldAs(length, title)).join(', ');
}

/** What was not proven is worth a look of a person: it stands first. */
export function stragglersFirst(members: readonly Member[]): readonly Member[] {
  const rank = ({ left }: Member) => (left !== null && PROOF.includes(left) ? 1 : 0);
  return members.toSorted((a, b) => rank(a) - rank(b));
}

const PROOF: readonly LeaveReason[] = ['proven', 'agreed', 'moved'];
