import { LONGEST_BODY, LONGEST_TEXT, nameOf } from '../caps.ts';
import { NO_ID, WRONG_ID } from '../ids.ts';
import type { Wire } from './wire.ts';

/** UTF-8 has no more bytes for one UTF-16 unit; and half a character at the end is none. */
const ENOUGH_BYTES = LONGEST_TEXT * 3 + 4;

/**
 * The text that begins here; of one that is too long only so much that it is still seen to be.
 * Bytes that are no UTF-8 become U+FFFD, which no id may hold.
 */
export function readText(wire: Wire): string {
  const length = wire.length();
  const start = wire.pos;
  wire.pos = start + length;
  return wire.bytes.utf8Slice(start, start + Math.min(length, ENOUGH_BYTES));
}

export function readName(wire: Wire): string {
  return nameOf(readText(wire));
}

/** Null: too long. */
export function readShortText(wire: Wire): string | null {
  const text = readText(wire);
  return text.length > LONGEST_BODY ? null : text;
}

/** An id as lowercase hex, or what stands for none. */
export function readId(wire: Wire, bytes: number): string {
  const length = wire.length();
  const start = wire.pos;
  wire.pos = start + length;
  if (length !== bytes) return length === 0 ? NO_ID : WRONG_ID;
  return isZeros(wire.bytes, start, wire.pos) ? NO_ID : wire.bytes.hexSlice(start, wire.pos);
}

function isZeros(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (bytes[i] !== 0) return false;
  return true;
}
