import type { Severity } from '@orderwatch/model';

/** Orders with the same verdict at the same place; or one watched thing that is itself in trouble. */
export interface Incident {
  readonly id: string;
  /** What makes verdicts the same, e.g. `late-in-stage|stage:SUBMITTED|stage SUBMITTED`. */
  readonly key: string;
  readonly kind: IncidentKind;
  readonly severity: Severity;
  readonly rule: string;
  readonly place: string;
  readonly openedAt: number;
  /** Takes further orders until then; later ones open a new incident. */
  readonly joinUntil: number;
  readonly resolvedAt: number | null;
  /** Orders that ever joined, and those still in it. */
  readonly total: number;
  readonly open: number;
  /** Grows with every change worth telling. */
  readonly revision: number;
  /** When the next message about it is due; null: nothing new to tell. */
  readonly notifyAt: number | null;
  /** What the message says beside its orders (a blind witness's reason, the usual flow). */
  readonly detail: string | null;
}

/** `backlog`: orders that were overdue before the watcher was first started, told as one summary. */
export type IncidentKind = 'orders' | 'backlog' | 'witness' | 'flow' | 'anomaly';

export interface Member {
  readonly incident: string;
  readonly order: string;
  readonly joinedAt: number;
  readonly dueAt: number | null;
  readonly leftAt: number | null;
  readonly left: LeaveReason | null;
  readonly sighting: Sighting;
}

/**
 * `moved`: it went on, late. `ended`: the order is over. `late-news`: evidence came after the alert
 * that it had moved in time: the alarm was false. `re-dued`: the model changed. `left-out`: it is a
 * test order after all. `not-seen`: the eye that would know has shut.
 */
export type LeaveReason = 'moved' | 'ended' | 'late-news' | 're-dued' | 'left-out' | 'not-seen';

/** What a message says of one order: where it stands, who said so, and why it was due. */
export interface Sighting {
  readonly stage: string | null;
  readonly since: number | null;
  readonly witness: string | null;
  /** The limit as written, or the promised day. */
  readonly limit: string;
  readonly startedAt: number | null;
  readonly pausedMs: number;
  readonly healthUnknown: boolean;
}

/** An alarm in force on an order: kept with its journey, so that its end is noticed. */
export interface Alarm {
  readonly incident: string;
  readonly key: string;
  readonly dueAt: number | null;
}
