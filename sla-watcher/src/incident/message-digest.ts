import type { Message } from '../domain/delivery.ts';
import type { Incident, Member } from '../domain/incident.ts';
import { lossesTitle } from '../words/render.ts';
import { lateMs, longestLate, renderOrder } from './message-order.ts';
import { placeOf, renderPlace } from './message-place.ts';
import { renderDay } from './message-time.ts';
import { renderAnomaly, renderTitle } from './message-title.ts';
import { type Voice, type VoiceOptions, voiceOf } from './message-voice.ts';

export interface DigestInput extends VoiceOptions {
  readonly incidents: readonly Matter[];
}

interface Matter {
  readonly incident: Incident;
  readonly members: readonly Member[];
}

/** More than a reader takes in; the page has them all. */
const MOST_INCIDENTS = 15;
const MOST_ORDERS = 30;

/** What waited for the morning, as one message: a fact per incident, then the orders, latest first. */
export function renderDigest(input: DigestInput): Message {
  const voice = voiceOf(input);
  const { texts, now, timezone } = voice;
  const matters = mattersOf(input.incidents);
  const told = matters.slice(0, MOST_INCIDENTS);
  const untold = matters.length - told.length;
  const open = matters.filter(({ incident }) => incident.resolvedAt === null);
  const orders = open.flatMap(({ incident, members }) => members.map((member) => ({ incident, member })));
  const shown = orders.sort((a, b) => dueOf(a.member) - dueOf(b.member)).slice(0, MOST_ORDERS);
  const inAll = open.reduce((sum, { incident }) => sum + ordersIn(incident), 0);
  return {
    kind: 'digest',
    severity: 'digest',
    title: texts.title.digest(renderDay(now, timezone, texts.time), texts.matters(matters.length)),
    facts: [
      ...told.map(({ incident, members }) => incidentFact(incident, members, voice)),
      ...(untold > 0 ? [{ label: texts.label.more, value: texts.moreMatters(untold) }] : []),
    ],
    lines: shown.map(({ incident, member }) => ({
      order: member.order,
      text: renderLine(member, incident, voice),
    })),
    more: Math.max(0, inAll - shown.length),
    path: '/',
    possibleRepeat: false,
  };
}

/** Orders that became late at the same place on different days are one matter to who reads of them at once. */
function mattersOf(incidents: readonly Matter[]): readonly Matter[] {
  const together = Map.groupBy(incidents, ({ incident }) =>
    incident.kind === 'orders' ? `${incident.key} ${incident.resolvedAt === null}` : incident.id,
  );
  return [...together.values()].map((same) => ({
    incident: {
      ...same[0]!.incident,
      open: same.reduce((sum, { incident }) => sum + incident.open, 0),
      total: same.reduce((sum, { incident }) => sum + incident.total, 0),
    },
    members: same.flatMap(({ members }) => members),
  }));
}

/** `in SUBMITTED`: `12 orders · limit 30m · longest late 3 d 4 h`. */
function incidentFact(
  incident: Incident,
  members: readonly Member[],
  voice: Voice,
): Message['facts'][number] {
  const { texts, length, now } = voice;
  if (incident.kind === 'anomaly' && incident.resolvedAt === null) {
    return { label: texts.kind.anomaly, value: renderAnomaly(incident, members, texts) };
  }
  if (incident.kind !== 'orders') {
    return { label: texts.kind[incident.kind], value: renderTitle(incident, members, voice) };
  }
  const label = renderPlace(incident.place, texts);
  if (incident.resolvedAt !== null) {
    return { label, value: `${texts.resolvedShort}: ${texts.orders(incident.total)}` };
  }
  const longest = longestLate(members);
  const late = longest === null ? null : lateMs(longest, now);
  const limit =
    longest === null || placeOf(incident.place).kind === 'promise' ? null : longest.sighting.limit;
  const value = [
    texts.orders(ordersIn(incident)),
    ...(incident.losses.length > 0 ? [lossesTitle(incident.losses, voice.words)] : []),
    ...(limit === null ? [] : [texts.limit(limit)]),
    ...(late === null ? [] : [`${texts.label.longest.toLowerCase()} ${length(late)}`]),
  ].join(' · ');
  return { label, value };
}

/** Beside orders of other places, an order says where it is late; its stage says so already. */
function renderLine(member: Member, incident: Incident, voice: Voice): string {
  const text = renderOrder(member, incident, voice);
  if (incident.kind === 'orders' && placeOf(incident.place).kind === 'stage') return text;
  return `${renderPlace(incident.place, voice.texts)} · ${text}`;
}

/** A witness or a flow has no orders, though it counts as one while it is in trouble. */
function ordersIn({ kind, open }: Incident): number {
  return kind === 'witness' || kind === 'flow' ? 0 : open;
}

function dueOf({ dueAt }: Member): number {
  return dueAt ?? Number.POSITIVE_INFINITY;
}
