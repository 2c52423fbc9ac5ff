import type { Model } from '@orderwatch/model';
import type { Registry } from '@prometheus-io/client';
import type { Handled, Handling } from '../domain/handling.ts';
import type { Course } from '../domain/journey.ts';
import type { JourneyRecord } from '../domain/journey-record.ts';
import type { Rejection } from '../domain/observation.ts';
import type { Verdict } from '../domain/verdict.ts';
import type { HealthByWitness } from '../domain/witness-health.ts';
import type { Clock, StoreReads } from '../ports.ts';
import type { Route } from './route.ts';

/** What the server needs of the rest; composed once, in compose.ts. It hands on, and decides nothing. */
export interface HttpDeps {
  readonly store: StoreReads;
  readonly clock: Clock;
  readonly model: Model;
  /** Judges a journey now. */
  verdictOf(record: JourneyRecord): Promise<Judged>;
  /**
   * Takes in a posted body (a JSON object or array, or NDJSON). Returns only once it is durable,
   * rejections included; throws `StoreUnavailable` when it cannot be.
   */
  acceptEvents(body: string): Promise<EventsOutcome>;
  /** Returns only once what a person does about an incident is durable. */
  handle(incident: string, handling: Handling): Promise<Handled>;
  /** The witnesses' health in force at this moment. */
  health(): HealthByWitness;
  /** Everything that must work for this replica to do its work. */
  ready(): Promise<readonly ReadyCheck[]>;
  channels(): readonly ChannelState[];
  readonly metrics: Registry;
  readonly log: HttpLog;
  /** The routes of OTLP. compose.ts builds them: they hand on to another edge. */
  readonly telemetry: readonly Route[];
  /** When set, everything but /healthz and /readyz asks for it. */
  readonly token: string | null;
}

export interface Judged {
  readonly verdict: Verdict;
  readonly courses: readonly Course[];
}

export interface EventsOutcome {
  /** Observations that are stored now and were not before. */
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: readonly Rejection[];
}

export interface ReadyCheck {
  readonly name: string;
  readonly ok: boolean;
  /** Fit for people; holds no secret. */
  readonly detail: string;
}

export interface ChannelState {
  readonly name: string;
  readonly kind: string;
  /** Why it fails, for people; null: it works, or was not needed yet. */
  readonly failing: string | null;
}

/** As much of a logger as the server uses; pino's fits. */
export interface HttpLog {
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
