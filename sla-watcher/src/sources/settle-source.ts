import type { Beat, Gap, TelemetrySource } from '../domain/telemetry-source.ts';
import { missingUpTo, seenThrough } from './hear.ts';
import { completeFrom } from './number-ranges.ts';

const GAPS_KEPT = 32;

/**
 * What a source has owed for longer than `patienceMs` is given up: it is lost, and the time in which
 * those spans were ended is a gap. `now` and the patience are by our clock.
 */
export function settleSource(source: TelemetrySource, now: number, patienceMs: number): TelemetrySource {
  const owed = source.beats.find(
    ({ count, heardAt }) => count > source.complete && heardAt < now - patienceMs,
  );
  return owed === undefined ? source : settleSource(giveUp(source, owed), now, patienceMs);
}

function giveUp(source: TelemetrySource, { count, at }: Beat): TelemetrySource {
  // Before its first heartbeat nobody knows since when it runs.
  const gap: Gap = { from: Math.min(source.completeAt ?? 0, at), to: at };
  const { complete, rest } = completeFrom(
    count,
    source.arrived.filter(([, last]) => last > count),
  );
  return seenThrough({
    ...source,
    complete,
    arrived: rest,
    lost: source.lost + missingUpTo(source, count),
    gaps: [...source.gaps, gap].slice(-GAPS_KEPT),
  });
}
