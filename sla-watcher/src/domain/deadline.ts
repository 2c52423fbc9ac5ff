import type { LimitPlace } from '@orderwatch/model';

/** When a stage, hop or order is due, with its arithmetic. Instants are epoch milliseconds. */
export interface Deadline {
  readonly rule: string;
  readonly place: LimitPlace;
  readonly line: string;
  readonly incarnation: number;
  readonly startedAt: number | null;
  readonly warnAt: number | null;
  /** In time means at or before this instant; null: the clock stands still, or cannot be started. */
  readonly dueAt: number | null;
  readonly ended: DeadlineEnd;
  /** The systems of which one would have shown the end, had it come. */
  readonly shownBy: readonly string[];
  readonly clock: ExplainedClock;
}

export type DeadlineEnd =
  | { readonly reason: 'running' }
  | { readonly reason: 'met'; readonly at: number; readonly witness: string | null }
  /** It ended at `at` or earlier: what came between was not seen. */
  | { readonly reason: 'met-by'; readonly at: number; readonly witness: string | null }
  /** The order is through, at a time that nobody recorded. */
  | { readonly reason: 'ended-at-unknown-time'; readonly stage: string };

/** started, paused by calendar X, rule Y of model version Z, hence due T. */
export interface ExplainedClock {
  readonly modelVersion: string;
  readonly rule: string;
  /** The limit as written, e.g. `24h working`; for a promise the promised value. */
  readonly limit: string;
  readonly startedAt: number | null;
  readonly startedBy: { readonly stage: string; readonly witness: string | null } | null;
  /** What kept the clock from running, up to the due instant or now; the longest are kept. */
  readonly pauses: readonly Pause[];
  readonly pausedMs: number;
  readonly dueAt: number | null;
  readonly assumptions: readonly ClockAssumption[];
}

export interface Pause {
  readonly from: number;
  /** Null: still paused. */
  readonly to: number | null;
  readonly by:
    | { readonly kind: 'calendar'; readonly calendar: string }
    | { readonly kind: 'stage'; readonly stage: string };
}

export type ClockAssumption =
  /** The due time lies beyond the calendar's `until`: the weekly hours were taken. */
  | 'calendar-ends'
  /** The start was seen on a snapshot: it began then or earlier. */
  | 'started-then-or-earlier';
