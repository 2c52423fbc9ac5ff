import type { Message } from '../domain/delivery.ts';
import type { Departure, Incident, LeaveReason, Member } from '../domain/incident.ts';
import { isLoss } from '../words/incident-losses.ts';
import { lossFacts } from './loss-message/loss-facts.ts';
import { nowToldAs, progressFacts } from './loss-message/loss-progress.ts';
import { lateMs, longestLate, renderSighting, renderWhy } from './message-order.ts';
import type { Voice } from './message-voice.ts';

type Fact = Message['facts'][number];

/** The orders that are told of: those at hand, how many are not, and how all left, where that is known. */
export interface Shown {
  readonly members: readonly Member[];
  readonly more: number;
  readonly departures: readonly Departure[];
}

/** The reasons below the title, by what kind of incident it is and whether it is over. */
export function factsOf(incident: Incident, shown: Shown, voice: Voice): readonly Fact[] {
  const { members } = shown;
  const { label } = voice.texts;
  const model = { label: label.model, value: voice.texts.rule(voice.modelName, incident.rule) };
  if (incident.resolvedAt !== null) {
    return [lasted(incident, incident.resolvedAt, voice), ...howTheyLeft(incident, shown, voice), model];
  }
  const since = sinceFact(incident, voice);
  switch (incident.kind) {
    case 'orders':
    case 'backlog':
    case 'drift':
      return [
        ...(isLoss(incident) ? lossFacts(incident, members, voice) : []),
        ...progressFacts(incident, voice),
        ...(incident.kind === 'drift' ? lastSeen(members, voice) : ordersFacts(incident, members, voice)),
        since,
        ...detail(incident, label.reason),
        model,
      ];
    case 'anomaly':
      return [...lastSeen(members, voice), since, ...detail(incident, label.reason), model];
    case 'witness':
      return [
        ...detail(incident, label.reason),
        since,
        { label: label.meaning, value: voice.texts.blindMeans },
        model,
      ];
    case 'flow': {
      const usual =
        incident.detail === null
          ? []
          : [{ label: label.usual, value: voice.texts.flowUsual(incident.detail) }];
      return [since, ...usual, model];
    }
  }
}

/** Of the order that waits longest: how late, why due, where it was last seen. */
function ordersFacts(incident: Incident, members: readonly Member[], voice: Voice): readonly Fact[] {
  const { texts, now, length } = voice;
  const longest = longestLate(members);
  if (longest === null) return [];
  const late = lateMs(longest, now);
  const howLate =
    late === null
      ? []
      : [{ label: texts.label.longest, value: `${texts.order(longest.order)}, ${length(late)}` }];
  const unknown = members.some(({ sighting }) => sighting.healthUnknown);
  return [
    ...howLate,
    { label: texts.label.why, value: renderWhy(longest, incident, voice) },
    ...lastSeen(members, voice),
    ...(unknown ? [{ label: texts.label.health, value: texts.healthUnknown }] : []),
    ...(incident.kind === 'backlog' ? [{ label: texts.label.meaning, value: texts.backlogMeans }] : []),
  ];
}

function lastSeen(members: readonly Member[], voice: Voice): readonly Fact[] {
  const longest = longestLate(members);
  return longest === null
    ? []
    : [{ label: voice.texts.label.lastSeen, value: renderSighting(longest, voice) }];
}

/** Zone included, once a message. */
function sinceFact({ openedAt }: Incident, { texts, instant, length, now, timezone }: Voice): Fact {
  const value = `${instant(openedAt)} ${timezone}, ${texts.ago(length(now - openedAt))}`;
  return { label: texts.label.since, value };
}

function detail({ detail: value }: Incident, label: string): readonly Fact[] {
  return value === null ? [] : [{ label, value }];
}

function lasted(
  { openedAt }: Incident,
  resolvedAt: number,
  { texts, instant, length, timezone }: Voice,
): Fact {
  const value = texts.lasted(
    length(resolvedAt - openedAt),
    instant(openedAt),
    `${instant(resolvedAt)} ${timezone}`,
  );
  return { label: texts.label.lasted, value };
}

/** `9 moved on (the last at 12:36), 2 over, 1 out of sight`, most first. */
function howTheyLeft(incident: Incident, shown: Shown, voice: Voice): readonly Fact[] {
  const { texts } = voice;
  const { members, more, departures } = shown;
  const parts = departures.length > 0 ? allLeft(departures, voice) : listedLeft(members, voice);
  if (parts.length === 0) return [];
  if (more > 0 && departures.length === 0) parts.push(texts.notListed(more));
  const now = nowToldAs(members, incident, voice);
  const value = parts.join(', ');
  return [{ label: texts.label.left, value: now === null ? value : `${value} (${now})` }];
}

function allLeft(departures: readonly Departure[], { texts, instant }: Voice): string[] {
  return departures.map(({ left, count, lastAt }) => {
    const counted = texts.leftCount[left](count);
    return left === 'proven' ? `${counted} (${texts.handling.lastOf(instant(lastAt))})` : counted;
  });
}

function listedLeft(members: readonly Member[], { texts }: Voice): string[] {
  const counts = new Map<LeaveReason, number>();
  for (const { left } of members) if (left !== null) counts.set(left, (counts.get(left) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a).map(([reason, count]) => texts.leftCount[reason](count));
}
