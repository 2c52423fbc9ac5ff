import { DAY, HOUR, MINUTE, moscowDay, SECOND, startOfDay, weekdayOf } from './moscow-time.ts';
import type { Random } from './random.ts';

/** How many orders begin in an hour of the local day: few at night, most in the evening. */
const BY_HOUR = [2, 1, 1, 1, 1, 1, 2, 4, 7, 9, 11, 12, 12, 11, 11, 11, 11, 12, 13, 14, 14, 12, 8, 4];
/** By weekday, Monday first: people order on Sundays, and late in the week less. */
const BY_WEEKDAY = [11, 11, 10, 10, 9, 8, 11];

const SLOT = 10 * MINUTE;
const SLOTS_PER_HOUR = HOUR / SLOT;
const WEIGHT_OF_A_WEEK = sum(BY_HOUR) * sum(BY_WEEKDAY) * SLOTS_PER_HOUR;

/**
 * When orders begin, in time order, `[from, to)`, in whole seconds. Each ten minutes draw their own
 * number and times, so that a longer period begins like a shorter one.
 */
export function* arrivals(
  random: Random,
  from: number,
  to: number,
  ordersPerDay: number,
): Generator<number, void> {
  for (let slot = Math.floor(from / SLOT); slot * SLOT < to; slot++) {
    const start = slot * SLOT;
    const own = random.fork(slot);
    const expected = (ordersPerDay * 7 * weightAt(start)) / WEIGHT_OF_A_WEEK;
    const count = Math.floor(expected) + (own.chance(expected % 1) ? 1 : 0);
    const seconds = Array.from({ length: count }, () => own.integer(0, SLOT / SECOND - 1));
    for (const second of seconds.sort((a, b) => a - b)) {
      const at = start + second * SECOND;
      if (at >= from && at < to) yield at;
    }
  }
}

function weightAt(instant: number): number {
  const day = moscowDay(instant);
  const hour = Math.floor(((instant - startOfDay(day)) % DAY) / HOUR);
  return BY_HOUR[hour]! * BY_WEEKDAY[weekdayOf(day)]!;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}
