const SLOTS = 512;
/** Names, routes, statuses, queues; what is longer is rarely told twice. */
const LONGEST = 64;

/** A buffer has these methods; its type tells only of `toString`, which costs half as much again. */
interface Slicing extends Uint8Array {
  utf8Slice(start: number, end: number): string;
  latin1Slice(start: number, end: number): string;
  hexSlice(start: number, end: number): string;
}

/**
 * Makes strings of bytes. The same few come in span after span, so the last of each slot is kept and
 * compared byte by byte: cheaper than a new string, and one copy instead of thousands.
 */
export class TextCache {
  readonly #bytes: Slicing;
  readonly #slots: string[] = new Array<string>(SLOTS).fill('');

  constructor(bytes: Buffer) {
    this.#bytes = bytes as Uint8Array as Slicing;
  }

  /** UTF-8; what is none becomes U+FFFD. */
  utf8(start: number, end: number): string {
    const length = end - start;
    if (length > LONGEST) return this.#bytes.utf8Slice(start, end);
    const bytes = this.#bytes;
    let hash = length;
    for (let i = start; i < end; i++) {
      const byte = bytes[i]!;
      if (byte >= 0x80) return bytes.utf8Slice(start, end);
      hash = (Math.imul(hash, 31) + byte) | 0;
    }
    const slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
    const known = this.#slots[slot]!;
    if (known.length === length && this.#isAt(known, start)) return known;
    const text = bytes.latin1Slice(start, end);
    this.#slots[slot] = text;
    return text;
  }

  hex(start: number, end: number): string {
    return this.#bytes.hexSlice(start, end);
  }

  #isAt(text: string, start: number): boolean {
    for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) !== this.#bytes[start + i]) return false;
    return true;
  }
}
