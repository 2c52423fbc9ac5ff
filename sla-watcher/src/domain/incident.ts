import type { Severity } from '@orderwatch/model';
import type { Diagnosis, LossClass } from './diagnosis.ts';
import type { Disagreement } from './disagreement.ts';

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
  /** Where its orders were lost: one class, two candidates, or all that is not excluded; empty: not about that. */
  readonly losses: readonly LossClass[];
  /** How many orders it had when it was first told: those are frozen, others joined later; null: not told yet. */
  readonly frozen: number | null;
  /** When it was last told; null: not yet. */
  readonly toldAt: number | null;
  /** When it was told to those to whom it is escalated; null: not yet. */
  readonly escalatedAt: number | null;
  /** When it first changed since it was last told; null: it did not. */
  readonly changedAt: number | null;
  /** When somebody did something about it that is not told yet; null: nobody did. */
  readonly handledAt: number | null;
  /** How often it was posted anew, for people to see, and not only updated; and when last. */
  readonly posts: number;
  readonly postedAt: number | null;
  /** Who takes care of it; null: nobody said so. */
  readonly acknowledged: Acknowledgement | null;
  /** Nothing is told until then; null: it is told as usual. */
  readonly snoozedUntil: number | null;
}

/** That somebody takes care of an incident as bad as it was then. */
export interface Acknowledgement {
  readonly at: number;
  /** As given; null: it was not said. */
  readonly by: string | null;
  /** How many orders it had in all. */
  readonly total: number;
  /** When it had become so much worse that it counts no more; null: it counts. */
  readonly lapsedAt: number | null;
}

/** `backlog`: orders that were overdue before the watcher was first started, told as one summary. */
export type IncidentKind = 'orders' | 'backlog' | 'witness' | 'flow' | 'anomaly' | 'drift';

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
 * test order after all. `not-seen`: the eye that would know has shut. `proven`: what it was lost before was
 * seen, its row where it had to arrive. `agreed`: the witnesses say the same again. `re-judged`: it is still
 * stuck, and more is known of it: it is told under another class.
 */
export type LeaveReason =
  | 'moved'
  | 'ended'
  | 'late-news'
  | 're-dued'
  | 'left-out'
  | 'not-seen'
  | 'proven'
  | 'agreed'
  | 're-judged';

/** Ways to leave that show the order to be where it had to arrive, or the contradiction to be gone. */
export const PROOF = ['proven', 'agreed', 'moved'] as const satisfies readonly LeaveReason[];

/** How many members left in one way. */
export interface Departure {
  readonly left: LeaveReason;
  readonly count: number;
  /** When the last of them left. */
  readonly lastAt: number;
  /** The longest that any of them was overdue, or in it, before. */
  readonly longestMs: number;
}

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
  /** Where it was lost, with the evidence that tells most; null: nothing to say, or an earlier program wrote it. */
  readonly diagnosis?: Diagnosis | null;
  /** Of a contradiction: who says what, since when. */
  readonly drift?: Pick<Disagreement, 'kind' | 'line' | 'ahead' | 'behind' | 'since'>;
}

/** An alarm in force on an order: kept with its journey, so that its end is noticed. */
export interface Alarm {
  readonly incident: string;
  readonly key: string;
  readonly dueAt: number | null;
}
