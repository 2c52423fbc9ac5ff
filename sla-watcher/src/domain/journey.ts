import type { AttributeValue } from '@orderwatch/model';
import type { HopPoint, HopStep, ObservationKind, SideKind, StageKind } from './observation.ts';

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
  /** Witness → the id under which it knows the order, where that is written otherwise. */
  readonly called: Readonly<Record<string, string>>;
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

/** A mark that says when the order came into its stage. */
export interface StageMark extends Mark {
  readonly kind: StageKind;
}

/** A mark that says something else, as of `at`. */
export interface SideMark extends Mark {
  readonly kind: SideKind;
  readonly at: number;
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
  readonly kind: StageKind | 'inferred';
  /** It came after a stage from which the model does not lead to it, and which it ranks later. */
  readonly wentBack?: true;
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
  /** The receiver learned of a status after one that comes later: the messages overtook each other. */
  | {
      readonly kind: 'out-of-order';
      readonly from: string;
      readonly to: string;
      readonly at: number;
      readonly witness: string;
    }
  /** The same change was told or handled twice, at two times. */
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

/** The stage in which a witness has the order, as far as it last said. */
export interface Claim {
  readonly witness: string;
  readonly system: string;
  readonly stage: string;
  readonly at: number | null;
  /** A later stage that it had shown before, the last by rank; null: none. */
  readonly fellBackFrom: string | null;
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
  /** What each witness of stages last said of this line in this use of its id, by witness. */
  readonly claims: readonly Claim[];
  /** What was seen beside the stages, by time. */
  readonly side: readonly SideMark[];
  /** Messages that were sent of this line, and nobody knows over which hop. */
  readonly strays: readonly HopMark[];
  /** The systems of which telemetry tells that they did anything at all to this line. */
  readonly heardOf: readonly string[];
  readonly anomalies: readonly Anomaly[];
  readonly ended: boolean;
}
