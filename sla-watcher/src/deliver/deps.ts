import type { DeliveryError, Message } from '../domain/delivery.ts';
import type { Channel, Clock, Store, StoreTx } from '../ports.ts';
import type { ChannelHealth } from './channel-health.ts';
import type { DeliveryEvents } from './events.ts';
import type { DeliveryPolicy } from './outcome.ts';
import type { Pace } from './pace.ts';

/** A channel with what the model and its vendor say of its use. */
export interface Route {
  readonly channel: Channel;
  /** The channel that gets what this one refuses for good. */
  readonly fallback: string | null;
  /** Shortest time between the beginnings of two sends. */
  readonly gapMs: number;
}

/** Resolves after `ms` of wall time, or as soon as `signal` aborts. */
export type Sleep = (ms: number, signal: AbortSignal) => Promise<void>;

/** The part of the store that delivery needs. */
export interface DeliveryStore extends Pick<Store, 'claimDeliveries' | 'settleDelivery'> {
  transaction<T>(work: (tx: Pick<StoreTx, 'wantDeliveries'>) => Promise<T>): Promise<T>;
}

export interface DeliverDeps {
  readonly store: DeliveryStore;
  /** By channel name. */
  readonly routes: ReadonlyMap<string, Route>;
  readonly clock: Pick<Clock, 'wall'>;
  readonly sleep: Sleep;
  /** In [0, 1). */
  readonly random: () => number;
  readonly policy: DeliveryPolicy;
  readonly pace: Pace;
  readonly health: ChannelHealth;
  readonly events: DeliveryEvents;
  /** How a message that comes by its fallback says so, in the language of the messages. */
  readonly failureFact: (channel: string, error: DeliveryError) => Message['facts'][number];
}

/** `stop`: take nothing new. `abort`: wait no longer for answers. */
export interface Halt {
  readonly stop: AbortSignal;
  readonly abort: AbortSignal;
}

export const NEVER_HALTS: Halt = { stop: new AbortController().signal, abort: new AbortController().signal };
