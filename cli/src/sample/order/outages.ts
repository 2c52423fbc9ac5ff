import { DAY, HOUR, MINUTE, moscowDay, SECOND, startOfDay, weekdayOf } from '../platform/moscow-time.ts';
import type { Random } from '../platform/random.ts';
import { HOP_NAMES } from '../platform/route.ts';

/** A hop that stands still. */
export interface Outage {
  readonly hop: string;
  readonly from: number;
  readonly to: number;
}

const LASTS = 2 * HOUR;
/** Afterwards the queue is worked off: the first message after this time, … */
const FIRST_AFTER = 6 * MINUTE;
/** … and the last so much later. */
const CATCHES_UP_IN = 10 * MINUTE;

/** The outage of the hop at an instant, or null. */
export type OutageAt = (hop: string, at: number) => Outage | null;

/** Of each week the given share (1: every week) has one outage, on a working day around noon. */
export function outages(random: Random, perWeek: number): OutageAt {
  const weeks = new Map<number, Outage | null>();
  return (hop, at) => {
    const day = moscowDay(at);
    const monday = day - weekdayOf(day);
    let outage = weeks.get(monday);
    if (outage === undefined) {
      outage = drawOutage(random.fork(monday), monday, perWeek);
      weeks.set(monday, outage);
    }
    return outage !== null && outage.hop === hop && outage.from <= at && at < outage.to ? outage : null;
  };
}

/** When a message that came into the outage gets through: in the order in which they came. */
export function caughtUpAt(outage: Outage, sentAt: number): number {
  const part = (sentAt - outage.from) / LASTS;
  return outage.to + FIRST_AFTER + Math.floor((part * CATCHES_UP_IN) / SECOND) * SECOND;
}

function drawOutage(random: Random, monday: number, perWeek: number): Outage | null {
  if (!random.chance(perWeek)) return null;
  const minute = random.integer(10 * 60, 14 * 60);
  const from = startOfDay(monday) + random.integer(0, 4) * DAY + minute * MINUTE;
  return { hop: random.pick(HOP_NAMES), from, to: from + LASTS };
}
