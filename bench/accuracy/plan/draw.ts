import { createHash } from 'node:crypto';

/** A number from 0 to 1 that follows from what it is drawn for: a repeated run draws the same. */
export function draw(...by: readonly (string | number)[]): number {
  return createHash('sha256').update(by.join(' ')).digest().readUIntBE(0, 6) / 2 ** 48;
}

/** The same in an order that follows from the seed. */
export function shuffled<T>(items: readonly T[], ...by: readonly (string | number)[]): readonly T[] {
  return items
    .map((item, at) => ({ item, key: draw(...by, at) }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ item }) => item);
}
