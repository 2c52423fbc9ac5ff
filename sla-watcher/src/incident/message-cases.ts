import type { Message } from '../domain/delivery.ts';
import type { Incident, LeaveReason, Member } from '../domain/incident.ts';

/** Incidents and orders for the tests of messages, on a Friday in Moscow. */
export const NOW = Date.parse('2026-11-20T11:44:00+03:00');
export const ENGLISH_VOICE = {
  language: 'en',
  timezone: 'Europe/Moscow',
  now: NOW,
  modelName: 'jewellery',
} as const;
export const RUSSIAN_VOICE = { ...ENGLISH_VOICE, language: 'ru' } as const;

export function incidentOf(change: Partial<Incident> = {}): Incident {
  return {
    id: '3f9c0a12bd44',
    key: `late|stage:SUBMITTED|${change.place ?? 'stage SUBMITTED'}`,
    kind: 'orders',
    severity: 'page',
    rule: 'stage:SUBMITTED',
    place: 'stage SUBMITTED',
    openedAt: Date.parse('2026-11-20T10:32:00+03:00'),
    joinUntil: NOW + 6 * 3_600_000,
    resolvedAt: null,
    total: 2,
    open: 2,
    revision: 1,
    notifyAt: null,
    detail: null,
    losses: [],
    frozen: null,
    toldAt: null,
    escalatedAt: null,
    changedAt: null,
    handledAt: null,
    posts: 1,
    postedAt: null,
    acknowledged: null,
    snoozedUntil: null,
    ...change,
  };
}

type MemberChange = Partial<Omit<Member, 'sighting'>> & { readonly sighting?: Partial<Member['sighting']> };

export function memberOf(order: string, change: MemberChange = {}): Member {
  const { sighting, ...rest } = change;
  return {
    incident: '3f9c0a12bd44',
    order,
    joinedAt: Date.parse('2026-11-20T10:32:00+03:00'),
    dueAt: Date.parse('2026-11-20T10:32:00+03:00'),
    leftAt: null,
    left: null,
    ...rest,
    sighting: {
      stage: 'SUBMITTED',
      since: Date.parse('2026-11-20T10:02:00+03:00'),
      witness: 'shop-db',
      limit: '30m',
      startedAt: Date.parse('2026-11-20T10:02:00+03:00'),
      pausedMs: 0,
      healthUnknown: false,
      ...sighting,
    },
  };
}

export function leftAs(order: string, left: LeaveReason, at: string): Member {
  return memberOf(order, { left, leftAt: Date.parse(`2026-11-20T${at}+03:00`) });
}

/** A message as a reader would see it, to be compared with a text as a whole. */
export function asText({ kind, severity, title, facts, lines, more, path }: Message): string {
  return [
    `[${kind} ${severity}] ${title}`,
    ...facts.map(({ label, value }) => `${label}: ${value}`),
    ...lines.map(({ order, text }) => `* ${order} — ${text}`),
    ...(more > 0 ? [`+${more}`] : []),
    path,
  ].join('\n');
}
