import type { AttributeValue } from '@orderwatch/model';

/**
 * How much a witness claims about the time of a stage:
 * - `entered`: the order went into the stage at `at` (a history row, an event). The sequence of a
 *   witness's `entered` marks is what happened.
 * - `seen`: the order was in the stage at `at` (a snapshot row); it went in then or earlier.
 * - `stamped`: the row carries `at` as the time of this stage (a wide row). It claims no sequence:
 *   such times are typed in late, and swapped, in real tables.
 * - `stated`: the row says the order is in the stage, or ended there, and gives no time.
 */
export type StageKind = 'entered' | 'seen' | 'stamped' | 'stated';
/**
 * What a witness says that is no word on when the order came into the stage. Each is as of `at`:
 * - `gone`: the order has no row any more; the stage is the last that its row showed.
 * - `taken-back`: it has rows, and none that shows this stage any more.
 * - `back`: after one of these, its row shows this stage all the same.
 * - `listed`, `unlisted`: a list that people work with shows it so; shows it no more.
 */
export const SIDE_KINDS = ['gone', 'taken-back', 'back', 'listed', 'unlisted'] as const;
export type SideKind = (typeof SIDE_KINDS)[number];
export type ObservationKind = StageKind | SideKind;

/** One witness saw one fact about one order at one time. */
export type Observation = StageObservation | HopObservation;

interface Observed {
  /**
   * Identity of the fact: a hash of what was seen, by whom, of which order, and when it happened.
   * When it arrived is not part of it, so the same fact told twice is one observation.
   */
  readonly id: string;
  readonly order: string;
  /** Item or parcel within the order; '' speaks for the whole order. */
  readonly line: string;
  readonly witness: string;
  /** Whose word it is: the system that wrote, sent or handled what the witness saw. */
  readonly system: string;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  /** Other ids under which this order is known. */
  readonly aliases: readonly string[];
  /** The id under which the witness knows it, where that is written otherwise: `M-0042` for 42. */
  readonly calledAs?: string;
}

/** The order was in a stage. */
export interface StageObservation extends Observed {
  readonly stage: string;
  readonly kind: ObservationKind;
  /** Epoch milliseconds; null only for `stated`. */
  readonly at: number | null;
}

/** The order was at a point of the way from one system to another. */
export interface HopObservation extends Observed {
  readonly kind: HopPoint;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly step: HopStep;
}

/**
 * The points of a hop in the order of the way: the message stands in the sender's outbox, and does no
 * longer; the sender handed it over; the broker put it to the dead letters; the receiver was given it; its
 * handler was done, or failed; the receiver wrote to its database.
 */
export const HOP_POINTS = [
  'in-outbox',
  'left-outbox',
  'published',
  'dead-lettered',
  'received',
  'handled',
  'failed',
  'stored',
] as const;
export type HopPoint = (typeof HOP_POINTS)[number];

/** What is known of one point of a hop, beside its time. */
export interface HopStep {
  /** Null: what was done within a handler need not say on which hop; its trace does (see journey/steps.ts). */
  readonly hop: string | null;
  /**
   * What became of the message, in the words of the conventions (`confirmed`, `nacked`, …), or why it was
   * dead-lettered, in the broker's (`rejected`, `expired`, `maxlen`, `delivery_limit`); null: not told.
   */
  readonly outcome: string | null;
  /** `error.type`; null: no error. */
  readonly error: string | null;
  /** Which delivery of the message, from 1; null: nobody counts. */
  readonly attempt: number | null;
  /** The span that saw it, in lowercase hex: where its trace is looked up; null: no span. */
  readonly traceId: string | null;
  readonly spanId: string | null;
  /** By which its sender tells it from others; null: not told. */
  readonly messageId: string | null;
  /** What `at` leaves out: nanoseconds, 0 to 999,999. */
  readonly nanos: number;
}

export function isSideKind(kind: ObservationKind): kind is SideKind {
  return (SIDE_KINDS as readonly string[]).includes(kind);
}

export function isHopObservation(observation: Observation): observation is HopObservation {
  return 'step' in observation;
}

