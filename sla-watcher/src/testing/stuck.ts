import type { Model } from '@orderwatch/model';
import type { Diagnosis } from '../domain/diagnosis.ts';
import type { HopPoint, HopStep, Observation } from '../domain/observation.ts';
import type { BrokerView, QueueCount, QueueSpan } from '../domain/queue-history.ts';
import type { Gap } from '../domain/telemetry-source.ts';
import type { Verdict } from '../domain/verdict.ts';
import type { HealthByWitness, SystemSight, WitnessHealth } from '../domain/witness-health.ts';
import { emptyJourney, fold } from '../journey/fold.ts';
import { createAssessor } from '../pipeline/assess.ts';
import { modelOf, NOON, WORKSHOP } from './model.ts';
import { hopObservation, observation } from './observation.ts';

/** An order that the shop placed at noon, and that the workshop did not learn of within two minutes. */
export const MINUTE = 60_000;
export const at = (minutes: number) => NOON + Math.round(minutes * MINUTE);
/** When it is looked at: three minutes after its hop was due. */
export const LOOKED_AT = at(5);

/** The workshop with an eye on everything. */
export const WATCHED = modelOf(
  WORKSHOP.replace(
    'placed-to-mes: { status: PLACED, from: shop, to: mes, via: amqp }',
    'placed-to-mes: { status: PLACED, from: shop, to: mes, via: amqp, exchange: orders, routing_key: order.placed, queue: mes.orders }',
  )
    .replace(
      'priced-to-shop: { status: PRICED, from: mes, to: shop, via: amqp }',
      'priced-to-shop: { status: PRICED, from: mes, to: shop, via: amqp, exchange: orders, routing_key: order.priced, queue: shop.orders }',
    )
    .replace(
      'witnesses:\n',
      `witnesses:
  traces: { kind: trace, services: { shop-api: shop, mes-api: mes } }
  broker: { kind: broker, url_env: RABBITMQ_MANAGEMENT_URL }
  dead-letters: { kind: dead-letters, url_env: RABBITMQ_URL, exchanges: [orders.dead] }
  outbox:
    kind: outbox
    systems: [shop]
    url_env: SHOP_DATABASE_URL
    table: outbox
    columns: { key: id, order: order_id, status: status }
  operators:
    kind: probe
    systems: [mes]
    url_env: MES_URL
    path: /orders
    order: /id
    status: /status
    stages: [PLACED, PRICED, MAKING]
`,
    ),
);

/** The row that says the order was placed, and what the shop's own telemetry says of it. */
export const PLACED: readonly Observation[] = [
  observation({ stage: 'PLACED', at: at(0), system: 'shop', witness: 'shop-db' }),
  observation({ stage: 'PLACED', at: at(0), system: 'shop', witness: 'traces' }),
];

/** A point of the way to the workshop, `minute` after noon. */
export function point(kind: HopPoint, minute: number, step: Partial<HopStep> & { witness?: string } = {}) {
  const { witness = 'traces', ...rest } = step;
  const ofShop = kind === 'published' || kind === 'in-outbox' || kind === 'left-outbox';
  const spanId = rest.spanId ?? `${kind}-${minute}`;
  const system = ofShop ? 'shop' : 'mes';
  return hopObservation({ kind, at: at(minute), system, witness, step: { ...rest, spanId } });
}

export const CONFIRMED = point('published', 0.1, { outcome: 'confirmed' });
/** One delivery that its handler ended in one way or another. */
export function delivered(minute: number, step: Partial<HopStep> = {}, end: HopPoint = 'handled') {
  const spanId = `delivery-${minute}`;
  return [
    point('received', minute, { spanId }),
    point(end, minute + 0.01, { outcome: 'acked', ...step, spanId }),
  ];
}

