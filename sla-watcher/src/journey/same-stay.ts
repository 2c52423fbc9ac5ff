/**
 * Two witnesses that place an order in the same stage within this time tell of the same stay, and
 * two stages told by different witnesses in the wrong order within it are a matter of clocks. Twice
 * the five minutes of skew that a source may have.
 */
export const SAME_STAY_MS = 10 * 60_000;
