import type { AnomalyKind, DriftKind } from '@orderwatch/model';
import type { ClockAssumption, HopPoint, Incident, OrderState, Outcome } from '@orderwatch/sla-watcher';

/** All that `trace` says, in one language. Names of stages, hops, rules and witnesses are the model's own. */
export interface TraceTexts {
  readonly order: (id: string) => string;
  readonly state: Readonly<Record<OrderState, string>>;
  readonly alsoKnownAs: (ids: string) => string;
  readonly inStage: (stage: string, since: string | null, length: string | null) => string;
  readonly ended: (stage: string, at: string | null) => string;
  readonly noStage: string;
  readonly lastSeen: (witness: string, at: string | null) => string;
  readonly judgedAt: (at: string, zone: string, version: string) => string;
  readonly judgedBefore: (version: string) => string;
  readonly truncated: string;
  readonly timeline: string;
  readonly course: (line: string, run: number) => string;
  readonly inferred: string;
  readonly timeUnknown: string;
  readonly orEarlier: string;
  readonly stayed: (length: string) => string;
  readonly soFar: (length: string) => string;
  readonly arrived: (system: string, at: string, after: string | null, witness: string) => string;
  readonly arrivedUnknown: (system: string) => string;
  readonly notArrived: (system: string, waiting: string | null) => string;
  readonly step: Readonly<Record<HopPoint, string>>;
  readonly attempt: (n: number) => string;
  readonly diagnoses: string;
  readonly diagnosis: {
    readonly oneOfTwo: string;
    readonly notExcluded: (classes: string) => string;
    readonly lastProof: (at: string) => string;
    readonly speaksFor: string;
    readonly speaksAgainst: string;
    readonly trace: (id: string) => string;
    readonly unseen: string;
    readonly step: string;
    readonly stepIf: (what: string) => string;
    readonly replay: string;
  };
  readonly disagreements: string;
  readonly drift: Readonly<Record<DriftKind, string>>;
  /** What one witness says of the order; stage null: that it does not have it. */
  readonly word: (witness: string, stage: string | null, at: string | null) => string;
  readonly contradictSince: (at: string, length: string) => string;
  readonly deadlines: string;
  readonly noDeadlines: string;
  readonly metDeadlines: (count: number) => string;
  readonly place: Readonly<Record<'stage' | 'hop' | 'order' | 'promise', (name: string) => string>>;
  readonly outcome: Readonly<Record<Outcome['reason'], string>>;
  readonly says: {
    readonly warnsAt: (at: string) => string;
    readonly atRiskSince: (at: string) => string;
    readonly late: (length: string) => string;
    readonly wasLate: (length: string) => string;
    readonly endedAt: (at: string, witness: string) => string;
    readonly endedBy: (at: string, witness: string) => string;
    readonly endUnknown: string;
    readonly startUnknown: string;
    readonly notSeenYet: (witnesses: string, until: string) => string;
    readonly blind: (witnesses: string) => string;
    readonly maintenance: (window: string, until: string) => string;
    readonly healthUnknown: string;
  };
  readonly clock: {
    readonly started: (at: string, stage: string | null, witness: string | null) => string;
    readonly notStarted: string;
    readonly limit: (limit: string, rule: string) => string;
    readonly promised: (value: string, rule: string) => string;
    readonly pausedByCalendar: (from: string, to: string, length: string, calendar: string) => string;
    readonly pausedByStage: (from: string, to: string, length: string, stage: string) => string;
    readonly pausedSince: (from: string) => string;
    readonly pausedInAll: (length: string) => string;
    readonly due: (at: string) => string;
    readonly noDue: string;
    readonly assumption: Readonly<Record<ClockAssumption, string>>;
  };
  readonly anomalies: string;
  readonly anomaly: {
    readonly illegal: (from: string, to: string) => string;
    readonly backwards: (from: string, to: string, by: string) => string;
    readonly outOfOrder: (from: string, to: string) => string;
    readonly duplicate: (stage: string) => string;
  };
  readonly anomalyKind: Readonly<Record<AnomalyKind, string>>;
  readonly alarms: string;
  readonly incidentKind: Readonly<Record<Incident['kind'], string>>;
  readonly alarmSince: (at: string, incident: string) => string;
  readonly witnesses: string;
  readonly isBlind: (witness: string, detail: string | null) => string;
  readonly attributes: string;
  readonly observations: (shown: number, of: number) => string;
  readonly unknownOrder: (id: string) => string;
}
