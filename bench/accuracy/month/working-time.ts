const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Moscow, the whole year. */
const OFFSET_MS = 3 * HOUR_MS;
/** Hours of a working day, local. */
const OPEN: readonly (readonly [number, number])[] = [
  [9, 13],
  [14, 18],
];

/** The instant after so many hours of work, in a week without holidays. */
export function afterWork(from: number, hours: number): number {
  let left = hours * HOUR_MS;
  let at = from;
  for (;;) {
    const midnight = Math.floor((at + OFFSET_MS) / DAY_MS) * DAY_MS - OFFSET_MS;
    for (const [opens, closes] of isWeekday(midnight) ? OPEN : []) {
      const begins = Math.max(at, midnight + opens * HOUR_MS);
      const room = midnight + closes * HOUR_MS - begins;
      if (room >= left) return begins + left;
      if (room > 0) left -= room;
    }
    at = midnight + DAY_MS;
  }
}

/** Most orders come by day; the share of a day's orders that come in this hour of it. */
export function shareOfHour(at: number): number {
  const hour = Math.floor((at + OFFSET_MS) / HOUR_MS) % 24;
  return hour >= 9 && hour < 22 ? 1 / 15 : 2 / 15 / 11;
}

function isWeekday(midnight: number): boolean {
  // The epoch was a Thursday.
  const day = (Math.floor((midnight + OFFSET_MS) / DAY_MS) + 3) % 7;
  return day < 5;
}