export interface Eyes {
  readonly traces?: Partial<WitnessHealth>;
  readonly shop?: Partial<SystemSight>;
  readonly mes?: Partial<SystemSight>;
  readonly broker?: BrokerView | null;
  readonly deadLetters?: Partial<WitnessHealth>;
  readonly outbox?: Partial<WitnessHealth>;
  readonly operators?: Partial<WitnessHealth>;
  readonly databases?: Partial<WitnessHealth>;
  /** Not even told to exist. */
  readonly without?: readonly string[];
}

const WELL: SystemSight = { state: 'healthy', watermark: at(4.9), gaps: [] };

/** Everybody sees, but for what is said. */
export function eyes(given: Eyes = {}): HealthByWitness {
  const {
    traces,
    shop,
    mes,
    broker = EMPTY,
    deadLetters,
    outbox,
    operators,
    databases,
    without = [],
  } = given;
  const all: readonly WitnessHealth[] = [
    well('shop-db', databases),
    well('mes-db', databases),
    well('traces', { bySystem: { shop: { ...WELL, ...shop }, mes: { ...WELL, ...mes } }, ...traces }),
    well('broker', broker === null ? { state: 'blind' } : { broker }),
    well('dead-letters', deadLetters),
    well('outbox', outbox),
    well('operators', operators),
  ];
  return new Map(all.filter(({ witness }) => !without.includes(witness)).map((one) => [one.witness, one]));
}

function well(witness: string, more: Partial<WitnessHealth> = {}): WitnessHealth {
  const seen = { state: 'healthy', watermark: at(4.9), since: 0, skewMs: 0, detail: null } as const;
  return { witness, ...seen, ...more };
}

export const BLIND: Partial<WitnessHealth> & SystemSight = { state: 'blind', watermark: at(-1), gaps: [] };
export const gap = (from: number, to: number, died?: true): Partial<SystemSight> => {
  const one: Gap = { from: at(from), to: at(to) };
  return { gaps: [died === undefined ? one : { ...one, died }] };
};

const NOTHING: QueueCount = { ready: 0, unacked: 0, consumers: 1, delivered: 100, headAt: null };

export function queueSpan(
  from: number,
  to: number,
  count: Partial<QueueCount>,
  more: Partial<QueueSpan> = {},
): QueueSpan {
  const full = { ...NOTHING, ...count };
  const isEmpty = full.ready === 0 && full.unacked === 0;
  return {
    ...{ from: at(from), to: at(to), first: full, last: full },
    emptyAt: isEmpty ? at(to) : null,
    settledAt: full.unacked === 0 ? at(to) : null,
    unconsumedAt: full.consumers === 0 ? at(to) : null,
    ...more,
  };
}

export const NO_DROPS = { expired: 0, maxlen: 0, rejected: 0, delivery_limit: 0, unroutable: 0 };

export function brokerView(
  count: Partial<QueueCount>,
  drops: BrokerView['drops'][number]['dropped'] | null = NO_DROPS,
): BrokerView {
  return {
    queues: [{ queue: 'mes.orders', spans: [queueSpan(-1, 4.9, count)], missingAt: null }],
    drops: drops === null ? [] : [{ from: at(-1), to: at(4.9), dropped: { ...NO_DROPS, ...drops } }],
  };
}

export const EMPTY = brokerView({});

export function judgedAs(
  seen: readonly Observation[],
  health: HealthByWitness = eyes(),
  now = LOOKED_AT,
  model: Model = WATCHED,
): Verdict {
  return createAssessor(model).assess(fold(emptyJourney('42'), seen), now, health).verdict;
}

/** The one diagnosis there is, in short: `proven not-stored`, `waiting | lost-in-broker`, `?`. */
export function inShort({ conclusion }: Pick<Diagnosis, 'conclusion'>): string {
  switch (conclusion.reason) {
    case 'decided':
      return `${conclusion.confidence} ${conclusion.loss}`;
    case 'either':
      return conclusion.losses.join(' | ');
    case 'undetermined':
      return '?';
  }
}
