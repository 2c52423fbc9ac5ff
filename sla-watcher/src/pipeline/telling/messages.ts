import type { Model, NotifyPolicy } from '@orderwatch/model';
import { type Message, postSubject } from '../../domain/delivery.ts';
import type { Incident } from '../../domain/incident.ts';
import type { TellReason } from '../../domain/notice.ts';
import { renderContinued, renderDigest, renderIncident } from '../../incident/message.ts';
import type { WantedDelivery } from '../../ports.ts';
import { policyFor } from '../policy.ts';
import type { RollCall } from './roll-call.ts';

/** An incident of which people are told now, and why. */
export interface Told extends RollCall {
  readonly incident: Incident;
  readonly reason: TellReason;
  readonly how: 'posted' | 'updated';
}

/** What is said to which channel. */
export function messagesFor(told: readonly Told[], now: number, model: Model): readonly WantedDelivery[] {
  const bySeverity = [...Map.groupBy(told, ({ incident }) => incident.severity)];
  return bySeverity.flatMap(([severity, those]) => {
    const policy = policyFor(severity, model);
    return policy.dailyAtMinute === null
      ? those.flatMap((one) => ownMessages(one, policy, now, model))
      : digests(those, policy, now, model);
  });
}

/** A message of its own. One that is posted anew ends the one before, which then waits for no update. */
function ownMessages(told: Told, policy: NotifyPolicy, now: number, model: Model): readonly WantedDelivery[] {
  const { incident, members, departures, reason, how } = told;
  const more = Math.max(0, (incident.open > 0 ? incident.open : incident.total) - members.length);
  const voice = { now, ...voiceOf(model) };
  const message = renderIncident({ incident, members, departures, more, reason, ...voice });
  const audience = audienceOf(incident, policy);
  const newest = wantAll(
    postSubject(incident.id, incident.posts),
    incident.revision,
    message,
    audience,
    model,
  );
  if (how === 'updated' || incident.posts <= 1) return newest;
  const before = postSubject(incident.id, incident.posts - 1);
  const continued = renderContinued(message, voice);
  return [...wantAll(before, incident.revision, continued, audience, model), ...newest];
}

/** Whom an incident concerns; those to whom it was escalated stay with it. */
function audienceOf({ escalatedAt }: Incident, { to, escalate }: NotifyPolicy): readonly string[] {
  return escalatedAt === null ? to : [...new Set([...to, ...(escalate?.to ?? [])])];
}

/** One message a day; those to whom something was escalated hear of that alone. */
function digests(
  told: readonly Told[],
  policy: NotifyPolicy,
  now: number,
  model: Model,
): readonly WantedDelivery[] {
  const escalated = told.filter(({ incident }) => incident.escalatedAt !== null);
  const others = (policy.escalate?.to ?? []).filter((channel) => !policy.to.includes(channel));
  return [...digest(told, policy.to, now, model), ...digest(escalated, others, now, model)];
}

function digest(
  told: readonly Told[],
  channels: readonly string[],
  now: number,
  model: Model,
): readonly WantedDelivery[] {
  const [first] = told;
  if (first === undefined) return [];
  const message = renderDigest({ incidents: told, now, ...voiceOf(model) });
  // Two replicas may each hold a part of the same morning, and after an outage a morning may come
  // twice: the parts differ in their first incident, or in how often that has been told.
  const { id, revision } = first.incident;
  const subject = `digest:${new Date(now).toISOString().slice(0, 10)}:${id}:${revision}`;
  return wantAll(subject, 1, message, channels, model);
}

function wantAll(
  subject: string,
  revision: number,
  message: Message,
  channels: readonly string[],
  { shadow }: Model,
): readonly WantedDelivery[] {
  return channels.map((channel) => ({ subject, channel, revision, message, shadow }));
}

function voiceOf({ language, timezone, name: modelName, hops }: Model) {
  return { language, timezone, modelName, hops } as const;
}
