import type { Beat, NumberRange, SourceNews, TelemetrySource } from '../domain/telemetry-source.ts';
import { addNumbers, completeFrom } from './number-ranges.ts';

const BEATS_KEPT = 64;

/** What is known of a source after news of it; null: it was never heard of. `now` is our clock. */
export function hear(known: TelemetrySource | null, news: SourceNews, now: number): TelemetrySource {
  const beats = news.beats.map((beat) => ({ ...beat, heardAt: now }));
  const before = known === null || hasBegunAnew(known, beats) ? blankSource(news, now, known) : known;
  const { complete, rest } = completeFrom(before.complete, addNumbers(before.arrived, news.numbers));
  return seenThrough({
    ...before,
    complete,
    arrived: rest,
    beats: [...before.beats, ...beats].sort((a, b) => a.count - b.count || a.at - b.at).slice(-BEATS_KEPT),
    lastBeat: latest([...beats, ...(before.lastBeat === null ? [] : [before.lastBeat])]),
  });
}

/** Moves up to the newest heartbeat of which nothing is missing, and forgets those before it. */
export function seenThrough(source: TelemetrySource): TelemetrySource {
  const seen = source.beats.filter(({ count }) => count <= source.complete);
  if (seen.length === 0) return source;
  const completeAt = Math.max(source.completeAt ?? Number.NEGATIVE_INFINITY, ...seen.map(({ at }) => at));
  return { ...source, completeAt, beats: source.beats.filter(({ count }) => count > source.complete) };
}

function blankSource(
  { witness, service, instance }: SourceNews,
  now: number,
  before: TelemetrySource | null,
): TelemetrySource {
  return {
    ...{ witness, service, instance },
    ...{ complete: 0, arrived: [], beats: [], lastBeat: null },
    firstAt: now,
    completeAt: before?.completeAt ?? null,
    lost: before?.lost ?? 0,
    gaps: before?.gaps ?? [],
  };
}

/** An instance id that outlives its process: a later heartbeat has counted fewer spans. */
function hasBegunAnew({ lastBeat }: TelemetrySource, beats: readonly Beat[]): boolean {
  return lastBeat !== null && beats.some(({ at, count }) => at > lastBeat.at && count < lastBeat.count);
}

function latest(beats: readonly Beat[]): Beat | null {
  return beats.reduce<Beat | null>((a, b) => (a === null || b.at > a.at ? b : a), null);
}

/** How many numbers up to `count` have not arrived. */
export function missingUpTo({ complete, arrived }: TelemetrySource, count: number): number {
  const there = arrived.reduce((sum, [first, last]: NumberRange) => {
    return sum + Math.max(0, Math.min(last, count) - first + 1);
  }, 0);
  return Math.max(0, count - complete - there);
}
