import { parseTimeFormat, type TimeField, type TimeToken } from '@orderwatch/model';
import { type ReadTime, readOffset, resolve } from './read-time.ts';
import { wallClock } from './wall-clock.ts';

/** What a pattern's fields say; absent ones are 0. `half` is 0, or 1 for am and 2 for pm. */
type Parts = Record<Exclude<TimeField, 'offset'>, number> & { offset: number | null };

/** Reads one token from `at` on and returns where it ends; -1: it does not stand there. */
type Step = (text: string, at: number, parts: Parts) => number;

/**
 * Compiles a pattern such as `M/d/yyyy H:mm` to a list of steps over the text: no regular expression
 * and no substring, for it runs once per cell. A field of one letter takes one or two digits, a longer
 * one exactly its width; letter case of fixed text counts. Throws for a pattern that the model refuses.
 */
export function compileTimePattern(pattern: string): ReadTime {
  const tokens = parseTimeFormat(pattern);
  if (!tokens.ok) throw new TypeError(`time_format: ${tokens.message}; ${tokens.fix}`);
  const steps = tokens.value.map(stepOf);
  return (text, zone) => {
    const parts: Parts = {
      year: 0,
      month: 0,
      day: 0,
      hour: 0,
      hour12: 0,
      minute: 0,
      second: 0,
      fraction: 0,
      half: 0,
      offset: null,
    };
    let at = 0;
    for (const step of steps) {
      at = step(text, at, parts);
      if (at < 0) return 'bad-time';
    }
    if (at !== text.length) return 'bad-time';
    const { year, month, day, minute, second, fraction, offset } = parts;
    const wall = wallClock(year, month, day, hourOfDay(parts), minute, second, fraction);
    if (offset === null || Number.isNaN(wall)) return resolve(wall, zone);
    return wall - offset;
  };
}

function stepOf(token: TimeToken): Step {
  if (token.kind === 'text') {
    const { text: fixed } = token;
    return (text, at) => (text.startsWith(fixed, at) ? at + fixed.length : -1);
  }
  const { field, width } = token;
  if (field === 'offset') return readOffsetPart;
  if (field === 'half') return readHalf;
  if (field === 'fraction') return fractionStep(width);
  const [least, most] = width === 1 ? [1, 2] : [width, width];
  return (text, at, parts) => {
    let end = at;
    let value = 0;
    for (; end < at + most; end++) {
      const digit = text.charCodeAt(end) - 48;
      if (!(digit >= 0 && digit <= 9)) break;
      value = value * 10 + digit;
    }
    parts[field] = value;
    return end - at < least ? -1 : end;
  };
}

/** Exactly `width` digits, of which milliseconds are kept. */
function fractionStep(width: number): Step {
  return (text, at, parts) => {
    const digits = text.slice(at, at + width);
    if (!/^\d+$/.test(digits) || digits.length < width) return -1;
    parts.fraction = Number(digits.slice(0, 3).padEnd(3, '0'));
    return at + width;
  };
}

function readHalf(text: string, at: number, parts: Parts): number {
  const half = text.slice(at, at + 2).toLowerCase();
  if (half !== 'am' && half !== 'pm') return -1;
  parts.half = half === 'am' ? 1 : 2;
  return at + 2;
}

function readOffsetPart(text: string, at: number, parts: Parts): number {
  const written = /^(?:z|[+-]\d\d(?::?\d\d)?)/i.exec(text.slice(at, at + 6))?.[0];
  if (written === undefined) return -1;
  parts.offset = readOffset(written, 0);
  return Number.isNaN(parts.offset) ? -1 : at + written.length;
}

/** 12 am is midnight, 12 pm is noon; an hour that such a clock does not show is NaN. */
function hourOfDay({ hour, hour12, half }: Parts): number {
  if (half === 0) return hour;
  if (hour12 < 1 || hour12 > 12) return Number.NaN;
  return (hour12 % 12) + (half === 2 ? 12 : 0);
}
