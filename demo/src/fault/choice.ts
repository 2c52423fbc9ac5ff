import { createHash } from 'node:crypto';

const BYTES = 6;
const RANGE = 2 ** (8 * BYTES);

/**
 * Whether an order is among the share that a fault strikes: a function of seed and order, so that a
 * repeated run strikes the same ones, and a larger share strikes all that a smaller one did.
 */
export function isChosen(seed: number, order: string, share: number): boolean {
  const digest = createHash('sha256').update(`${seed}:${order}`).digest();
  return digest.readUIntBE(0, BYTES) / RANGE < share;
}
