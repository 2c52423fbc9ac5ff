import { Temporal } from 'temporal-polyfill';

const DAY_MS = 86_400_000;
const ALWAYS_UTC = /^(?:UTC|GMT|Z|Etc\/(?:UTC|GMT|UCT|Zulu|Universal|Greenwich))$/i;
// A day costs two zone look-ups once; more days than this (55 years) are no table of orders.
const MOST_DAYS = 20_000;

/**
 * Wall clock readings of one IANA zone → instants. On a day whose clocks do not change the answer is
 * one subtraction of a remembered offset; near a change Temporal decides, as `compatible` says: a time
 * that the clocks skip is moved on by the gap, one that they show twice is the first.
 */
export class ZoneRules {
  readonly zone: string;
  readonly #utc: boolean;
  /** Day since 1970 (local) → offset in ms; null: the clocks change around that day. */
  readonly #offsets = new Map<number, number | null>();

  constructor(zone: string) {
    this.zone = zone;
    this.#utc = ALWAYS_UTC.test(zone);
  }

  /** `wall`: the reading as if it were UTC, in milliseconds. */
  instantOf(wall: number): number {
    if (this.#utc) return wall;
    const offset = this.#offsetOfDay(Math.floor(wall / DAY_MS));
    return offset === null ? this.#resolve(wall) : wall - offset;
  }

  /** The local date of an instant, `YYYY-MM-DD`. */
  dateOf(instant: number): string {
    return dateText(Math.floor((this.#utc ? instant : instant + this.#offsetAt(instant)) / DAY_MS));
  }

  #offsetOfDay(day: number): number | null {
    const known = this.#offsets.get(day);
    if (known !== undefined) return known;
    if (this.#offsets.size >= MOST_DAYS) this.#offsets.clear();
    const before = this.#offsetAt((day - 1) * DAY_MS);
    const after = this.#offsetAt((day + 2) * DAY_MS);
    const offset = before === after ? before : null;
    this.#offsets.set(day, offset);
    return offset;
  }

  #offsetAt(instant: number): number {
    return (
      Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(this.zone).offsetNanoseconds / 1e6
    );
  }

  #resolve(wall: number): number {
    const reading = Temporal.Instant.fromEpochMilliseconds(wall).toZonedDateTimeISO('UTC').toPlainDateTime();
    return reading.toZonedDateTime(this.zone, { disambiguation: 'compatible' }).epochMilliseconds;
  }
}

const dates = new Map<number, string>();

/** A day since 1970 as text. Remembered: a table names the same few days over and over. */
function dateText(day: number): string {
  const known = dates.get(day);
  if (known !== undefined) return known;
  if (dates.size >= MOST_DAYS) dates.clear();
  const text = new Date(day * DAY_MS).toISOString().slice(0, 10);
  dates.set(day, text);
  return text;
}

export const UTC = new ZoneRules('UTC');
