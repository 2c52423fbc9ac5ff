const CHUNK = 64 * 1024;
const SHORT = 64;
const TWO_32 = 2 ** 32;

/** What a hexadecimal digit stands for, by its character. */
const DIGITS = new Uint8Array(256);
for (let value = 0; value < 16; value++) DIGITS[value.toString(16).charCodeAt(0)] = value;

/** What was written, where it was written. */
export interface Piece {
  readonly memory: Buffer;
  readonly start: number;
  readonly end: number;
}

/**
 * Writes protobuf from its end to its beginning, so that the length of a message is known when its
 * prefix is due: one pass, and no length is ever counted beforehand. One piece is written before the
 * other into the same memory, which nobody copies; what is full is left to those who hold pieces of it.
 * https://protobuf.dev/programming-guides/encoding/
 */
export class ReverseWriter {
  #memory = Buffer.allocUnsafeSlow(0);
  #view = new DataView(this.#memory.buffer);
  /** Of the byte that was written last. */
  #at = 0;
  /** Behind the last byte of the piece that is being written. */
  #end = 0;

  /** Bytes of this piece so far; the difference of two marks is the length of what is between. */
  get mark(): number {
    return this.#end - this.#at;
  }

  /** Hands out the piece, and begins the next one. */
  take(): Piece {
    const piece = { memory: this.#memory, start: this.#at, end: this.#end };
    this.#end = this.#at;
    return piece;
  }

  /** Begins anew in the same memory: for who is done with all pieces. */
  rewind(): void {
    this.#at = this.#memory.length;
    this.#end = this.#at;
  }

  byte(value: number): void {
    if (this.#at === 0) this.#grow(1);
    this.#memory[--this.#at] = value;
  }

  /** A whole number of either sign, exact up to 2^53. */
  varint(value: number): void {
    if (value >= 0 && value < 128) {
      this.byte(value);
      return;
    }
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
    for (; rest >= 128; rest = Math.floor(rest / 128)) this.#memory[at++] = (rest % 128) | 128;
    this.#memory[at] = rest;
  }

  fixed32(value: number): void {
    if (this.#at < 4) this.#grow(4);
    this.#at -= 4;
    this.#view.setUint32(this.#at, value, true);
  }

  /** Nanoseconds of [seconds, nanoseconds], exact, which a number is not from 2^53 on. */
  fixed64([seconds, nanoseconds]: readonly [number, number]): void {
    const high = Math.floor(seconds / 65536) * 1e9;
    const low = (high % 65536) * 65536 + (seconds % 65536) * 1e9 + nanoseconds;
    if (this.#at < 8) this.#grow(8);
    this.#at -= 8;
    this.#view.setUint32(this.#at, low % TWO_32, true);
    this.#view.setUint32(this.#at + 4, Math.floor(high / 65536) + Math.floor(low / TWO_32), true);
  }

  double(value: number): void {
    if (this.#at < 8) this.#grow(8);
    this.#at -= 8;
    this.#view.setFloat64(this.#at, value, true);
  }

  bytes(value: Uint8Array): void {
    const { length } = value;
    if (this.#at < length) this.#grow(length);
    this.#at -= length;
    // A call into the runtime costs more than a few bytes.
    if (length > 32) this.#memory.set(value, this.#at);
    else for (let index = 0; index < length; index++) this.#memory[this.#at + index] = value[index] as number;
  }

  piece({ memory, start, end }: Piece): void {
    const size = end - start;
    if (this.#at < size) this.#grow(size);
    this.#at -= size;
    memory.copy(this.#memory, this.#at, start, end);
  }

  /** Lower-case hex, as ids are kept. */
  hex(value: string): void {
    const size = value.length >> 1;
    if (this.#at < size) this.#grow(size);
    this.#at -= size;
    for (let index = 0; index < size; index++) {
      const high = DIGITS[value.charCodeAt(2 * index)] as number;
      this.#memory[this.#at + index] = (high << 4) | (DIGITS[value.charCodeAt(2 * index + 1)] as number);
    }
  }

  text(value: string): void {
    if (value.length <= SHORT && this.#ascii(value)) return;
    const size = Buffer.byteLength(value);
    if (this.#at < size) this.#grow(size);
    this.#at -= size;
    this.#memory.write(value, this.#at, 'utf8');
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
      this.#memory[from + index] = code;
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

  /** Goes on in other memory, with what there is of this piece. */
  #grow(needed: number): void {
    const written = this.#memory.subarray(this.#at, this.#end);
    const size = Math.max(CHUNK, 2 * (written.length + needed));
    const memory = Buffer.allocUnsafeSlow(size);
    memory.set(written, size - written.length);
    this.#memory = memory;
    this.#view = new DataView(memory.buffer);
    this.#at = size - written.length;
    this.#end = size;
  }
}

export function bytesOf({ memory, start, end }: Piece): Uint8Array {
  return new Uint8Array(memory.buffer, memory.byteOffset + start, end - start);
}
