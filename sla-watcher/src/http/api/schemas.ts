import type { AnomalyKind, Severity } from '@orderwatch/model';
import type { ClockAssumption, DeadlineEnd } from '../../domain/deadline.ts';
import type { IncidentKind } from '../../domain/incident.ts';
import { EYES_ON, FACTS, LOSS_CLASSES } from '../../domain/diagnosis.ts';
import { HOP_POINTS, REJECTION_REASONS } from '../../domain/observation.ts';
import { ORDER_STATES, type Outcome } from '../../domain/verdict.ts';
import { HEALTH_CAUSES } from '../../domain/witness-health.ts';
import { PROBLEMS } from '../problem.ts';

/** As much of JSON Schema as the API's description uses. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: 'date-time' | 'uri';
  readonly description?: string;
  readonly enum?: readonly (string | null)[];
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
  readonly items?: Schema;
}

const text: Schema = { type: 'string' };
const textOrNull: Schema = { type: ['string', 'null'] };
const count: Schema = { type: 'integer' };
const lengthMs: Schema = { type: 'integer', description: 'Milliseconds.' };
const lengthMsOrNull: Schema = { type: ['integer', 'null'], description: 'Milliseconds.' };
const flag: Schema = { type: 'boolean' };
const at: Schema = { type: 'string', format: 'date-time' };
const atOrNull: Schema = { type: ['string', 'null'], format: 'date-time' };

export function ref(name: keyof typeof SCHEMAS): Schema {
  return { $ref: `#/components/schemas/${name}` };
}
function refOrNull(name: string): Schema {
  return { anyOf: [{ $ref: `#/components/schemas/${name}` }, { type: 'null' }] };
}
function list(items: Schema | string): Schema {
  return {
    type: 'array',
    items: typeof items === 'string' ? { $ref: `#/components/schemas/${items}` } : items,
  };
}
/** Every property is required: what is not known is null. */
function record(properties: Readonly<Record<string, Schema>>, description?: string): Schema {
  return {
    type: 'object',
    ...(description === undefined ? {} : { description }),
    properties,
    required: Object.keys(properties),
    additionalProperties: false,
  };
}
/** One of a closed set. The record makes the compiler demand every member of the union. */
function oneOf<T extends string>(values: Readonly<Record<T, true>>): Schema {
  return { type: 'string', enum: Object.keys(values) };
}

const severity = oneOf<Severity>({ page: true, digest: true });

const WORD = record({ witness: text, system: text, stage: textOrNull, at: atOrNull });

const rejection = record({
  position: text,
  reason: { type: 'string', enum: REJECTION_REASONS },
  detail: text,
});
const eventsAnswer = { accepted: count, duplicates: count, rejected: list(rejection) };

const orderSummary = {
  order: text,
  ids: list(text),
  state: { type: 'string', enum: ORDER_STATES },
  stage: textOrNull,
  since: atOrNull,
  startedAt: atOrNull,
  dueAt: atOrNull,
  overdueMs: lengthMsOrNull,
  lastSeen: refOrNull('LastSeen'),
  alarms: list('Alarm'),
};

const outcomeReason = oneOf<Outcome['reason']>({
  'on-track': true,
  'at-risk': true,
  'clock-paused': true,
  'late-in-stage': true,
  'late-at-hop': true,
  'late-overall': true,
  'past-promise': true,
  'finished-in-time': true,
  'finished-late': true,
  unjudgeable: true,
  'not-seen-yet': true,
  undetermined: true,
  maintenance: true,
});

