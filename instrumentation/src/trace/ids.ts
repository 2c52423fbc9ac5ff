import { randomFillSync } from 'node:crypto';

const POOL_BYTES = 4096;
const pool = Buffer.allocUnsafeSlow(POOL_BYTES);
let digits = '';
let at = 0;

/** Random ids as the W3C wants them, never all zero. Cut from one long text: that is cheaper than to put each together. */
export const newTraceId = (): string => take(32);
export const newSpanId = (): string => take(16);

function take(length: number): string {
  if (at + length > digits.length) {
    digits = randomFillSync(pool).toString('hex');
    at = 0;
  }
  at += length;
  const id = digits.slice(at - length, at);
  return ZEROS.test(id) ? `${id.slice(1)}1` : id;
}

const ZEROS = /^0+$/;
