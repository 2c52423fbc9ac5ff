const BUCKETS = 256;

/** Names of attributes, found by their bytes: no string is made of a key that nobody asked for. */
export class KeySet {
  readonly names: readonly string[];
  readonly #positions: ReadonlyMap<string, number>;
  readonly #keys: readonly Uint8Array[];
  /** Length in bytes → 1 if there is a key of that length. */
  readonly #lengths: Uint8Array;
  /** Bucket → the first name in it; name → the next in its bucket; −1 ends. */
  readonly #first = new Int16Array(BUCKETS).fill(-1);
  readonly #next: Int16Array;

  constructor(names: Iterable<string>) {
    this.names = [...new Set(names)];
    this.#positions = new Map(this.names.map((name, index) => [name, index]));
    this.#keys = this.names.map((name) => new TextEncoder().encode(name));
    this.#next = new Int16Array(this.names.length);
    this.#lengths = new Uint8Array(1 + Math.max(0, ...this.#keys.map(({ length }) => length)));
    for (const [index, key] of this.#keys.entries()) {
      this.#lengths[key.length] = 1;
      const bucket = bucketOf(key, 0, key.length);
      this.#next[index] = this.#first[bucket]!;
      this.#first[bucket] = index;
    }
  }

  has(name: string): boolean {
    return this.#positions.has(name);
  }

  /** The index in `names` of the key that lies there, or −1. */
  find(bytes: Uint8Array, start: number, length: number): number {
    if (length >= this.#lengths.length || this.#lengths[length] === 0) return -1;
    let index = this.#first[bucketOf(bytes, start, length)]!;
    while (index >= 0 && !isAt(this.#keys[index]!, bytes, start, length)) index = this.#next[index]!;
    return index;
  }
}

/** Keys share their beginnings, so the middle and the end tell them apart. */
function bucketOf(bytes: Uint8Array, start: number, length: number): number {
  if (length === 0) return 0;
  return (length * 7 + bytes[start + length - 1]! * 31 + bytes[start + (length >> 1)]! * 17) & (BUCKETS - 1);
}

function isAt(key: Uint8Array, bytes: Uint8Array, start: number, length: number): boolean {
  if (key.length !== length) return false;
  for (let i = length - 1; i >= 0; i--) if (key[i] !== bytes[start + i]) return false;
  return true;
}