/** Why an input did not become an observation. The metric series of each exists from the start. */
export const REJECTION_REASONS = [
  'malformed',
  'too-large',
  'missing-order',
  'missing-status',
  'missing-time',
  'bad-time',
  'time-without-zone',
  'time-too-old',
  'time-in-future',
  'unknown-status',
  'unknown-system',
  'unknown-witness',
  'bad-attribute',
  'own-telemetry',
] as const;
export type RejectionReason = (typeof REJECTION_REASONS)[number];

/** An input that was refused: kept, counted, and never in the way of the rest. */
export interface Rejection {
  readonly witness: string;
  /** Where it stood: `line 17`, a row key, an index in a request. */
  readonly position: string;
  readonly reason: RejectionReason;
  /** What was wrong, in a sentence, without the payload. */
  readonly detail: string;
}

/** What an edge hands to normalise: one row of a mapped table or file, or one posted event. */
export type RawRecord =
  | {
      readonly kind: 'row';
      readonly witness: string;
      readonly position: string;
      /** Column → text as the source wrote it, or a value its driver decoded. */
      readonly row: Readonly<Record<string, unknown>>;
    }
  | {
      readonly kind: 'event';
      /** The witness that an event speaks for when it names none. */
      readonly witness: string;
      readonly position: string;
      readonly event: unknown;
    }
  | StatusRecord
  | HopRecord
  | PointRecord
  | SideRecord
  /** What the edge could read but not take apart: a torn line, an overlong field. */
  | { readonly kind: 'broken'; readonly rejection: Rejection };

/** A status change as a service's telemetry tells it, in the service's own words. */
export interface StatusRecord {
  readonly kind: 'status';
  readonly witness: string;
  readonly position: string;
  /** `service.name`; null: the telemetry does not say. */
  readonly service: string | null;
  /** The system that it names itself, over that of the service. */
  readonly system: string | null;
  readonly order: unknown;
  readonly line: unknown;
  readonly status: unknown;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** A point of a message's way as a span tells it, in the service's own words. */
export interface HopRecord extends HopTold {
  readonly kind: 'hop';
  readonly witness: string;
  readonly position: string;
  /** `service.name`; null: the telemetry does not say. */
  readonly service: string | null;
  readonly system: string | null;
  /** One span may stand for a batch of orders. */
  readonly orders: readonly unknown[];
  readonly line: unknown;
  /** The status that the span names; null: none. */
  readonly status: string | null;
  readonly point: HopPoint;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** A point of a message's way as an outbox or a dead-letter queue shows it. */
export interface PointRecord {
  readonly kind: 'point';
  readonly witness: string;
  readonly position: string;
  readonly order: unknown;
  readonly line?: unknown;
  /** The status that the message tells of, in the witness's words; null: it does not say. */
  readonly status: string | null;
  /** How it travelled; null: the status alone says on which hop. */
  readonly carrier: Carrier | null;
  readonly point: HopPoint;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly outcome: string | null;
  readonly attempt: number | null;
  readonly messageId: string | null;
  readonly traceId: string | null;
  readonly spanId: string | null;
}

/** What a census or a probe says of an order. The order is ours already (`gone`) or the witness's own. */
export interface SideRecord {
  readonly kind: 'side';
  readonly witness: string;
  readonly position: string;
  readonly order: unknown;
  readonly line?: unknown;
  readonly status: unknown;
  readonly says: SideKind;
  /** Epoch milliseconds. */
  readonly at: number;
}

interface HopTold extends Omit<HopStep, 'hop'> {
  readonly carrier: Carrier;
}

/** How a message travelled, in the words of whoever carried it. */
export type Carrier =
  /** `names`: all that is given as exchange, queue or destination; '' is the default exchange. */
  | { readonly via: 'amqp'; readonly names: readonly string[]; readonly routingKey: string | null }
  /** `POST /orders/{id}/confirm`, as the receiver's framework writes its routes. */
  | { readonly via: 'http'; readonly route: string }
  /** A write, or a settlement that names no message: it is of the hop whose handler it was done in. */
  | { readonly via: 'handler' };
