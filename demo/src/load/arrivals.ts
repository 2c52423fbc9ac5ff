import { draw } from './draw.ts';
import { hourOfDay } from './workshop-hours.ts';

/** How many of a day's orders come in each hour, in parts of a hundred: evenings are busy, nights are not. */
const BY_HOUR: readonly number[] = [1, 1, 0, 0, 0, 0, 1, 2, 3, 5, 6, 7, 7, 6, 6, 6, 6, 6, 7, 8, 8, 7, 5, 2];
const WHOLE = BY_HOUR.reduce((sum, part) => sum + part, 0);

/** How many orders come in the hour that begins at `at`, by the Poisson distribution. */
export function arrivalsIn(seed: number, at: number, ordersPerDay: number): number {
  const mean = (ordersPerDay * (BY_HOUR[hourOfDay(at)] ?? 0)) / WHOLE;
  return poisson(mean, (n) => draw(seed, 'arrivals', at, n));
}

/** Counts how often one can multiply by a chance before it is smaller than e^-mean (Knuth). */
function poisson(mean: number, chance: (n: number) => number): number {
  const least = Math.exp(-mean);
  let count = 0;
  for (let product = chance(0); product > least; product *= chance(count)) count++;
  return count;
}

export interface Arrival {
  channel: 'b2c' | 'b2b';
  partnerId: string;
  faces: number;
  /** The customer goes away before there is a file. */
  isAbandoned: boolean;
}

const B2B_SHARE = 0.25;
const HIGH_SHARE = 0.2;
const ABANDONED_SHARE = 0.04;
const PARTNERS = 5;

/** What the `n`th order of this run is like. */
export function arrival(seed: number, n: number): Arrival {
  const isHigh = draw(seed, 'faces', n) < HIGH_SHARE;
  const size = draw(seed, 'size', n);
  return {
    channel: draw(seed, 'channel', n) < B2B_SHARE ? 'b2b' : 'b2c',
    partnerId: `p-${1 + Math.floor(draw(seed, 'partner', n) * PARTNERS)}`,
    faces: isHigh ? 1_000 + Math.floor(size * 2_000) : 20 + Math.floor(size * 900),
    isAbandoned: draw(seed, 'abandoned', n) < ABANDONED_SHARE,
  };
}

/** A model in Wavefront OBJ that has so many faces, and no beauty. */
export function makeModel(faces: number): string {
  return `v 0 0 0\nv 1 0 0\nv 0 1 0\n${'f 1 2 3\n'.repeat(faces)}`;
}
