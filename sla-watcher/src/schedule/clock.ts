import type { Clock } from '../ports.ts';

/** Order time is wall time. */
export const systemClock: Clock = { now: () => Date.now(), wall: () => Date.now(), at: (wall) => wall };

export interface FastClockOptions {
  /** Order time at `startedAt`, epoch milliseconds. */
  readonly origin: number;
  /** Wall time at which order time was `origin`; the same after a restart. */
  readonly startedAt: number;
  /** Order time that passes per unit of wall time. */
  readonly speed: number;
  /** Once it has caught up with wall time it is wall time. */
  readonly untilPresent: boolean;
}

/** Replays the past at speed: source times stay what they are, leases and retries keep to the wall. */
export function createFastClock(options: FastClockOptions, wall: () => number = Date.now): Clock {
  const at = (instant: number): number => {
    const replayed = options.origin + (instant - options.startedAt) * options.speed;
    return options.untilPresent ? Math.min(replayed, instant) : replayed;
  };
  return { now: () => Math.floor(at(wall())), wall, at: (instant) => Math.floor(at(instant)) };
}
