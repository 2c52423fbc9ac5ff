/** Moscow has had this offset all year since 2014. */
const MOSCOW_MS = 3 * 3_600_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const OPENS_MS = 9 * HOUR_MS;
const CLOSES_MS = 18 * HOUR_MS;
/** 1970-01-01 was a Thursday; Monday is 0. */
const EPOCH_WEEKDAY = 3;
const WORKDAYS = 5;

interface Moment {
  day: number;
  sinceMidnightMs: number;
}

function momentOf(at: number): Moment {
  const local = at + MOSCOW_MS;
  const day = Math.floor(local / DAY_MS);
  return { day, sinceMidnightMs: local - day * DAY_MS };
}

function isWorkday(day: number): boolean {
  return (day + EPOCH_WEEKDAY) % 7 < WORKDAYS;
}

/** The workshop and the office work on weekdays from 9 to 18, Moscow time. */
export function isOpen(at: number): boolean {
  const { day, sinceMidnightMs } = momentOf(at);
  return isWorkday(day) && sinceMidnightMs >= OPENS_MS && sinceMidnightMs < CLOSES_MS;
}

/** 0 to 23, Moscow time. */
export function hourOfDay(at: number): number {
  return Math.floor(momentOf(at).sinceMidnightMs / HOUR_MS);
}

/** When so much of open hours has passed since `at`. */
export function addOpenMs(at: number, ms: number): number {
  let left = ms;
  for (let { day, sinceMidnightMs } = momentOf(at); ; day++, sinceMidnightMs = 0) {
    if (!isWorkday(day)) continue;
    const from = Math.max(sinceMidnightMs, OPENS_MS);
    const room = Math.max(0, CLOSES_MS - from);
    if (left <= room) return day * DAY_MS + from + left - MOSCOW_MS;
    left -= room;
  }
}

/** `2026-12-11`, Moscow time. */
export function dateOf(at: number): string {
  return new Date(at + MOSCOW_MS).toISOString().slice(0, 10);
}
