import type { Message } from '../domain/delivery.ts';
import type { Incident, Member } from '../domain/incident.ts';
import { factsOf } from './message-facts.ts';
import { renderOrder } from './message-order.ts';
import { renderTitle } from './message-title.ts';
import { type VoiceOptions, voiceOf } from './message-voice.ts';

export { renderDigest } from './message-digest.ts';

export interface IncidentInput extends VoiceOptions {
  readonly incident: Incident;
  /** Those to list: the open ones, longest overdue first, or the last that left. */
  readonly members: readonly Member[];
  /** How many are not among them. */
  readonly more: number;
}

/** What people are told of an incident: understood in ten seconds, with the reasons below. */
export function renderIncident(input: IncidentInput): Message {
  const { incident, members, more } = input;
  const voice = voiceOf(input);
  return {
    kind: incident.resolvedAt !== null ? 'resolved' : incident.revision <= 1 ? 'open' : 'update',
    severity: incident.severity,
    title: renderTitle(incident, members, voice.texts),
    facts: factsOf(incident, members, more, voice),
    lines: members.map((member) => ({ order: member.order, text: renderOrder(member, incident, voice) })),
    more: incident.kind === 'witness' || incident.kind === 'flow' ? 0 : more,
    path: `/incidents/${encodeURIComponent(incident.id)}`,
    possibleRepeat: false,
  };
}
