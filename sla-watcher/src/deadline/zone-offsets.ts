import { Temporal } from 'temporal-polyfill';

/** A stretch of time `[from, to)` in which a zone's clocks are `offsetMs` ahead of UTC. */
export interface OffsetSpan {
  readonly from: number;
  readonly to: number;
  readonly offsetMs: number;
}

export const DAY_MS = 86_400_000;
export const MINUTE_MS = 60_000;

/** Every date of four digits has a place here; what lies outside is not a time of an order. */
const FIRST = Date.parse('0000-12-01T00:00:00Z');
const LAST = Date.parse('+010000-02-01T00:00:00Z');

/** Zones and calendars are compiled in chunks of this length. */
const CHUNK_MS = 366 * DAY_MS;

const memo = new Map<string, Map<number, readonly OffsetSpan[]>>();

/** The chunk that holds `instant`. Throws RangeError for one outside the years 1 to 9999. */
export function chunkOf(instant: number): number {
  // Written so that NaN is refused too.
  if (!(instant >= FIRST && instant < LAST)) {
    throw new RangeError(`The instant ${instant} lies outside the years 1 to 9999`);
  }
  return Math.floor((instant - FIRST) / CHUNK_MS);
}

/** The first instant of a chunk, and of the next one with `chunk + 1`. */
export function chunkStart(chunk: number): number {
  return FIRST + chunk * CHUNK_MS;
}

/**
 * The offsets that a zone goes through in one chunk, in time order and without gaps. Compiled once
 * per zone and chunk: a Temporal step takes microseconds, which is too slow for every event. Throws
 * RangeError for a zone that does not exist.
 */
export function offsetsIn(zone: string, chunk: number): readonly OffsetSpan[] {
  let chunks = memo.get(zone);
  const known = chunks?.get(chunk);
  if (known !== undefined) return known;
  const compiled = compileOffsets(zone, chunkStart(chunk), chunkStart(chunk + 1));
  if (chunks === undefined) {
    chunks = new Map();
    memo.set(zone, chunks);
  }
  chunks.set(chunk, compiled);
  return compiled;
}

/** How far the zone's clocks are ahead of UTC at an instant. */
export function offsetAt(zone: string, instant: number): number {
  const spans = offsetsIn(zone, chunkOf(instant));
  let i = spans.length - 1;
  while (spans[i]!.from > instant) i--;
  return spans[i]!.offsetMs;
}

function compileOffsets(zone: string, start: number, end: number): OffsetSpan[] {
  const spans: OffsetSpan[] = [];
  let moment = Temporal.Instant.fromEpochMilliseconds(start).toZonedDateTimeISO(zone);
  let from = start;
  while (from < end) {
    const next = moment.getTimeZoneTransition('next');
    const to = Math.min(next?.epochMilliseconds ?? end, end);
    spans.push({ from, to, offsetMs: moment.offsetNanoseconds / 1e6 });
    if (next === null) break;
    from = to;
    moment = next;
  }
  return spans;
}
