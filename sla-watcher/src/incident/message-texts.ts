import type { AnomalyKind } from '@orderwatch/model';
import type { IncidentKind, LeaveReason } from '../domain/incident.ts';
import type { HandlingTexts } from './handling-message/handling-texts.ts';
import type { LossTexts } from './loss-message/loss-texts.ts';
import type { TimeWords } from './message-time.ts';

/** Where orders are late, as a phrase needs it. */
export type PlacePhrase = 'stage' | 'hop' | 'order' | 'promise';

/** All that messages say, in one language. Names of stages, hops and witnesses are the model's own. */
export interface MessageTexts {
  readonly time: TimeWords;
  /** Of what was lost. */
  readonly loss: LossTexts;
  /** Of what people did about it. */
  readonly handling: HandlingTexts;
  readonly title: {
    readonly late: (orders: string, where: string, limit: string | null) => string;
    readonly resolved: (orders: string, where: string, limit: string | null) => string;
    readonly backlog: (orders: string) => string;
    readonly backlogResolved: (orders: string) => string;
    readonly anomaly: (what: string, where: string, orders: string) => string;
    readonly anomalyResolved: (what: string, where: string, orders: string) => string;
    readonly witness: (name: string) => string;
    readonly witnessResolved: (name: string) => string;
    readonly flow: string;
    readonly flowResolved: string;
    readonly digest: (day: string, matters: string) => string;
  };
  /** `12 orders`; `order 42` when there is but one and its id is known. */
  readonly orders: (count: number) => string;
  readonly order: (id: string) => string;
  /** `7 of 12 orders`. */
  readonly ordersOf: (open: number, total: number) => string;
  /** `3 matters`: what a digest tells of. */
  readonly matters: (count: number) => string;
  readonly place: Readonly<Record<PlacePhrase, (name: string) => string>>;
  readonly anomaly: Readonly<Record<AnomalyKind, string>>;
  /** What a digest calls an incident that is not about late orders at one place. */
  readonly kind: Readonly<Record<Exclude<IncidentKind, 'orders'>, string>>;
  readonly label: {
    readonly longest: string;
    readonly why: string;
    readonly lastSeen: string;
    readonly since: string;
    readonly lasted: string;
    readonly left: string;
    readonly reason: string;
    readonly meaning: string;
    readonly usual: string;
    readonly health: string;
    readonly model: string;
    readonly more: string;
  };
  readonly late: (length: string) => string;
  readonly ago: (length: string) => string;
  readonly due: (at: string) => string;
  readonly limit: (text: string) => string;
  readonly promised: (text: string) => string;
  readonly started: (at: string) => string;
  readonly startUnknown: string;
  readonly paused: (length: string) => string;
  /** `in SUBMITTED since 10:02 (shop-db)`; any part may be unknown. */
  readonly sighting: (stage: string, since: string | null, witness: string | null) => string;
  readonly neverSeen: string;
  readonly healthUnknown: string;
  readonly blindMeans: string;
  readonly backlogMeans: string;
  readonly flowUsual: (count: string) => string;
  readonly lasted: (length: string, from: string, to: string) => string;
  /** How one order left the incident, `at` being when. */
  readonly left: Readonly<Record<LeaveReason, (at: string) => string>>;
  /** How many left so: `9 moved on`. */
  readonly leftCount: Readonly<Record<LeaveReason, (count: number) => string>>;
  readonly notListed: (count: number) => string;
  readonly rule: (model: string, rule: string) => string;
  readonly moreMatters: (count: number) => string;
  readonly resolvedShort: string;
}
