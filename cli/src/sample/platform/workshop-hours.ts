import { DAY, dayOf, HOUR, moscowDay, startOfDay, weekdayOf } from './moscow-time.ts';

type Shift = readonly [opens: number, closes: number];

const WORKDAY: readonly Shift[] = [
  [9, 13],
  [14, 18],
];
const CLOSED: readonly Shift[] = [];
const SHORT_DAY: readonly Shift[] = [
  [9, 13],
  [14, 17],
];

/** As in orderwatch.yaml; a test holds the two equal. */
const HOLIDAYS = [
  '2026-11-04',
  '2026-12-31',
  ...Array.from({ length: 8 }, (_, i) => `2027-01-0${i + 1}`),
  '2027-02-23',
  '2027-03-08',
  '2027-05-03',
  '2027-05-10',
  '2027-06-14',
  '2027-11-04',
  '2027-12-31',
];
const HOLIDAY_DAYS: ReadonlySet<number> = new Set(HOLIDAYS.map(dayOf));
const WORKED_SATURDAY = dayOf('2027-02-20');

/** When the workshop works on a local day, in hours of it. */
export function shiftsOf(day: number): readonly Shift[] {
  if (day === WORKED_SATURDAY) return SHORT_DAY;
  return weekdayOf(day) > 4 || HOLIDAY_DAYS.has(day) ? CLOSED : WORKDAY;
}

/** The first instant from `at` on at which somebody works. */
export function nextWorking(at: number): number {
  for (let day = moscowDay(at); ; day++) {
    for (const [opens, closes] of shiftsOf(day)) {
      if (at < startOfDay(day) + closes * HOUR) return Math.max(at, startOfDay(day) + opens * HOUR);
    }
  }
}

/** When `ms` of working time have passed since `at`. */
export function addWorking(at: number, ms: number): number {
  let left = ms;
  for (let day = moscowDay(at); ; day++) {
    for (const [opens, closes] of shiftsOf(day)) {
      const from = Math.max(at, startOfDay(day) + opens * HOUR);
      const worked = startOfDay(day) + closes * HOUR - from;
      if (worked <= 0) continue;
      if (left < worked) return from + left;
      left -= worked;
    }
  }
}

/** Working time between two instants. */
export function workingBetween(a: number, b: number): number {
  let ms = 0;
  for (let start = startOfDay(moscowDay(a)); start < b; start += DAY) {
    for (const [opens, closes] of shiftsOf(moscowDay(start))) {
      ms += Math.max(0, Math.min(b, start + closes * HOUR) - Math.max(a, start + opens * HOUR));
    }
  }
  return ms;
}
