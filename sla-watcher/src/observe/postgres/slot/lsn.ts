/** A place in the write-ahead log: bytes since its beginning. */
export type Lsn = bigint;

/** Reads `16/B374D848`. Throws TypeError. */
export function parseLsn(text: string): Lsn {
  const [, high, low] = /^([0-9A-Fa-f]{1,8})\/([0-9A-Fa-f]{1,8})$/.exec(text) ?? [];
  if (high === undefined || low === undefined) throw new TypeError('no place in a write-ahead log');
  return (BigInt(`0x${high}`) << 32n) | BigInt(`0x${low}`);
}

export function renderLsn(lsn: Lsn): string {
  return `${(lsn >> 32n).toString(16)}/${(lsn & 0xffffffffn).toString(16)}`.toUpperCase();
}
