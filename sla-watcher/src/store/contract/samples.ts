import type { Message } from '../../domain/delivery.ts';
import type { Incident, Member } from '../../domain/incident.ts';
import type { JourneyRecord } from '../../domain/journey-record.ts';
import type { StageObservation } from '../../domain/observation.ts';
import type { StoredWitness, WantedDelivery } from '../../ports.ts';

/** 2026-11-21 12:00 UTC; the contract's tests live around it. */
export const NOON = Date.UTC(2026, 10, 21, 12);
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** A record not stored yet, with nothing due. */
export function record(order: string, fields: Partial<JourneyRecord> = {}): JourneyRecord {
  return {
    journey: { order, ids: [order], marks: [], hopMarks: [], attributes: {}, called: {}, truncated: false },
    modelVersion: 'v1',
    state: 'on-track',
    stage: 'SUBMITTED',
    since: NOON,
    startedAt: NOON,
    dueAt: null,
    nextAt: null,
    alarms: [],
    revision: 0,
    ...fields,
  };
}

export function observation(id: string, fields: Partial<StageObservation> = {}): StageObservation {
  return {
    id,
    order: 'o1',
    line: '',
    witness: 'shop-db',
    system: 'shop',
    stage: 'SUBMITTED',
    kind: 'entered',
    at: NOON,
    attributes: {},
    aliases: [],
    ...fields,
  };
}

export function incident(id: string, fields: Partial<Incident> = {}): Incident {
  return {
    id,
    key: 'late-in-stage|SUBMITTED',
    kind: 'orders',
    severity: 'page',
    rule: 'stage:SUBMITTED',
    place: 'stage SUBMITTED',
    openedAt: NOON,
    joinUntil: NOON + HOUR,
    resolvedAt: null,
    total: 1,
    open: 1,
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
    ...fields,
  };
}

export function member(incidentId: string, order: string, fields: Partial<Member> = {}): Member {
  return {
    incident: incidentId,
    order,
    joinedAt: NOON,
    dueAt: NOON,
    leftAt: null,
    left: null,
    sighting: {
      stage: 'SUBMITTED',
      since: NOON,
      witness: 'shop-db',
      limit: '30m',
      startedAt: NOON,
      pausedMs: 0,
      healthUnknown: false,
    },
    ...fields,
  };
}

export function message(title: string): Message {
  return {
    kind: 'open',
    severity: 'page',
    title,
    facts: [{ label: 'stage', value: 'SUBMITTED' }],
    lines: [{ order: 'o1', text: 'late by 5 min' }],
    more: 3,
    path: '/incidents/i1',
    possibleRepeat: false,
  };
}

export function wanted(
  subject: string,
  revision: number,
  fields: Partial<WantedDelivery> = {},
): WantedDelivery {
  return {
    subject,
    channel: 'slack',
    revision,
    message: message(`revision ${revision}`),
    shadow: false,
    ...fields,
  };
}

export function witness(name: string, cursor: string | null = null): StoredWitness {
  const health = {
    witness: name,
    state: 'healthy',
    watermark: NOON,
    since: NOON,
    skewMs: 0,
    detail: null,
  } as const;
  return { health, cursor };
}

/** What comes in from outside and must come back as it was, or change nothing. */
export const HOSTILE_TEXTS: readonly string[] = [
  "'; DROP TABLE journey; --",
  '"double" and `back`',
  'back\\slash \\" {curly,braces} NULL',
  '\u202Eright to left',
  'Заказ № 42, кольцо 💍',
  '<script>alert(1)</script>',
  'line\nbreak\ttab\r',
  '%s $1 ?1 :name',
  '\uFEFFmark',
  '\u007F\u0001',
];
