import { wallClock } from './wall-clock.ts';
import type { ZoneRules } from './zone-rules.ts';

/** Why a text is no instant. */
export type TimeFault = 'bad-time' | 'time-without-zone';

/** Text → epoch milliseconds; `zone` is that of times which carry no offset (null: those are refused). */
export type ReadTime = (text: string, zone: ZoneRules | null) => number | TimeFault;

/** An offset such as `Z`, `+03`, `+0300`, `+03:00` or `+02:30:17` from `at` to the end; NaN: it is none. */
export function readOffset(text: string, at: number): number {
  const sign = text.charCodeAt(at);
  if (sign === 0x5a || sign === 0x7a) return text.length === at + 1 ? 0 : Number.NaN;
  if (sign !== 0x2b && sign !== 0x2d) return Number.NaN;
  const parts = /^[+-](\d\d)(?::?([0-5]\d)(?::([0-5]\d))?)?$/.exec(at === 0 ? text : text.slice(at));
  if (!parts || Number(parts[1]) > 15) return Number.NaN;
  const seconds = Number(parts[1]) * 3600 + Number(parts[2] ?? 0) * 60 + Number(parts[3] ?? 0);
  return (sign === 0x2d ? -seconds : seconds) * 1000;
}

/**
 * ISO 8601 in its extended form, RFC 3339, and what PostgreSQL writes: `2026-11-21T10:00:00.123+03:00`,
 * `2026-11-21 10:00:00.123456+03`, `2026-11-21 10:00`, `2026-11-21` (the local day's first instant).
 * Digits beyond milliseconds are cut. No other reading of a text is tried: a guess would be a wrong time.
 */
export function readIsoTime(text: string, zone: ZoneRules | null): number | TimeFault {
  const year = two(text, 0) * 100 + two(text, 2);
  if (text.charCodeAt(4) !== 0x2d || text.charCodeAt(7) !== 0x2d) return 'bad-time';
  if (text.length === 10) return resolve(wallClock(year, two(text, 5), two(text, 8), 0, 0, 0, 0), zone);
  const separator = text.charCodeAt(10);
  if (separator !== 0x54 && separator !== 0x20 && separator !== 0x74) return 'bad-time';
  if (text.charCodeAt(13) !== 0x3a) return 'bad-time';
  let end = 16;
  let second = 0;
  let ms = 0;
  if (text.charCodeAt(16) === 0x3a) {
    second = two(text, 17);
    end = fractionEnd(text, 19);
    ms = end === 19 ? 0 : milliseconds(text, 20, end);
  }
  const wall = wallClock(year, two(text, 5), two(text, 8), two(text, 11), two(text, 14), second, ms);
  if (end === text.length) return resolve(wall, zone);
  const instant = wall - readOffset(text, end);
  return Number.isNaN(instant) ? 'bad-time' : instant;
}

/** What a wall clock in `zone` means. */
export function resolve(wall: number, zone: ZoneRules | null): number | TimeFault {
  if (Number.isNaN(wall)) return 'bad-time';
  return zone === null ? 'time-without-zone' : zone.instantOf(wall);
}

/** Two digits; NaN, which spoils all that is computed from it, where there are none. */
function two(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

/** Where the fraction that begins at `at` ends; `at` itself where there is none. */
function fractionEnd(text: string, at: number): number {
  const mark = text.charCodeAt(at);
  if (mark !== 0x2e && mark !== 0x2c) return at;
  let end = at + 1;
  while (isDigit(text.charCodeAt(end))) end++;
  return end;
}

/** NaN for a point without digits. */
function milliseconds(text: string, from: number, to: number): number {
  if (from === to) return Number.NaN;
  let ms = 0;
  for (let at = from; at < from + 3; at++) ms = ms * 10 + (at < to ? text.charCodeAt(at) - 48 : 0);
  return ms;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
