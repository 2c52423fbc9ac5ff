import type { Beat, TelemetrySource } from '../domain/telemetry-source.ts';
import { joinGaps } from './gaps.ts';

/**
 * What a sampler leaves out has no number, so that it is never missed: the process counts it. Where the
 * count has grown, something ended unseen since the time up to which all was known.
 */
export function noteUnsampled(heard: TelemetrySource, beats: readonly Beat[]): TelemetrySource {
  const known = heard.unsampled?.count ?? 0;
  const more = beats.filter(({ unsampled = 0 }) => unsampled > known);
  if (more.length === 0) return heard;
  const to = Math.max(...more.map(({ at }) => at));
  const gap = { from: Math.min(heard.completeAt ?? 0, to), to };
  const count = Math.max(...more.map(({ unsampled = 0 }) => unsampled));
  const heardAt = Math.max(...more.map((beat) => beat.heardAt));
  return { ...heard, unsampled: { count, heardAt }, gaps: joinGaps([...heard.gaps, gap]) };
}
