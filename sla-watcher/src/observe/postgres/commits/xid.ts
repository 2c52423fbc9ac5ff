/** A transaction's id with its epoch, 64 bits, as `pg_current_snapshot()` shows it: it never wraps around. */
export type Xid = bigint;

const EPOCH = 1n << 32n;
// Rows keep 32 bits of the id of the transaction that wrote them; beyond half the circle old looks like new.
const COMPARABLE = (1n << 31n) - 10_000_000n;

/** The 64-bit id that is nearest to `near` among those that end in these 32 bits. */
export function widenXid(low32: bigint, near: Xid): Xid {
  const sameEpoch = near - (near % EPOCH) + low32;
  const [before, after] = [sameEpoch - EPOCH, sameEpoch + EPOCH];
  const nearer = distance(after, near) < distance(sameEpoch, near) ? after : sameEpoch;
  return distance(before, near) < distance(nearer, near) && before >= 0n ? before : nearer;
}

/** The 32 bits that a row keeps, as text for a parameter of type `xid`. */
export function narrowXid(xid: Xid): string {
  return String(xid % EPOCH);
}

/** Whether `age(xmin) <= age(horizon)` still means what it says: no more ids than half the circle apart. */
export function isComparable(horizon: Xid, next: Xid): boolean {
  return next - horizon < COMPARABLE;
}

/**
 * Which transactions had ended when a snapshot was taken: all below `xmin`, none from `xmax` on, and
 * between them those not in `running`. A standby knows `xmin` and `xmax` and lists nothing between.
 */
export interface Snapshot {
  readonly xmin: Xid;
  readonly xmax: Xid;
  readonly running: readonly Xid[];
}

/** Reads `10:20:10,14,15`. */
export function parseSnapshot(text: string): Snapshot {
  const [xmin = '', xmax = '', running = ''] = text.split(':');
  return {
    xmin: BigInt(xmin),
    xmax: BigInt(xmax),
    running: running === '' ? [] : running.split(',').map(BigInt),
  };
}

/** Math.min and Math.max do not take them; null of none. */
export function lowest(values: readonly bigint[]): bigint | null {
  return values.reduce<bigint | null>(
    (least, value) => (least === null || value < least ? value : least),
    null,
  );
}
export function highest(first: bigint, ...others: readonly bigint[]): bigint {
  return others.reduce((most, value) => (value < most ? most : value), first);
}

function distance(a: bigint, b: bigint): bigint {
  return a < b ? b - a : a - b;
}
