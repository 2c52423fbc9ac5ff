import type { HrTime, TimeInput } from '@opentelemetry/api';

/** A wall clock that was set moves by more; what is less is its millisecond, and ours is finer. */
const TOLERATED_MS = 2;
const LOOK_EVERY_MS = 50;

let offsetMs = performance.timeOrigin;
let lookedAt = Number.NEGATIVE_INFINITY;

/**
 * What a reading of `performance.now()` is in milliseconds since 1970. A span takes it once, so that its
 * duration does not depend on a wall clock that is set while it runs.
 */
export function epochOffset(now: number): number {
  if (now - lookedAt < LOOK_EVERY_MS) return offsetMs;
  lookedAt = now;
  const driftMs = Date.now() - (offsetMs + now);
  if (driftMs > TOLERATED_MS || driftMs < -TOLERATED_MS) offsetMs += driftMs;
  return offsetMs;
}

/** Seconds and nanoseconds; a number holds the milliseconds of today exactly to a quarter of a microsecond. */
export function hrTimeOf(epochMs: number): HrTime {
  const seconds = Math.floor(epochMs / 1000);
  const nanoseconds = Math.round((epochMs - seconds * 1000) * 1e6);
  return nanoseconds < 1e9 ? [seconds, nanoseconds] : [seconds + 1, 0];
}

/** A time as OpenTelemetry's API takes it: a number may also be a reading of `performance.now()`. */
export function readTime(input: TimeInput, offset: number): HrTime {
  if (Array.isArray(input)) return input;
  if (typeof input === 'number') return hrTimeOf(input <= performance.now() ? offset + input : input);
  return hrTimeOf(input.getTime());
}

export function isTime(input: unknown): input is TimeInput {
  return typeof input === 'number' || input instanceof Date || Array.isArray(input);
}

/** Negative where `end` is before `start`. */
export function secondsBetween(start: HrTime, end: HrTime): number {
  return end[0] - start[0] + (end[1] - start[1]) / 1e9;
}
