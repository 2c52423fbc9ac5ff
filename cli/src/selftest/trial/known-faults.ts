import type { LossClass } from '@orderwatch/sla-watcher';

/** The numbers of docs/fault-injection.md; 8 is a direction, and 0 is none of them. */
export const CLASS_OF: Readonly<Record<number, LossClass>> = {
  1: 'not-published',
  2: 'publish-failed',
  3: 'lost-in-broker',
  4: 'waiting',
  5: 'dead-lettered',
  6: 'consumer-failed',
  7: 'not-stored',
  9: 'drift',
  10: 'working',
  11: 'disorder',
  12: 'hidden',
  13: 'vanished',
};

/**
 * When a fault is injected: `beside` others; `holding`: a message stays in its queue, which is not empty for
 * others then; `paused`: nothing passes; `crash`: a process dies, with what it had in hand.
 */
export const MANNERS = ['beside', 'holding', 'paused', 'crash'] as const;
export type Manner = (typeof MANNERS)[number];

/** What a selftest must know of a fault beside what the platform says of it. */
export interface KnownFault {
  readonly manner?: Manner;
  /** How far its canary goes: to the stage of the first hop, or to the hop after its own; null: it makes its own. */
  readonly canary?: 'first-hop' | 'next-hop' | null;
  /** Why it is left out. */
  readonly skip?: string;
  /** Holds every order of its queue, so that there is no limit. */
  readonly isUnlimited?: true;
  /** The parameter that says how long it lasts: it must last until it is judged. */
  readonly lasts?: string;
  /** People are played: whoever takes a step asks first. */
  readonly isAsked?: true;
}

export const KNOWN_FAULTS: Readonly<Record<string, KnownFault>> = {
  'crash-before-publish': { manner: 'crash' },
  // Only the first hop of a way can be reached by a new order while its queue stands still.
  'consumer-paused': { manner: 'paused', isUnlimited: true },
  'consumer-slow': { manner: 'holding', lasts: 'delayMs' },
  'requeue-loop': { manner: 'holding' },
  'only-in-one': { canary: null },
  'price-slow': { canary: 'first-hop', lasts: 'delayMs' },
  'out-of-order': { canary: 'next-hop', lasts: 'holdMs' },
  'people-idle': { isAsked: true },
  'partner-repeats': { skip: 'it makes a second order, and nothing is wrong with either' },
};
