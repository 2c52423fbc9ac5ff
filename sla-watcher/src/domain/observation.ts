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
export type ObservationKind = 'entered' | 'seen' | 'stamped' | 'stated';

/** One witness saw one fact about one order at one time. */
export interface Observation {
  /**
   * Identity of the fact: a hash of what was seen, by whom, of which order, and when it happened.
   * When it arrived is not part of it, so the same fact told twice is one observation.
   */
  readonly id: string;
  readonly order: string;
  /** Item or parcel within the order; '' speaks for the whole order. */
  readonly line: string;
  readonly witness: string;
  /** Whose word it is: the system that wrote what the witness saw. */
  readonly system: string;
  readonly stage: string;
  readonly kind: ObservationKind;
  /** Epoch milliseconds; null only for `stated`. */
  readonly at: number | null;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  /** Other ids under which this order is known. */
  readonly aliases: readonly string[];
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
