import type { Incident, Member } from '../domain/incident.ts';
import { renderContradiction } from './loss-message/contradiction.ts';
import { placeOf } from './message-place.ts';
import type { Voice } from './message-voice.ts';

/** Late by so much at `now`, or when it left; null: nobody knows when it was due. */
export function lateMs({ dueAt, leftAt }: Member, now: number): number | null {
  return dueAt === null ? null : Math.max(0, (leftAt ?? now) - dueAt);
}

/** The one that has been due for longest; those without a due time come last. */
export function longestLate(members: readonly Member[]): Member | null {
  const dueAt = (member: Member) => member.dueAt ?? Number.POSITIVE_INFINITY;
  return members.reduce<Member | null>(
    (longest, member) => (longest === null || dueAt(member) < dueAt(longest) ? member : longest),
    null,
  );
}

/** `1 h 12 min late · in SUBMITTED since 10:02 (shop-db) · due 10:32`; for one that left, how. */
export function renderOrder(member: Member, incident: Incident, voice: Voice): string {
  const { texts, instant, length, now } = voice;
  const late = lateMs(member, now);
  // What breaks a rule, or contradicts itself, is not late by that.
  const isLate = incident.kind !== 'anomaly' && incident.kind !== 'drift';
  const lateness = late === null || !isLate ? [] : [texts.late(length(late))];
  const due = member.dueAt === null || !isLate ? [] : [texts.due(instant(member.dueAt))];
  if (member.leftAt === null) {
    const seen = renderContradiction(member.sighting, voice) ?? renderSighting(member, voice);
    return [...lateness, seen, ...due].join(' · ');
  }
  const reason = member.left ?? 'moved';
  const left = texts.left[reason](instant(member.leftAt));
  // Of the others nobody can say that they were late.
  const wasLate = reason === 'moved' || reason === 'ended' || reason === 'proven';
  return [left, ...(wasLate ? lateness : []), ...due].join(' · ');
}

/** What was last seen of it, by whom, since when. */
export function renderSighting({ sighting }: Member, { texts, instant }: Voice): string {
  const { stage, since, witness } = sighting;
  if (stage === null) return texts.neverSeen;
  return texts.sighting(stage, since === null ? null : instant(since), witness);
}

/** The explained clock in a line: `limit 30m · started 10:02 · due 10:32`. */
export function renderWhy({ sighting, dueAt }: Member, incident: Incident, voice: Voice): string {
  const { texts, instant, length } = voice;
  const { limit, startedAt, pausedMs } = sighting;
  const promised = placeOf(incident.place).kind === 'promise';
  const start = startedAt === null ? texts.startUnknown : texts.started(instant(startedAt));
  return [
    // What contradicts itself has no limit to name.
    ...(limit === '' ? [] : [promised ? texts.promised(limit) : texts.limit(limit)]),
    ...(promised ? [] : [start]),
    ...(pausedMs > 0 ? [texts.paused(length(pausedMs))] : []),
    ...(dueAt === null ? [] : [texts.due(instant(dueAt))]),
  ].join(' · ');
}
