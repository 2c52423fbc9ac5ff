import type { Gap, TelemetrySource } from '../domain/telemetry-source.ts';
import { joinGaps } from './gaps.ts';
import { completeFrom } from './number-ranges.ts';

/** Waits no longer for numbers up to `count`: what is missing of them is lost, and was ended before `endedBy`. */
export function giveUpTo(source: TelemetrySource, count: number, endedBy: number): TelemetrySource {
  const { complete, rest } = completeFrom(
    Math.max(count, source.complete),
    source.arrived.filter(([, last]) => last > count),
  );
  return {
    ...withGap(source, endedBy),
    complete,
    arrived: rest,
    lost: source.lost + missingUpTo(source, count),
  };
}

/**
 * From where all was seen. Of a process that does not say when it began nobody knows since when it ran:
 * of all that time nothing is claimed, not even why something may be missing.
 */
export function withGap(source: TelemetrySource, to: number, why: Pick<Gap, 'died'> = {}): TelemetrySource {
  const { completeAt, gaps } = source;
  const gap = completeAt === null ? { from: 0, to } : { from: Math.min(completeAt, to), to, ...why };
  return { ...source, gaps: joinGaps([...gaps, gap]) };
}

/** How many numbers up to `count` have not arrived. */
function missingUpTo({ complete, arrived }: TelemetrySource, count: number): number {
  const there = arrived.reduce((sum, [first, last]) => {
    return sum + Math.max(0, Math.min(last, count) - first + 1);
  }, 0);
  return Math.max(0, count - complete - there);
}
