/**
 * What the API answers, as JSON. Instants are RFC 3339 in UTC; lengths of time are milliseconds. A
 * field that is not known is null, never absent. `/openapi.json` says the same; a test holds them equal.
 */
import type { AnomalyKind, AttributeValue, DriftKind, Severity } from '@orderwatch/model';
import type { ClockAssumption, DeadlineEnd } from '../domain/deadline.ts';
import type {
  Conclusion,
  Confidence,
  EyeOn,
  Fact,
  LossClass,
  MissingEye,
  Replay,
} from '../domain/diagnosis.ts';
import type { IncidentKind, LeaveReason } from '../domain/incident.ts';
import type { HopPoint, RejectionReason } from '../domain/observation.ts';
import type { OrderState, Outcome } from '../domain/verdict.ts';
import type { HealthCause } from '../domain/witness-health.ts';

type Instant = string;

export interface EventsAnswer {
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: readonly {
    readonly position: string;
    readonly reason: RejectionReason;
    readonly detail: string;
  }[];
}

/** An order as last judged. */
export interface OrderSummary {
  readonly order: string;
  /** Every id it is known by, its own included. */
  readonly ids: readonly string[];
  readonly state: OrderState;
  readonly stage: string | null;
  readonly since: Instant | null;
  readonly startedAt: Instant | null;
  readonly dueAt: Instant | null;
  /** How far past its due time it is; null when it is not. */
  readonly overdueMs: number | null;
  readonly lastSeen: LastSeen | null;
  readonly alarms: readonly AlarmJson[];
}

export interface LastSeen {
  readonly witness: string;
  readonly at: Instant | null;
  /** Item or parcel; '' is the whole order. */
  readonly line: string;
}

export interface AlarmJson {
  readonly incident: string;
  readonly key: string;
  readonly dueAt: Instant | null;
}

export interface OrdersPage {
  readonly at: Instant;
  readonly items: readonly OrderSummary[];
  /** The `after` of the next page; null on the last one. */
  readonly next: string | null;
}

/** An order with its journey, judged at `at`. */
export interface OrderDetail extends OrderSummary {
  readonly at: Instant;
  readonly modelVersion: string;
  readonly attributes: readonly {
    readonly name: string;
    readonly value: AttributeValue;
    readonly at: Instant | null;
    readonly witness: string;
  }[];
  readonly courses: readonly CourseJson[];
  readonly judgements: readonly JudgementJson[];
  readonly anomalies: readonly AnomalyJson[];
  /** Where it was lost, of each place at which it is late, contradicted or in disorder. */
  readonly diagnoses: readonly DiagnosisJson[];
  /** What witnesses say of it that cannot both be true. */
  readonly disagreements: readonly DisagreementJson[];
  /** Something was left out of the journey because it grew too large. */
  readonly truncated: boolean;
}

export interface CourseJson {
  readonly line: string;
  readonly incarnation: number;
  readonly ended: boolean;
  readonly visits: readonly {
    readonly stage: string;
    readonly at: Instant | null;
    readonly witness: string | null;
    readonly inferred: boolean;
    readonly kind: string;
  }[];
  readonly arrivals: readonly {
    readonly hop: string;
    readonly startedAt: Instant | null;
    readonly witness: string | null;
    readonly arrivedAt: Instant | null;
    readonly arrived: boolean;
    readonly arrivedBy: string | null;
    /** What was seen of the way, by time. */
    readonly steps: readonly StepJson[];
  }[];
}

/** A point of a hop, as a span told it. */
export interface StepJson {
  readonly point: HopPoint;
  readonly at: Instant;
  readonly system: string;
  readonly witness: string;
  /** What became of the message: `confirmed`, `returned`, `acked`, `requeued`, …; null: not told. */
  readonly outcome: string | null;
  readonly error: string | null;
  /** Which delivery of the message, from 1. */
  readonly attempt: number | null;
  /** Null: no span told it. */
  readonly traceId: string | null;
  readonly spanId: string | null;
  readonly messageId: string | null;
}

export interface JudgementJson {
  readonly rule: string;
  /** `stage SUBMITTED`, `hop price-to-crm`, `order`, `promise promised_on`. */
  readonly place: string;
  readonly line: string;
  readonly incarnation: number;
  readonly severity: Severity;
  readonly outcome: OutcomeJson;
  readonly healthUnknown: boolean;
  readonly startedAt: Instant | null;
  readonly warnAt: Instant | null;
  readonly dueAt: Instant | null;
  readonly ended: DeadlineEnd['reason'];
  /** For `met-by`: then or earlier. */
  readonly endedAt: Instant | null;
  readonly endedBy: string | null;
  readonly clock: ClockJson;
}

/** `reason` says which of the other fields speak; those that do not are null. */
export interface OutcomeJson {
  readonly reason: Outcome['reason'];
  readonly lateMs: number | null;
  readonly because: string | null;
  readonly watermark: Instant | null;
  /** Witnesses that have not seen so far, or that are blind. */
  readonly witnesses: readonly string[];
  readonly window: string | null;
  readonly until: Instant | null;
}

/** Started, paused, limited by this rule of this model, hence due. */
export interface ClockJson {
  readonly modelVersion: string;
  readonly limit: string;
  readonly startedBy: { readonly stage: string; readonly witness: string | null } | null;
  readonly pauses: readonly {
    readonly from: Instant;
    readonly to: Instant | null;
    readonly by: { readonly kind: 'calendar' | 'stage'; readonly name: string };
  }[];
  readonly pausedMs: number;
  readonly assumptions: readonly ClockAssumption[];
}

