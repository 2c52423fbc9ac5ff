import { setTimeout as sleep } from 'node:timers/promises';
import type { CanaryBody, Platform } from '../peers/platform.ts';
import type { Strike } from './plan.ts';

/** A canary, and what was done to it by the platform's own word; strike null: nothing. */
export interface Canary {
  readonly order: string;
  readonly strike: Strike | null;
  /** When it was struck, by our clock; of a healthy one when it was made. */
  readonly at: number;
}

export interface PhaseOptions {
  /** Every how many strikes a healthy canary goes its whole way. */
  readonly healthyEvery: number;
  /** A whole way. */
  readonly healthy: CanaryBody;
  readonly signal: AbortSignal;
  /** What was injected, at once: it must be cleared, whatever happens next. */
  injected(id: string): void;
  progress(what: string): void;
}

export interface Phase {
  readonly canaries: readonly Canary[];
  /** Strikes that struck nobody, with the reason. */
  readonly missed: readonly { readonly fault: string; readonly reason: string }[];
}

const PATIENCE_MS = 15_000;
const POLL_MS = 150;

/** Injects each fault for one canary, healthy ones between. */
export async function strikeAll(
  platform: Platform,
  strikes: readonly Strike[],
  options: PhaseOptions,
): Promise<Phase> {
  const canaries: Canary[] = [];
  const missed: { fault: string; reason: string }[] = [];
  for (const [at, strike] of strikes.entries()) {
    options.signal.throwIfAborted();
    options.progress(`${at + 1} of ${strikes.length}: ${strike.name}`);
    // Past a queue that stands still none would get to its end.
    if (strike.manner !== 'paused' && at % options.healthyEvery === 0) {
      const order = await platform.makeCanary(options.healthy);
      if (order === null) missed.push({ fault: 'a healthy canary', reason: 'it got stuck on its way' });
      else canaries.push({ order, strike: null, at: Date.now() });
    }
    const known = await strikeOne(platform, strike, options);
    if (known === null) missed.push({ fault: strike.name, reason: 'it struck nobody in time' });
    else canaries.push(known);
  }
  return { canaries, missed };
}

async function strikeOne(
  platform: Platform,
  strike: Strike,
  { injected, signal }: PhaseOptions,
): Promise<Canary | null> {
  const id = await platform.inject(strike.body);
  injected(id);
  const order = strike.canary === null ? null : await platform.makeCanary(strike.canary);
  if (strike.askedAt !== null && order !== null) await platform.strike(strike.askedAt, order);
  const giveUpAt = Date.now() + PATIENCE_MS;
  for (;;) {
    const struck = await platform.struck(id);
    // Others than our canaries may be under way there: what was struck is what counts.
    const found = struck.find((one) => one.order === order) ?? struck.at(-1);
    if (found !== undefined) return { order: found.order, strike, at: Date.now() };
    if (Date.now() > giveUpAt) return null;
    await sleep(POLL_MS, undefined, { signal });
  }
}
