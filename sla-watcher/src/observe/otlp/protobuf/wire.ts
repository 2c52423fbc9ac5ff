import { OtlpInvalid } from '../otlp-invalid.ts';

/** How a field lies on the wire: the low three bits of its tag (protobuf.dev/programming-guides/encoding). */
export const VARINT = 0;
export const FIXED64 = 1;
export const BYTES = 2;
const GROUP = 3;
const GROUP_END = 4;
export const FIXED32 = 5;

/** A buffer also has these; its type tells only of `toString`, which costs half as much again. */
interface Bytes extends Uint8Array {
  utf8Slice(start: number, end: number): string;
  hexSlice(start: number, end: number): string;
}

/** As deep as Google's own readers go. */
const DEEPEST_GROUP = 100;
const TWO_32 = 0x1_0000_0000;

export function tagOf(field: number, wireType: number): number {
  return field * 8 + wireType;
}

/**
 * Reads a protobuf message from left to right.
 *
 * Invariants: `pos` ≤ `limit` ≤ the end of the body; `limit` is the end of the message that is being read.
 * Every read moves `pos` behind what it read, or throws `OtlpInvalid`.
 */
export class Wire {
  readonly bytes: Bytes;
  readonly #view: DataView;
  pos = 0;
  limit: number;
  /** The high 32 bits of the last varint. */
  high = 0;

  constructor(body: Uint8Array) {
    this.bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength) as Uint8Array as Bytes;
    this.#view = new DataView(body.buffer, body.byteOffset, body.byteLength);
    this.limit = body.byteLength;
  }

  get more(): boolean {
    return this.pos < this.limit;
  }

  tag(): number {
    const tag = this.varint();
    if (this.high !== 0 || tag < 8) throw new OtlpInvalid('the body holds a field number that cannot be');
    return tag;
  }

  /** The low 32 bits, unsigned; the others are then in `high`. A varint longer than need be is valid. */
  varint(): number {
    const first = this.pos < this.limit ? this.bytes[this.pos]! : 0x80;
    if (first < 0x80) {
      this.pos += 1;
      this.high = 0;
      return first;
    }
    return this.#longVarint();
  }

  #longVarint(): number {
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (this.pos >= this.limit) throw truncated();
      const byte = this.bytes[this.pos++]!;
      const part = byte & 0x7f;
      if (shift < 28) low |= part << shift;
      else if (shift === 28) {
        low |= part << 28;
        high = part >>> 4;
      } else if (shift < 63) high |= part << (shift - 32);
      else if (part > 1) break;
      else high |= part << 31;
      if (byte < 0x80) {
        this.high = high >>> 0;
        return low >>> 0;
      }
    }
    throw new OtlpInvalid('the body holds a number of more than 64 bits');
  }

  /** Reads a length; the bytes it speaks of are there. */
  length(): number {
    const length = this.varint();
    if (this.high !== 0 || length > this.limit - this.pos) throw truncated();
    return length;
  }

  /** Goes into the message that begins here. Give what it returns to `leave`. */
  enter(): number {
    const outer = this.limit;
    const length = this.length();
    this.limit = this.pos + length;
    return outer;
  }

  leave(outer: number): void {
    this.limit = outer;
  }

  fixed64(): bigint {
    const at = this.#take(8);
    return this.#view.getBigUint64(at, true);
  }

  double(): number {
    const at = this.#take(8);
    return this.#view.getFloat64(at, true);
  }

  /** An int64: a number as far as numbers are exact, its decimal digits beyond. */
  int64(): number | string {
    const low = this.varint();
    const value = (this.high | 0) * TWO_32 + low;
    if (Number.isSafeInteger(value)) return value;
    return BigInt.asIntN(64, (BigInt(this.high) << 32n) | BigInt(low)).toString();
  }

  bool(): boolean {
    return this.varint() !== 0 || this.high !== 0;
  }

  #take(count: number): number {
    const at = this.pos;
    if (count > this.limit - at) throw truncated();
    this.pos = at + count;
    return at;
  }

  /** Goes behind the next tag that is `wanted`, past all others. False: there is none up to the limit. */
  seek(wanted: number): boolean {
    for (;;) {
      this.#skipShort(wanted);
      if (!this.more) return false;
      const tag = this.tag();
      if (tag === wanted) return true;
      this.skip(tag);
    }
  }

  /** Passes over fields of bytes as long as their tag takes one byte and their length two at most. */
  #skipShort(wanted: number): void {
    const { bytes, limit } = this;
    let pos = this.pos;
    while (pos + 2 < limit) {
      const tag = bytes[pos]!;
      if (tag === wanted || tag >= 0x80 || tag < 8 || (tag & 7) !== BYTES) break;
      const first = bytes[pos + 1]!;
      const second = bytes[pos + 2]!;
      if (first >= 0x80 && second >= 0x80) break;
      const next = first < 0x80 ? pos + 2 + first : pos + 3 + (first & 0x7f) + second * 128;
      if (next > limit) throw truncated();
      pos = next;
    }
    this.pos = pos;
  }

  /** Passes over the value of a field of which nothing is wanted. */
  skip(tag: number, depth = 0): void {
    switch (tag & 7) {
      case VARINT:
        this.varint();
        return;
      case FIXED64:
        this.#take(8);
        return;
      case BYTES:
        this.#take(this.length());
        return;
      case FIXED32:
        this.#take(4);
        return;
      case GROUP:
        this.#skipGroup(tag, depth + 1);
        return;
      default:
        throw new OtlpInvalid('the body holds a wire type that cannot be');
    }
  }

  #skipGroup(begin: number, depth: number): void {
    if (depth > DEEPEST_GROUP) throw new OtlpInvalid(`the body is nested deeper than ${DEEPEST_GROUP}`);
    const end = begin - GROUP + GROUP_END;
    for (;;) {
      if (!this.more) throw truncated();
      const tag = this.tag();
      if (tag === end) return;
      this.skip(tag, depth);
    }
  }
}

export function truncated(): OtlpInvalid {
  return new OtlpInvalid('the body ends in the middle of a field');
}
