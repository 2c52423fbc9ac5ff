import type { Beat, NumberRange, SourceNews, TelemetrySource } from '../domain/telemetry-source.ts';
import { joinGaps } from './gaps.ts';
import { giveUpTo } from './give-up.ts';
import { noteUnsampled } from './note-unsampled.ts';
import { addNumbers, completeFrom } from './number-ranges.ts';

/** Of those that are owed the oldest tell since when, and the newest how much. */
const BEATS_KEPT = 32;
/** So many holes at once mean that much is lost: the oldest are given up. */
const RANGES_KEPT = 256;

/** What is known of a source after news of it; null: it was never heard of. `now` is our clock. */
export function hear(known: TelemetrySource | null, news: SourceNews, now: number): TelemetrySource {
  const before = known ?? blankSource(news, now);
  const beats = news.beats.map((beat): Beat => ({ ...beat, heardAt: now }));
  const arrived = addNumbers(before.complete, before.arrived, news.numbers);
  const { complete, rest } = completeFrom(before.complete, arrived);
  const heard: TelemetrySource = {
    ...before,
    complete,
    arrived: rest,
    beats: fewBeats([...before.beats, ...beats]),
    lastBeat: latest([...beats, ...(before.lastBeat === null ? [] : [before.lastBeat])]),
    ...(isBack(before, beats) ? revived(before) : {}),
  };
  return seenThrough(withFewHoles(noteUnsampled(heard, beats), now));
}

/** What was late on its way was sent before its death; who was alive after it did not die. */
function isBack({ isDead, gaps }: TelemetrySource, beats: readonly Beat[]): boolean {
  return isDead && beats.some(({ at }) => gaps.every(({ to }) => at > to));
}

/** What was given up stays so, but no death explains it. */
function revived({ gaps }: TelemetrySource): Pick<TelemetrySource, 'isDead' | 'gaps'> {
  return { isDead: false, gaps: joinGaps(gaps.map(({ from, to }) => ({ from, to }))) };
}

/** Moves up to the newest heartbeat of which nothing is missing, and forgets those before it. */
export function seenThrough(source: TelemetrySource): TelemetrySource {
  const seen = source.beats.filter(({ count }) => count <= source.complete);
  if (seen.length === 0) return source;
  const completeAt = Math.max(source.completeAt ?? Number.NEGATIVE_INFINITY, ...seen.map((b) => b.seenTo));
  return { ...source, completeAt, beats: source.beats.filter(({ count }) => count > source.complete) };
}

function blankSource(news: SourceNews, now: number): TelemetrySource {
  const { witness, service, instance } = news;
  return {
    ...{ witness, service, instance },
    ...{ complete: 0, arrived: [], beats: [], lastBeat: null, isDead: false },
    ...{ firstAt: now, completeAt: beginning(news, now), lost: 0, gaps: [] },
  };
}

/** Before it ran it had nothing to say. What cannot be true is not taken for it. */
function beginning({ begunAt = null, beats }: SourceNews, now: number): number | null {
  if (begunAt === null) return null;
  if (beats.length > 0) return Math.min(begunAt, ...beats.map(({ seenTo }) => seenTo));
  return begunAt <= now ? begunAt : null;
}

function fewBeats(beats: readonly Beat[]): readonly Beat[] {
  const sorted = beats.toSorted((a, b) => a.count - b.count || a.at - b.at);
  if (sorted.length <= 2 * BEATS_KEPT) return sorted;
  return [...sorted.slice(0, BEATS_KEPT), ...sorted.slice(-BEATS_KEPT)];
}

/** When they were ended nobody knows but that it was before now. */
function withFewHoles(source: TelemetrySource, now: number): TelemetrySource {
  const surplus = source.arrived.length - RANGES_KEPT;
  if (surplus <= 0) return source;
  const [, last] = source.arrived[surplus - 1] as NumberRange;
  return giveUpTo(source, last, Math.max(now, source.lastBeat?.at ?? 0));
}

function latest(beats: readonly Beat[]): Beat | null {
  return beats.reduce<Beat | null>((a, b) => (a === null || b.at > a.at ? b : a), null);
}
