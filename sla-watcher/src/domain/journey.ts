import type { AttributeValue } from '@orderwatch/model';
import type { HopPoint, HopStep, ObservationKind } from './observation.ts';

/**
 * All that is known of one order: a pure function of the set of its observations (I1). It holds no
 * interpretation, so it outlives a change of the model; `course.ts` reads it under one.
 */
export interface Journey {
  readonly order: string;
  /** Every id the order is known by, its own included, sorted. */
  readonly ids: readonly string[];
  /** Sorted by `compareMarks`, bounded per place (see journey/fold.ts). */
  readonly marks: readonly Mark[];
  /** Sorted by `compareHopMarks`, bounded per place (see journey/hop-marks.ts). */
  readonly hopMarks: readonly HopMark[];
  readonly attributes: Readonly<Record<string, AttributeRegister>>;
  /** Something was left out because a cap was reached. */
  readonly truncated: boolean;
}

/** That one witness placed one line of the order in one stage at one time. */
export interface Mark {
  readonly line: string;
  readonly stage: string;
  readonly system: string;
  readonly witness: string;
  readonly kind: ObservationKind;
  readonly at: number | null;
}

/** That one witness saw one line of the order at one point of a hop. */
export interface HopMark extends HopStep {
  readonly line: string;
  readonly point: HopPoint;
  readonly system: string;
  readonly witness: string;
  readonly at: number;
}

/** The last value told; among equal times the greater (witness, value) wins, whatever came first. */
export interface AttributeRegister {
  readonly value: AttributeValue;
  readonly at: number | null;
  readonly witness: string;
}

/** One stay of one line in one stage, as read from the marks under a model. */
export interface Visit {
  readonly stage: string;
  /** When it began; null: at an unknown time (`stated`, or inferred). */
  readonly at: number | null;
  /** The witness whose time it is; null when inferred. */
  readonly witness: string | null;
  /** No witness saw it; the model's transitions lead over it. */
  readonly inferred: boolean;
  /** `seen` means that it began at `at` or earlier. */
  readonly kind: ObservationKind | 'inferred';
}

/** What breaks the rules of the model without being late. */
export type Anomaly =
  | {
      readonly kind: 'illegal-transition';
      readonly from: string;
      readonly to: string;
      readonly at: number | null;
      readonly witness: string;
    }
  /** A later stage carries an earlier time than the stage before it. */
  | {
      readonly kind: 'time-backwards';
      readonly from: string;
      readonly to: string;
      readonly at: number;
      readonly byMs: number;
      readonly witness: string;
    }
  /** One witness told the same change twice, at two times. */
  | { readonly kind: 'duplicate'; readonly stage: string; readonly at: number; readonly witness: string };

/** A status of the order as another system has it: the far end of a hop. */
export interface Arrival {
  readonly hop: string;
  /** When the hop began: the status was recorded by the system that owns it. */
  readonly startedAt: number | null;
  /** The witness whose time `startedAt` is. */
  readonly witness: string | null;
  /** When the receiving system was first seen with this status or a later one. */
  readonly arrivedAt: number | null;
  /** It has arrived, though perhaps at an unknown time. */
  readonly arrived: boolean;
  readonly arrivedBy: string | null;
  /** What was seen of the way, by time. It proves no arrival: the row does. */
  readonly steps: readonly HopMark[];
}

/** One run of a line from a start stage to its end; an id that is used again begins a new one. */
export interface Course {
  readonly line: string;
  /** 0 for the first use of the id. */
  readonly incarnation: number;
  /** When the use before it ended, and when the one after it began; null: there is none, or no time is known. */
  readonly after: number | null;
  readonly before: number | null;
  readonly visits: readonly Visit[];
  readonly arrivals: readonly Arrival[];
  readonly anomalies: readonly Anomaly[];
  readonly ended: boolean;
}
