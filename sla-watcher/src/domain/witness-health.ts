import type { BrokerView } from './queue-history.ts';
import type { Gap } from './telemetry-source.ts';

/**
 * How far a witness has seen. `blind`: it is down, or further behind than the model allows, and its
 * silence proves nothing. `unknown`: nobody can tell (a source that only pushes has no watermark).
 */
export interface WitnessHealth {
  readonly witness: string;
  readonly state: 'healthy' | 'blind' | 'unknown';
  /** All that was written before this instant has been seen; null: unknown. */
  readonly watermark: number | null;
  /** Since when it is in this state. */
  readonly since: number;
  /** How far its source's clock is from ours, in milliseconds; positive: ahead of us. */
  readonly skewMs: number;
  /** Why it is blind or unknown; absent or null: it is healthy, or an earlier program wrote this. */
  readonly cause?: HealthCause | null;
  /** The same in a sentence; never a secret. */
  readonly detail: string | null;
  /** Times before the watermark of which it has not seen everything and never will; absent: none. */
  readonly gaps?: readonly Gap[];
  /** Of a witness that hears several systems: how far it has seen of each. */
  readonly bySystem?: Readonly<Record<string, SystemSight>>;
  /** Of a broker. */
  readonly broker?: BrokerView;
}

/**
 * `down`: it cannot be reached, or refuses. `behind`: it answers and has not come far enough. `silent`:
 * who should speak does not. `unnumbered`: nobody counts what was sent. `sampling`: it is sent only a part.
 * `overflowed`: more came than it may keep.
 */
export const HEALTH_CAUSES = ['down', 'behind', 'silent', 'unnumbered', 'sampling', 'overflowed'] as const;
export type HealthCause = (typeof HEALTH_CAUSES)[number];

/** How far a witness has seen of one system. */
export interface SystemSight {
  readonly state: WitnessHealth['state'];
  readonly watermark: number | null;
  readonly gaps: readonly Gap[];
}

export type HealthByWitness = ReadonlyMap<string, WitnessHealth>;
