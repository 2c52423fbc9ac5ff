import type { Message } from '../../domain/delivery.ts';
import type { Acknowledgement, Incident } from '../../domain/incident.ts';
import type { TellReason } from '../../domain/notice.ts';
import type { Voice } from '../message-voice.ts';

type Fact = Message['facts'][number];

/** Why it is told again, and who takes care of it. `reason` null: it is not known. */
export function handlingFacts(incident: Incident, reason: TellReason | null, voice: Voice): readonly Fact[] {
  const { instant } = voice;
  const { handling } = voice.texts;
  const { resolvedAt, acknowledged, escalatedAt, snoozedUntil, posts, total } = incident;
  const facts: Fact[] = [];
  const tell = (label: keyof typeof handling.label, value: string) =>
    facts.push({ label: handling.label[label], value });
  if (reason === 'repeated') tell('again', handling.again(posts));
  if (reason === 'worse' && acknowledged !== null) tell('worse', handling.worse(total, acknowledged.total));
  if (escalatedAt !== null && resolvedAt === null)
    tell('escalated', handling.escalated(instant(escalatedAt)));
  if (acknowledged !== null) tell('acknowledged', acknowledgement(acknowledged, voice));
  if (snoozedUntil !== null) tell('snoozed', handling.snoozed(instant(snoozedUntil)));
  return facts;
}

function acknowledgement(
  { by, at, lapsedAt }: Acknowledgement,
  { instant, texts: { handling } }: Voice,
): string {
  const said = handling.acknowledged(by, instant(at));
  return lapsedAt === null ? said : `${said}; ${handling.lapsed(instant(lapsedAt))}`;
}

/** The last word of a message that was posted anew: what it says was so then. */
export function continued(message: Message, { instant, now, texts: { handling } }: Voice): Message {
  const fact = { label: handling.label.continued, value: handling.continued(instant(now)) };
  return { ...message, kind: 'continued', facts: [fact, ...message.facts] };
}
