import type { Message } from '../domain/delivery.ts';
import type { Departure, Incident, Member } from '../domain/incident.ts';
import type { TellReason } from '../domain/notice.ts';
import { isLoss } from '../words/incident-losses.ts';
import { continued, handlingFacts } from './handling-message/handling-facts.ts';
import { stragglersFirst } from './loss-message/loss-progress.ts';
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
  /** Of one that is over: how all of them left; absent: as far as they are listed. */
  readonly departures?: readonly Departure[];
  /** Why it is told now; absent: it is not known. */
  readonly reason?: TellReason;
}

/** What people are told of an incident: understood in ten seconds, with the reasons below. */
export function renderIncident(input: IncidentInput): Message {
  const { incident, members, more, departures = [], reason } = input;
  const voice = voiceOf(input);
  return {
    kind: incident.resolvedAt !== null ? 'resolved' : incident.revision <= 1 ? 'open' : 'update',
    severity: incident.severity,
    title: renderTitle(incident, members, voice),
    facts: [
      ...handlingFacts(incident, reason ?? null, voice),
      ...factsOf(incident, { members, more, departures }, voice),
    ],
    lines: (isLoss(incident) ? stragglersFirst(members) : members).map((member) => ({
      order: member.order,
      text: renderOrder(member, incident, voice),
    })),
    more: incident.kind === 'witness' || incident.kind === 'flow' ? 0 : more,
    path: `/incidents/${encodeURIComponent(incident.id)}`,
    possibleRepeat: false,
    ...(reason === undefined ? {} : { reason }),
  };
}

/** What stands in the place of a message that was posted anew. */
export function renderContinued(message: Message, options: VoiceOptions): Message {
  return continued(message, voiceOf(options));
}
