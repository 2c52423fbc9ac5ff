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
  /** Why it is blind or unknown, in a sentence; never a secret. */
  readonly detail: string | null;
  /** Times before the watermark of which it has not seen everything and never will; absent: none. */
  readonly gaps?: readonly Gap[];
}

export type HealthByWitness = ReadonlyMap<string, WitnessHealth>;
