import { createHash } from 'node:crypto';

/** In [0, 1): the same for the same seed and words, however often and in whatever order it is asked for. */
export function draw(seed: number, ...words: readonly (string | number)[]): number {
  const digest = createHash('sha256')
    .update(`${seed}:${words.join(':')}`)
    .digest();
  return digest.readUIntBE(0, 6) / 2 ** 48;
}

/** Around `median`, and now and then many times it, as the work of people is; by the log-normal distribution. */
export function drawAround(median: number, spread: number, one: number, other: number): number {
  // Box–Muller; the first must not be 0.
  const normal = Math.sqrt(-2 * Math.log(1 - one)) * Math.cos(2 * Math.PI * other);
  return median * Math.exp(spread * normal);
}
