/**
 * How a message is written: the ways that protobuf leaves open. The plain one writes each field once, in
 * the order given.
 */
export interface EncodingStyle {
  /** Whether to do something odd here; true in that share of the calls. */
  odd(share: number): boolean;
  /** 0 ≤ result < `below`. */
  pick(below: number): number;
}

export const PLAIN: EncodingStyle = { odd: () => false, pick: () => 0 };

/** Every oddity that is valid, by chance: the same seed, the same bytes. */
export function oddStyle(seed: number): EncodingStyle {
  let state = seed | 0;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return { odd: (share) => next() < share, pick: (below) => Math.floor(next() * below) };
}
