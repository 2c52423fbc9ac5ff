import type { Sight } from '../oracle/candidates.ts';
import type { KnownOrder } from '../plan/perform.ts';
import type { PlannedStrike } from '../plan/strikes.ts';
import type { ExtraEye } from '../trial/trial-model.ts';
import type { Trial, TrialOptions } from '../trial/trial.ts';

/** Under which circumstances orders are struck and judged, and what may be known under them. */
export interface Condition {
  /** `V3 mes-db down`: begins with its number on the scoreboard. */
  readonly name: string;
  readonly means: string;
  readonly trial: TrialOptions;
  strikes(seed: number, round: number): readonly PlannedStrike[];
  /** Before the first strike, once the watcher has seen that all is well. */
  begin?(trial: Trial, seed: number): Promise<void>;
  /** What of the evidence of this order survived. */
  sight(known: KnownOrder, trial: Trial): Sight;
  /** Longer than what the limits ask for, in milliseconds. */
  readonly patienceMs?: number;
}

export const ALL_EYES: readonly ExtraEye[] = ['broker', 'dead-letters', 'mes-list'];
