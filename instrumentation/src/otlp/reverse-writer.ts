const FIRST_SIZE = 64 * 1024;
const SHORT = 48;
const TWO_32 = 2 ** 32;

/**
 * Writes protobuf from its end to its beginning, so that the length of a message is known when its
 * prefix is due: one pass, and no length is ever counted beforehand.
 * https://protobuf.dev/programming-guides/encoding/
 */
export class ReverseWriter {
  #buffer = Buffer.allocUnsafeSlow(FIRST_SIZE);
  /** Of the byte that was written last. */
  #at = FIRST_SIZE;

  /** Bytes written so far; the difference of two marks is the length of what is between. */
  get mark(): number {
    return this.#buffer.length - this.#at;
  }

  /** Hands out what was written, and begins anew in the same memory. */
  take(): Buffer {
    const bytes = Buffer.from(this.#buffer.subarray(this.#at));
    this.#at = this.#buffer.length;
    return bytes;
  }

  byte(value: number): void {
    if (this.#at === 0) this.#grow(1);
    this.#buffer[--this.#at] = value;
  }

  /** A whole number of either sign, exact up to 2^53. */
  varint(value: number): void {
    if (value < 0) {
      this.#negative(value);
      return;
    }
    let size = 1;
    for (let rest = value; rest >= 128; rest = Math.floor(rest / 128)) size++;
    if (this.#at < size) this.#grow(size);
    this.#at -= size;
    let at = this.#at;
    let rest = value;
    for (; rest >= 128; rest = Math.floor(rest / 128)) this.#buffer[at++] = (rest % 128) | 128;
    this.#buffer[at] = rest;
  }

  fixed32(value: number): void {
    if (this.#at < 4) this.#grow(4);
    this.#at -= 4;
    this.#buffer.writeUInt32LE(value >>> 0, this.#at);
  }

  /** Nanoseconds of [seconds, nanoseconds], exact, which a number is not from 2^53 on. */
  fixed64([seconds, nanoseconds]: readonly [number, number]): void {
    const high = Math.floor(seconds / 65536) * 1e9;
    const low = (high % 65536) * 65536 + (seconds % 65536) * 1e9 + nanoseconds;
    if (this.#at < 8) this.#grow(8);
    this.#at -= 8;
    this.#buffer.writeUInt32LE(low % TWO_32, this.#at);
    this.#buffer.writeUInt32LE(Math.floor(high / 65536) + Math.floor(low / TWO_32), this.#at + 4);
  }

  double(value: number): void {
    if (this.#at < 8) this.#grow(8);
    this.#at -= 8;
    this.#buffer.writeDoubleLE(value, this.#at);
  }

  bytes(value: Uint8Array): void {
    if (this.#at < value.length) this.#grow(value.length);
    this.#at -= value.length;
    this.#buffer.set(value, this.#at);
  }

  /** Lower-case hex, as ids are kept. */
  hex(value: string): void {
    const size = value.length >> 1;
    if (this.#at < size) this.#grow(size);
    this.#at -= size;
    for (let index = 0; index < size; index++) {
      this.#buffer[this.#at + index] =
        (digit(value.charCodeAt(2 * index)) << 4) | digit(value.charCodeAt(2 * index + 1));
    }
  }

  text(value: string): void {
    if (value.length <= SHORT && this.#ascii(value)) return;
    const size = Buffer.byteLength(value);
    if (this.#at < size) this.#grow(size);
    this.#at -= size;
    this.#buffer.write(value, this.#at, 'utf8');
  }

  /** Ends a field whose content was written since `mark`: its length, then its tag. */
  close(tag: number, mark: number): void {
    this.varint(this.mark - mark);
    this.varint(tag);
  }

  /** A call into the runtime costs more than a short text. */
  #ascii(value: string): boolean {
    const { length } = value;
    if (this.#at < length) this.#grow(length);
    const from = this.#at - length;
    for (let index = 0; index < length; index++) {
      const code = value.charCodeAt(index);
      if (code > 127) return false;
      this.#buffer[from + index] = code;
    }
    this.#at = from;
    return true;
  }

  /** Two's complement in 64 bits: always ten bytes. */
  #negative(value: number): void {
    let rest = BigInt.asUintN(64, BigInt(value));
    const bytes = new Uint8Array(10);
    for (let index = 0; index < 10; index++) {
      bytes[index] = Number(rest & 127n) | (index < 9 ? 128 : 0);
      rest >>= 7n;
    }
    this.bytes(bytes);
  }

  #grow(needed: number): void {
    const written = this.#buffer.subarray(this.#at);
    const size = Math.max(this.#buffer.length * 2, written.length + needed);
    const larger = Buffer.allocUnsafeSlow(size);
    larger.set(written, size - written.length);
    this.#buffer = larger;
    this.#at = size - written.length;
  }
}

function digit(code: number): number {
  return code < 58 ? code - 48 : code - 87;
}
