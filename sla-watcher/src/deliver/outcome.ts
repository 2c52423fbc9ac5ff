import type { Delivery, DeliveryError, DeliveryOutcome } from '../domain/delivery.ts';
import type { ChannelAnswer } from '../ports.ts';

/** How often and how long to try. All in milliseconds of wall time. */
export interface DeliveryPolicy {
  /** A claimed delivery that nobody settled within this time may be claimed again; longer than `timeoutMs`. */
  readonly leaseMs: number;
  /** How long a channel may take to answer before its answer is no longer waited for. */
  readonly timeoutMs: number;
  /** How often to look for work. */
  readonly pollMs: number;
  readonly backoff: { readonly minMs: number; readonly maxMs: number };
}

export const DELIVERY_POLICY: DeliveryPolicy = {
  leaseMs: 60_000,
  timeoutMs: 15_000,
  pollMs: 1_000,
  backoff: { minMs: 1_000, maxMs: 300_000 },
};

/**
 * What a channel's answer means for the delivery. What can be tried again is tried for ever: its channel
 * counts as failing meanwhile, and the message is never lost. `random` is in [0, 1).
 */
export function outcomeOf(
  answer: ChannelAnswer,
  delivery: Delivery,
  policy: DeliveryPolicy,
  wall: number,
  random: () => number,
): DeliveryOutcome {
  switch (answer.reason) {
    case 'accepted':
      return { reason: 'accepted', ref: answer.ref, revision: delivery.wanted };
    case 'retry':
      return {
        reason: 'retry',
        error: answer.error,
        retryAt: wall + (answer.afterMs ?? backoffMs(delivery.attempts, policy, random)),
        inDoubt: delivery.inDoubt || mayHaveArrived(answer.error),
      };
    case 'post-anew':
      // A post that is told to post anew would do so for ever.
      return delivery.ref === null
        ? { reason: 'failed', error: 'exhausted' }
        : { reason: 'post-anew', error: answer.error };
    case 'failed':
      return { reason: 'failed', error: answer.error };
  }
}

/** The request was written, or may have been, and nobody knows what became of it. */
export function mayHaveArrived(error: DeliveryError): boolean {
  return error === 'timeout' || error === 'server-error';
}

/**
 * Exponential backoff with full jitter, so that what failed together does not come back together
 * (M. Brooker, "Exponential Backoff And Jitter", 2015), and never at once.
 */
function backoffMs(attempts: number, policy: DeliveryPolicy, random: () => number): number {
  const { minMs, maxMs } = policy.backoff;
  // Beyond 2^30 the power says nothing more, and would end as Infinity.
  const ceiling = Math.min(maxMs, minMs * 2 ** Math.min(attempts, 30));
  return Math.round(Math.max(minMs, ceiling * random()));
}
