/** Numbers that look random and are the same for the same seed, on every machine. Not for secrets. */
export interface Random {
  /** In [0, 1). */
  next(): number;
  chance(share: number): boolean;
  /** A whole number, both ends included. */
  integer(from: number, to: number): number;
  pick<T>(items: readonly T[]): T;
  /** In [min, max), the small more often: the mean lies a third of the way up. */
  skewed(min: number, max: number): number;
  /**
   * A generator of its own for one part of the work (an order, an hour): what other parts draw does
   * not change it.
   */
  fork(...keys: readonly number[]): Random;
}

/**
 * mulberry32, a 32-bit generator by Tommy Ettinger (public domain): one addition and two
 * multiply-xorshift rounds a number. It uses no function whose last digit may differ between engines.
 */
export function createRandom(seed: number): Random {
  const origin = mix(seed | 0);
  let state = origin;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let z = Math.imul(state ^ (state >>> 15), state | 1);
    z ^= z + Math.imul(z ^ (z >>> 7), z | 61);
    return ((z ^ (z >>> 14)) >>> 0) / 2 ** 32;
  };
  const integer = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
  return {
    next,
    integer,
    chance: (share) => next() < share,
    pick: (items) => items[integer(0, items.length - 1)]!,
    skewed: (min, max) => {
      const u = next();
      return min + (max - min) * u * u;
    },
    fork: (...keys) => createRandom(keys.reduce((hash, key) => mix(hash ^ mix(key | 0)), origin)),
  };
}

/** MurmurHash3's finalizer: every bit of the input changes half of the bits of the output. */
function mix(value: number): number {
  let z = (value + 0x9e3779b9) | 0;
  z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
  z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
  return z ^ (z >>> 16);
}
