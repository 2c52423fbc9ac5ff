import type { Envelope } from '../order/order-event.ts';

/** How a consumer lets go of a message. */
export type Settlement =
  | { kind: 'acknowledged' }
  | { kind: 'dead-lettered'; reason: string }
  | { kind: 'given-back'; reason: string };

/** A message that a handler has in hand. */
export interface Delivery {
  readonly envelope: Envelope;
  readonly redelivered: boolean;
  /** Before the handler has ended; the first word counts. */
  settle(settlement: Settlement): void;
}

export type Handle = (delivery: Delivery) => Promise<Settlement>;
