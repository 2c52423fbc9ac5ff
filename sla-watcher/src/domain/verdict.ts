import type { LimitPlace, Severity } from '@orderwatch/model';
import type { Deadline } from './deadline.ts';
import type { Diagnosis } from './diagnosis.ts';
import type { Disagreement } from './disagreement.ts';
import type { Anomaly, Visit } from './journey.ts';

/** The judgement on one deadline at one instant. */
export type Outcome =
  | { readonly reason: 'on-track' }
  | { readonly reason: 'at-risk' }
  /** The clock stands still in a stage that does not count. */
  | { readonly reason: 'clock-paused' }
  | { readonly reason: LateReason; readonly lateMs: number }
  | { readonly reason: 'finished-in-time' }
  | { readonly reason: 'finished-late'; readonly lateMs: number }
  /** It ended, and whether in time nobody can say. */
  | { readonly reason: 'unjudgeable'; readonly because: 'ended-at-unknown-time' | 'start-unknown' }
  /** Overdue by now, but its end may have come: who would have seen it has not seen so far. */
  | { readonly reason: 'not-seen-yet'; readonly watermark: number; readonly witnesses: readonly string[] }
  /** The same, and the eye is shut. */
  | { readonly reason: 'undetermined'; readonly blind: readonly string[] }
  /** Overdue within a maintenance window: judged when it ends. */
  | { readonly reason: 'maintenance'; readonly window: string; readonly until: number };

export type LateReason = 'late-in-stage' | 'late-at-hop' | 'late-overall' | 'past-promise';

export interface Judgement {
  readonly deadline: Deadline;
  readonly severity: Severity;
  readonly outcome: Outcome;
  /** Judged on the word of witnesses whose health nobody can know. */
  readonly healthUnknown: boolean;
  /** Where it was lost, of what is late; null: it is not. Judgements of one place share one. */
  readonly diagnosis: Diagnosis | null;
}

export interface JudgedDisagreement {
  readonly disagreement: Disagreement;
  /** Null: it may still resolve itself. */
  readonly diagnosis: Diagnosis | null;
}

/** The state of an order in one word; the worst of its judgements. */
export const ORDER_STATES = ['late', 'undetermined', 'at-risk', 'on-track', 'ended', 'left-out'] as const;
export type OrderState = (typeof ORDER_STATES)[number];

/** The judgement on a journey at an instant. */
export interface Verdict {
  readonly order: string;
  readonly at: number;
  readonly state: OrderState;
  readonly judgements: readonly Judgement[];
  readonly anomalies: readonly Anomaly[];
  /** What witnesses contradict each other in, with what is made of those that have stood too long. */
  readonly disagreements: readonly JudgedDisagreement[];
  /** Each once: of what is late, contradicted or in disorder. */
  readonly diagnoses: readonly Diagnosis[];
  /** Where the order stands: the stage of its latest line. */
  readonly current: Visit | null;
  /** When this verdict may change without any news; null: never. */
  readonly nextAt: number | null;
}

/** Names one place of the model in keys, metrics and messages: `stage SUBMITTED`, `hop price-to-crm`. */
export function placeName(place: LimitPlace): string {
  switch (place.kind) {
    case 'stage':
      return `stage ${place.stage}`;
    case 'hop':
      return `hop ${place.hop}`;
    case 'order':
      return 'order';
    case 'promise':
      return `promise ${place.attribute}`;
  }
}
