import type { TelemetrySource } from '../domain/telemetry-source.ts';

/** A batch may wait so long before it is sent; a clock that is further off is off. */
const USUAL_DELAY_MS = 15_000;

/** Of those that run, the one whose clock is furthest from ours. */
export function skewOf(running: readonly TelemetrySource[]): number {
  return running.map(skewOfSource).reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a), 0);
}

/** Positive: ahead of us. Within the usual delay nobody can tell a slow way from a slow clock. */
export function skewOfSource({ lastBeat }: TelemetrySource): number {
  const skew = lastBeat === null ? 0 : lastBeat.at - lastBeat.heardAt;
  return skew > -USUAL_DELAY_MS ? Math.max(0, skew) : skew;
}
