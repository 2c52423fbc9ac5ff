import { DAY, HOUR, MINUTE, moscowDay, SECOND, startOfDay } from '../platform/moscow-time.ts';
import type { Random } from '../platform/random.ts';
import { addWorking, nextWorking } from '../platform/workshop-hours.ts';
import type { OrderTraits } from './sample-order.ts';

/**
 * How long what takes, when nothing is wrong: always within the limits of orderwatch.yaml, so that
 * only faults are late. (Around the long New Year holidays the limits on the whole order are not:
 * there the calendar is what is late.) Instants come out in whole seconds.
 */
export type Stay = (since: number, random: Random, traits: OrderTraits) => number;

export const untilUploaded: Stay = (since, random) => seconds(since + random.skewed(MINUTE, 40 * MINUTE));

export const untilSubmitted: Stay = (since, random) => seconds(since + random.skewed(MINUTE, 3 * HOUR));

/** A machine: two to three minutes on average, longer for a complex model. */
export const untilPriced: Stay = (since, random, { complexity }) =>
  seconds(
    since +
      (complexity === 'high'
        ? random.skewed(6 * MINUTE, 28 * MINUTE)
        : random.skewed(40 * SECOND, 7 * MINUTE)),
  );

/**
 * The customer thinks it over, then a seller writes it down in working hours. Over long holidays one
 * on duty does it in daytime, before the five days of the price are over.
 */
export const untilApproved: Stay = (since, random) => {
  const agreed = since + random.skewed(10 * MINUTE, 3.5 * DAY);
  const opened = nextWorking(agreed);
  const written = opened === agreed ? agreed : addWorking(opened, random.next() * 3 * HOUR);
  const lastMorning = startOfDay(moscowDay(since + 4 * DAY)) + 10 * HOUR;
  return seconds(written < since + 4.5 * DAY ? written : lastMorning + random.next() * 8 * HOUR);
};

export const untilStarted: Stay = (since, random) =>
  seconds(addWorking(since, random.skewed(HOUR, 16 * HOUR)));

export const untilCompleted: Stay = (since, random, { complexity }) =>
  seconds(
    addWorking(
      since,
      complexity === 'high' ? random.skewed(16 * HOUR, 60 * HOUR) : random.skewed(6 * HOUR, 30 * HOUR),
    ),
  );

export const untilPackaging: Stay = (since, random) =>
  seconds(addWorking(since, random.skewed(15 * MINUTE, 5 * HOUR)));

export const untilShipped: Stay = (since, random) =>
  seconds(addWorking(since, random.skewed(30 * MINUTE, 6 * HOUR)));

/** The carrier, at any hour; soon enough for the first parcel too where the second left days later. */
export const untilClosed: Stay = (since, random) => seconds(since + DAY + random.skewed(0, 5 * DAY));

/** The same where something is wrong. */
export const WHEN_LONG = {
  price: (since, random) => seconds(since + random.skewed(90 * MINUTE, 5 * HOUR)),
  /** 1.3 to 2.2 times the limit of 40, or 80, working hours. */
  workshop: (since, random, { complexity }) =>
    seconds(addWorking(since, random.skewed(1.3, 2.2) * (complexity === 'high' ? 80 : 40) * HOUR)),
  packaging: (since, random) => seconds(addWorking(since, random.skewed(16 * HOUR, 60 * HOUR))),
} as const satisfies Record<string, Stay>;

/** Somebody finds a lost message and sends it again, in working hours. */
export function foundByHand(since: number, random: Random): number {
  return seconds(nextWorking(since + random.skewed(3 * HOUR, 4 * DAY)) + random.next() * 20 * MINUTE);
}

/** A hop that works. */
export function overTheHop(since: number, random: Random): number {
  return seconds(since + random.skewed(SECOND, 20 * SECOND));
}

function seconds(instant: number): number {
  return Math.ceil(instant / SECOND) * SECOND;
}
