import { StoreConflict } from '../domain/errors.ts';

/** How often a transaction is tried in all, before its conflict is the caller's. */
const TRIES = 5;

export interface Patience {
  readonly pause: (ms: number) => Promise<void>;
  /** From 0 up to 1. */
  readonly random: () => number;
}

/** How long to wait before running again what failed with `error`; null: do not. */
export type RetryDelay = (error: unknown) => number | null;

/**
 * Runs `attempt` until it succeeds, fails for good, or has been tried five times. The pause doubles
 * and is spread at random, so that two that met do not meet again.
 */
export async function runAgain<T>(
  attempt: () => Promise<T>,
  delayOf: RetryDelay,
  patience: Patience,
): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await attempt();
    } catch (error) {
      const delayMs = delayOf(error);
      if (delayMs === null) throw error;
      if (tried === TRIES) throw asConflict(error);
      await patience.pause(delayMs * 2 ** (tried - 1) * (0.5 + patience.random()));
    }
  }
}

function asConflict(cause: unknown): StoreConflict {
  if (cause instanceof StoreConflict) return cause;
  return new StoreConflict(`the transaction was tried ${TRIES} times and met another each time`, { cause });
}
