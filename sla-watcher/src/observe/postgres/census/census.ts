/**
 * Where the census stands: which of the orders in flight are asked after next, and how many at once.
 *
 * States: asking ──the table is too slow for the fewest──▶ resting (`restUntil`) ──its time──▶ asking.
 * 1. One page a poll, round robin: what it costs does not grow with the number of orders.
 * 2. A page that is too slow is halved; after a whole round pages grow again.
 * 3. After a rest it goes on behind the page that was too slow, so that one order with a million rows does not
 *    keep all others from being asked after.
 */
export interface Census {
  /** Null: from the first order on. */
  readonly after: string | null;
  /** Orders of one page. */
  readonly size: number;
  /** Wall time, epoch milliseconds; null: it does not rest. */
  readonly restUntil: number | null;
}

const MOST = 500;
const FEWEST = 50;
const REST_MS = 10 * 60_000;

export const FIRST_CENSUS: Census = { after: null, size: MOST, restUntil: null };

/** The page that ended before `next` was asked after. */
export function asked(census: Census, next: string | null): Census {
  const size = next === null ? Math.min(MOST, census.size * 2) : census.size;
  const isSame = next === census.after && size === census.size && census.restUntil === null;
  return isSame ? census : { after: next, size, restUntil: null };
}

/** That page took too long. */
export function tooSlow(census: Census, next: string | null, wall: number): Census {
  if (census.size > FEWEST) return { ...census, size: Math.max(FEWEST, Math.floor(census.size / 2)) };
  return { ...census, after: next, restUntil: wall + REST_MS };
}

export function isResting({ restUntil }: Census, wall: number): boolean {
  // A clock that was set back must not make it rest for longer.
  return restUntil !== null && wall < restUntil && wall >= restUntil - REST_MS;
}