export const SCHEMAS = {
  Problem: {
    type: 'object',
    description: 'RFC 9457. `code` is stable; `all-rejected` carries the members of EventsAnswer too.',
    properties: {
      type: { type: 'string', format: 'uri' },
      title: text,
      status: count,
      code: { type: 'string', enum: Object.keys(PROBLEMS) },
      detail: text,
      ...eventsAnswer,
    },
    required: ['type', 'title', 'status', 'code', 'detail'],
    additionalProperties: false,
  },
  EventsAnswer: record(eventsAnswer, 'Sent only after what it says is durable.'),
  Event: {
    type: 'object',
    description: 'A status change; the JSON Schema of an event is published with the model.',
  },
  LastSeen: record({ witness: text, at: atOrNull, line: text }),
  Alarm: record({ incident: text, key: text, dueAt: atOrNull }),
  OrderSummary: record(orderSummary, 'An order as last judged.'),
  OrdersPage: record({ at, items: list('OrderSummary'), next: textOrNull }),
  Course: record({
    line: text,
    incarnation: count,
    ended: flag,
    visits: list(record({ stage: text, at: atOrNull, witness: textOrNull, inferred: flag, kind: text })),
    arrivals: list(
      record({
        hop: text,
        startedAt: atOrNull,
        witness: textOrNull,
        arrivedAt: atOrNull,
        arrived: flag,
        arrivedBy: textOrNull,
        steps: list('Step'),
      }),
    ),
  }),
  Step: record(
    {
      point: { type: 'string', enum: HOP_POINTS },
      at,
      system: text,
      witness: text,
      outcome: textOrNull,
      error: textOrNull,
      attempt: { type: ['integer', 'null'] },
      traceId: textOrNull,
      spanId: textOrNull,
      messageId: textOrNull,
    },
    'A point of a hop, as it was seen.',
  ),
  Diagnosis: record(
    {
      place: text,
      line: text,
      incarnation: count,
      since: atOrNull,
      conclusion: { type: 'string', enum: ['decided', 'either', 'undetermined'] },
      losses: list({ type: 'string', enum: LOSS_CLASSES }),
      confidence: { type: ['string', 'null'], enum: ['proven', 'likely', null] },
      evidence: list('Evidence'),
      missing: list(
        record({
          on: { type: 'string', enum: EYES_ON },
          system: textOrNull,
          witness: textOrNull,
          because: { type: 'string', enum: ['no-witness', 'blind', 'behind', 'gap', 'unknown'] },
        }),
      ),
      replay: {
        anyOf: [
          record({
            advice: { type: 'string', enum: ['safe', 'not-needed', 'would-repeat', 'unknown'] },
            targetRow: { type: 'string', enum: ['there', 'absent', 'unknown'] },
            message: { type: 'string', enum: ['never-received', 'received', 'handled', 'unknown'] },
            messageId: textOrNull,
            repeats: list(text),
          }),
          { type: 'null' },
        ],
      },
    },
    'Where an order was lost, and how that is known.',
  ),
  Evidence: record({
    speaks: { type: 'string', enum: ['for', 'against'] },
    loss: { type: 'string', enum: LOSS_CLASSES },
    fact: { type: 'string', enum: FACTS },
    witness: text,
    at: atOrNull,
    traceId: textOrNull,
    spanId: textOrNull,
    detail: textOrNull,
  }),
  DriftAnswer: record({ at, items: list('DriftEntry') }),
  DriftEntry: record({
    order: text,
    line: text,
    kind: { type: 'string', enum: ['disagree', 'vanished', 'hidden'] },
    incident: text,
    ahead: WORD,
    behind: WORD,
    since: at,
    ageMs: lengthMs,
    closedAt: atOrNull,
    closedBy: textOrNull,
  }),
  Disagreement: record(
    {
      kind: { type: 'string', enum: ['disagree', 'vanished', 'hidden'] },
      line: text,
      incarnation: count,
      ahead: WORD,
      behind: WORD,
      since: at,
      dueAt: at,
      severity: { type: 'string', enum: ['page', 'digest', 'off'] },
    },
    'What two witnesses say that cannot both be true.',
  ),
  Outcome: record(
    {
      reason: outcomeReason,
      lateMs: lengthMsOrNull,
      because: textOrNull,
      watermark: atOrNull,
      witnesses: list(text),
      window: textOrNull,
      until: atOrNull,
    },
    '`reason` says which of the other fields speak; those that do not are null or empty.',
  ),
  Clock: record(
    {
      modelVersion: text,
      limit: text,
      startedBy: { anyOf: [record({ stage: text, witness: textOrNull }), { type: 'null' }] },
      pauses: list(
        record({
          from: at,
          to: atOrNull,
          by: record({ kind: oneOf({ calendar: true, stage: true }), name: text }),
        }),
      ),
      pausedMs: lengthMs,
      assumptions: list(oneOf<ClockAssumption>({ 'calendar-ends': true, 'started-then-or-earlier': true })),
    },
    'Why a deadline is due when it is.',
  ),
  Judgement: record({
    rule: text,
    place: text,
    line: text,
    incarnation: count,
    severity,
    outcome: { $ref: '#/components/schemas/Outcome' },
    healthUnknown: flag,
    startedAt: atOrNull,
    warnAt: atOrNull,
    dueAt: atOrNull,
    ended: oneOf<DeadlineEnd['reason']>({
      running: true,
      met: true,
      'met-by': true,
      'ended-at-unknown-time': true,
    }),
    endedAt: atOrNull,
    endedBy: textOrNull,
    clock: { $ref: '#/components/schemas/Clock' },
  }),
  Anomaly: record({
    kind: oneOf<AnomalyKind>({
      'illegal-transition': true,
      'out-of-order': true,
      'time-backwards': true,
      duplicate: true,
    }),
    from: textOrNull,
    to: text,
    at: atOrNull,
    byMs: lengthMsOrNull,
    witness: text,
  }),
  OrderDetail: record(
    {
      ...orderSummary,
      at,
      modelVersion: text,
      attributes: list(
        record({
          name: text,
          value: { type: ['string', 'number', 'boolean'] },
          at: atOrNull,
          witness: text,
        }),
      ),
      courses: list('Course'),
      judgements: list('Judgement'),
      anomalies: list('Anomaly'),
      diagnoses: list('Diagnosis'),
      disagreements: list('Disagreement'),
      truncated: flag,
    },
    'An order with its journey, judged at `at`.',
  ),
  Incident: record({
    id: text,
    key: text,
    kind: oneOf<IncidentKind>({
      orders: true,
      backlog: true,
      witness: true,
      flow: true,
      anomaly: true,
      drift: true,
    }),
    severity,
    rule: text,
    place: text,
    openedAt: at,
    resolvedAt: atOrNull,
    total: count,
    open: count,
    detail: textOrNull,
    losses: list({ type: 'string', enum: LOSS_CLASSES }),
    frozen: { type: ['integer', 'null'] },
    toldAt: atOrNull,
    escalatedAt: atOrNull,
    acknowledged: refOrNull('Acknowledgement'),
    snoozedUntil: atOrNull,
  }),
  Acknowledgement: record({ at, by: textOrNull, lapsedAt: atOrNull }, 'That somebody takes care of it.'),
  Acknowledge: {
    type: 'object',
    properties: { by: { type: 'string', description: 'Who takes care of it; 100 characters at most.' } },
    additionalProperties: false,
  },
  Snooze: {
    type: 'object',
    properties: { for: { type: 'string', description: 'A duration from 1m to 7d, like 2h.' } },
    required: ['for'],
    additionalProperties: false,
  },
  IncidentAnswer: record({ at, incident: { $ref: '#/components/schemas/Incident' } }),
  IncidentsAnswer: record({ at, items: list('Incident') }),
  Witness: record({
    witness: text,
    kind: text,
    systems: list(text),
    state: oneOf({ healthy: true, blind: true, unknown: true, silent: true }),
    watermark: atOrNull,
    lagMs: lengthMsOrNull,
    since: atOrNull,
    skewMs: lengthMsOrNull,
    cause: { type: ['string', 'null'], enum: [...HEALTH_CAUSES, null] },
    detail: textOrNull,
    gaps: list('Gap'),
    bySystem: list(
      record({
        system: text,
        state: oneOf({ healthy: true, blind: true, unknown: true }),
        watermark: atOrNull,
        gaps: list('Gap'),
      }),
    ),
  }),
  Gap: record(
    { from: at, to: at, died: flag },
    'A time of which a witness has not seen everything and never will.',
  ),
  WitnessesAnswer: record({ at, items: list('Witness') }),
  AliveAnswer: record({ alive: flag }),
  ReadyAnswer: record({ ready: flag, checks: list(record({ name: text, ok: flag, detail: text })) }),
} as const satisfies Readonly<Record<string, Schema>>;
