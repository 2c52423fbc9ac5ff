import { type Parsed, parsed, refused } from '../parsed.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** 24 hours on the clock, also where the clocks change. */
export const DAY_MS = 24 * HOUR;
const WEEK = 7 * DAY_MS;
const LONGEST_MS = 3660 * DAY_MS;

const SHORT = /^(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/;
const ISO = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;
const UNITS = [WEEK, DAY_MS, HOUR, MINUTE, SECOND, 1];
const NAMES = ['w', 'd', 'h', 'm', 's', 'ms'];

/** `30m`, `1h30m`, `7d`, or ISO 8601 (`PT30M`, `P1DT12H`, `P3W`); in milliseconds. */
export function parseDuration(text: string): Parsed<number> {
  const written = text.trim().slice(0, 60);
  if (/^P(?:\d+[YWD])*\d+Y|^P(?:\d+[YWD])*\d+M/.test(written)) {
    return refused(
      'bad-duration',
      `"${written}" counts in years or months, which differ in length`,
      'write days, as in 90d',
    );
  }
  const parts = (SHORT.exec(written) ?? ISO.exec(written))?.slice(1);
  if (!parts || parts.every((part) => part === undefined)) {
    return refused('bad-duration', `"${written}" is not a duration`, 'write 30s, 15m, 1h30m, 7d or PT30M');
  }
  const ms = parts.reduce((sum, part, i) => sum + Number(part ?? 0) * (UNITS[i] ?? 0), 0);
  if (ms > LONGEST_MS) {
    return refused('bad-duration', `"${written}" is longer than ten years`, 'write a shorter duration');
  }
  return parsed(ms);
}

/** The short form of a whole number of milliseconds; `parseDuration` reads it back. */
export function renderDuration(ms: number): string {
  if (ms === 0) return '0s';
  let rest = ms;
  let text = '';
  // Whole weeks read well, "2w3d" does not.
  const first = ms % WEEK === 0 ? 0 : 1;
  for (let i = first; i < UNITS.length; i++) {
    const unit = UNITS[i] ?? 1;
    const count = Math.floor(rest / unit);
    if (count > 0) text += `${count}${NAMES[i]}`;
    rest -= count * unit;
  }
  return text;
}

/** Whether a duration was written in days or weeks, which only the clock can count. */
export function writtenInDays(text: string): boolean {
  return /\d[dw]|^P[^T]*\d[DW]/.test(text.trim());
}
