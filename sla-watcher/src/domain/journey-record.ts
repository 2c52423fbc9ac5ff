import type { Alarm } from './incident.ts';
import type { Journey } from './journey.ts';
import type { OrderState } from './verdict.ts';

/**
 * A journey as it is stored: with the last judgement on it, so that lists and ticks need not judge
 * again. One row an order; a stage transition writes this row and one observation.
 */
export interface JourneyRecord {
  readonly journey: Journey;
  /** The model under which the rest was judged. */
  readonly modelVersion: string;
  readonly state: OrderState;
  readonly stage: string | null;
  /** When it went into `stage`. */
  readonly since: number | null;
  /** When its first stage began. */
  readonly startedAt: number | null;
  /** The earliest due instant still ahead or overdue; null when nothing is due. */
  readonly dueAt: number | null;
  /** When to judge it again without news; null: never. */
  readonly nextAt: number | null;
  readonly alarms: readonly Alarm[];
  /** Grows with every write. 0: not stored yet. A write that finds another revision is a conflict. */
  readonly revision: number;
}
