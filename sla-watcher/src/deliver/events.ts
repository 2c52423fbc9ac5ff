import type { DeliveryError } from '../domain/delivery.ts';

interface Sent {
  readonly subject: string;
  readonly channel: string;
  readonly revision: number;
}

/** What metrics, the log and tests hear of. Called after the outcome is durable; must not throw. */
export interface DeliveryEvents {
  readonly accepted?: (sent: Sent) => void;
  readonly retried?: (sent: Sent & { readonly error: DeliveryError; readonly retryAt: number }) => void;
  /** For good; `fallback` has been given the message, unless there is none. */
  readonly failed?: (
    sent: Sent & { readonly error: DeliveryError; readonly fallback: string | null },
  ) => void;
  /** A message marked as a possible repeat went out, and arrived or may have: the most duplicates there can be. */
  readonly repeated?: (sent: Sent) => void;
  /** The lease ran out while the channel was answering; whoever holds it now decides. */
  readonly leaseLost?: (sent: Sent) => void;
  /** The loop met what it cannot handle (mostly: the store is away), and goes on after a pause. */
  readonly interrupted?: (error: unknown) => void;
}
