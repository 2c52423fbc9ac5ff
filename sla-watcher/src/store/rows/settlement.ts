import type { Delivery, DeliveryOutcome } from '../../domain/delivery.ts';

/** What an outcome writes into its delivery's row; the lease is given back in any case. */
export interface Settlement {
  /** Raises `accepted` to this; null: nothing was accepted. */
  readonly accepted: number | null;
  readonly failed: boolean;
  /** As JSON. */
  readonly ref: string | null;
  readonly attempts: number;
  readonly inDoubt: boolean;
  readonly error: string | null;
  readonly retryAt: number | null;
}

export function settlementOf(delivery: Delivery, outcome: DeliveryOutcome, wall: number): Settlement {
  const ref = delivery.ref === null ? null : JSON.stringify(delivery.ref);
  const unsettled = { accepted: null, failed: false, ref, attempts: delivery.attempts, retryAt: null };
  switch (outcome.reason) {
    case 'accepted': {
      const kept = outcome.ref === null ? null : JSON.stringify(outcome.ref);
      return {
        accepted: outcome.revision,
        failed: false,
        ref: kept,
        attempts: 0,
        inDoubt: false,
        error: null,
        retryAt: null,
      };
    }
    case 'retry':
      return { ...unsettled, inDoubt: outcome.inDoubt, error: outcome.error, retryAt: outcome.retryAt };
    case 'post-anew':
      // That there was a message to update says that nothing is in doubt.
      return { ...unsettled, ref: null, inDoubt: false, error: outcome.error, retryAt: wall };
    case 'failed':
      return {
        ...unsettled,
        failed: true,
        inDoubt: delivery.inDoubt,
        error: outcome.error,
      };
  }
}