export interface DiagnosisJson {
  /** `hop price-to-crm` or `stage SUBMITTED`. */
  readonly place: string;
  readonly line: string;
  readonly incarnation: number;
  /** The last instant that is proven. */
  readonly since: Instant | null;
  readonly conclusion: Conclusion['reason'];
  /** One when decided, two when either, else what is not excluded. */
  readonly losses: readonly LossClass[];
  /** Of what is decided. */
  readonly confidence: Confidence | null;
  readonly evidence: readonly EvidenceJson[];
  readonly missing: readonly MissingEyeJson[];
  readonly replay: ReplayJson | null;
}

export interface EvidenceJson {
  readonly speaks: 'for' | 'against';
  readonly loss: LossClass;
  readonly fact: Fact;
  readonly witness: string;
  readonly at: Instant | null;
  readonly traceId: string | null;
  readonly spanId: string | null;
  readonly detail: string | null;
}

/** A witness that would have known; null: the model has none. */
export interface MissingEyeJson {
  readonly on: EyeOn;
  readonly system: string | null;
  readonly witness: string | null;
  readonly because: MissingEye['because'];
}

export interface ReplayJson {
  readonly advice: Replay['advice'];
  readonly targetRow: Replay['targetRow'];
  readonly message: Replay['message'];
  readonly messageId: string | null;
  /** Hops that the handler went on to publish, and would again. */
  readonly repeats: readonly string[];
}

export interface DisagreementJson {
  readonly kind: DriftKind;
  readonly line: string;
  readonly incarnation: number;
  readonly ahead: WordJson;
  readonly behind: WordJson;
  readonly since: Instant;
  /** From then on it is told. */
  readonly dueAt: Instant;
  readonly severity: Severity | 'off';
}

/** One entry of the drift ledger. */
export interface DriftEntryJson {
  readonly order: string;
  readonly line: string;
  readonly kind: DriftKind;
  readonly incident: string;
  readonly ahead: WordJson;
  readonly behind: WordJson;
  readonly since: Instant;
  /** For how long they have contradicted each other, or did. */
  readonly ageMs: number;
  /** When they agreed again; null: not yet. */
  readonly closedAt: Instant | null;
  readonly closedBy: LeaveReason | null;
}

export interface DriftAnswer {
  readonly at: Instant;
  readonly items: readonly DriftEntryJson[];
}

export interface WordJson {
  readonly witness: string;
  readonly system: string;
  /** Null: it does not have the order. */
  readonly stage: string | null;
  readonly at: Instant | null;
}

export interface AnomalyJson {
  readonly kind: AnomalyKind;
  readonly from: string | null;
  readonly to: string;
  readonly at: Instant | null;
  readonly byMs: number | null;
  readonly witness: string;
}

export interface IncidentJson {
  readonly id: string;
  readonly key: string;
  readonly kind: IncidentKind;
  readonly severity: Severity;
  readonly rule: string;
  readonly place: string;
  readonly openedAt: Instant;
  readonly resolvedAt: Instant | null;
  readonly total: number;
  readonly open: number;
  readonly detail: string | null;
  /** Where its orders were lost; two: either; more: what is not excluded; none: it is not about that. */
  readonly losses: readonly LossClass[];
  /** Orders that it had when it was first told; null: it was not told yet. */
  readonly frozen: number | null;
  /** When it was last told. */
  readonly toldAt: Instant | null;
  readonly escalatedAt: Instant | null;
  /** Who takes care of it; null: nobody said so. */
  readonly acknowledged: AcknowledgementJson | null;
  /** Nothing is told until then. */
  readonly snoozedUntil: Instant | null;
}

export interface AcknowledgementJson {
  readonly at: Instant;
  /** Null: it was not said. */
  readonly by: string | null;
  /** When it had become so much worse that it counts no more; null: it counts. */
  readonly lapsedAt: Instant | null;
}

export interface IncidentAnswer {
  readonly at: Instant;
  readonly incident: IncidentJson;
}

export interface IncidentsAnswer {
  readonly at: Instant;
  readonly items: readonly IncidentJson[];
}

export interface WitnessesAnswer {
  readonly at: Instant;
  readonly items: readonly WitnessJson[];
}

export interface WitnessJson {
  readonly witness: string;
  readonly kind: string;
  readonly systems: readonly string[];
  /** `silent`: nothing was heard of it yet. */
  readonly state: 'healthy' | 'blind' | 'unknown' | 'silent';
  readonly watermark: Instant | null;
  readonly lagMs: number | null;
  readonly since: Instant | null;
  readonly skewMs: number | null;
  /** Why it is blind or unknown, and the same in a sentence. */
  readonly cause: HealthCause | null;
  readonly detail: string | null;
  readonly gaps: readonly GapJson[];
  /** Of one that hears several systems: how far it has seen of each. */
  readonly bySystem: readonly {
    readonly system: string;
    readonly state: 'healthy' | 'blind' | 'unknown';
    readonly watermark: Instant | null;
    readonly gaps: readonly GapJson[];
  }[];
}

/** A time of which a witness has not seen everything and never will; oldest first. */
export interface GapJson {
  readonly from: Instant;
  readonly to: Instant;
  /** A process died in it, and took along what it had not told. */
  readonly died: boolean;
}

export interface ReadyAnswer {
  readonly ready: boolean;
  readonly checks: readonly { readonly name: string; readonly ok: boolean; readonly detail: string }[];
}
