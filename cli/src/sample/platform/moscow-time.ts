export const SECOND = 1_000;
export const MINUTE = 60_000;
export const HOUR = 3_600_000;
export const DAY = 86_400_000;

/** Moscow has kept this offset, without summer time, since 2014. */
const OFFSET = 3 * HOUR;

/** The local day as days since 1970-01-01. */
export function moscowDay(instant: number): number {
  return Math.floor((instant + OFFSET) / DAY);
}

/** The instant at which that local day begins. */
export function startOfDay(day: number): number {
  return day * DAY - OFFSET;
}

/** 0 is Monday. */
export function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}

/** `2026-11-21` */
export function dateText(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

/** The day of a local date. */
export function dayOf(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / DAY;
}

/** RFC 3339 with the offset, to the second. */
export function instantText(instant: number): string {
  return `${new Date(instant + OFFSET).toISOString().slice(0, 19)}+03:00`;
}
