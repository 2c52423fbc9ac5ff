import type { KeySet } from '../key-set.ts';
import { BYTES, tagOf, Wire } from './wire.ts';

/** The fields of KeyValue. */
const KEY = tagOf(1, BYTES);
export const VALUE = tagOf(2, BYTES);

/** Which of the keys the KeyValue from `start` to `end` has, as its index in `keys.names`; −1: none. */
export function findKey(bytes: Uint8Array, start: number, end: number, keys: KeySet): number {
  // As every SDK writes it: the key, then the value, and nothing else.
  if (end - start >= 2 && bytes[start] === KEY) {
    const length = bytes[start + 1]!;
    const keyEnd = start + 2 + length;
    if (length < 0x80 && (keyEnd === end || (keyEnd < end && isOnlyValue(bytes, keyEnd, end)))) {
      return keys.find(bytes, start + 2, length);
    }
  }
  return findLastKey(new Wire(bytes.subarray(start, end)), keys);
}

function isOnlyValue(bytes: Uint8Array, start: number, end: number): boolean {
  if (bytes[start] !== VALUE || start + 1 === end) return false;
  const first = bytes[start + 1]!;
  if (first < 0x80) return start + 2 + first === end;
  const second = start + 2 === end ? 0x80 : bytes[start + 2]!;
  return second < 0x80 && start + 3 + (first & 0x7f) + second * 128 === end;
}

/** Any order, unknown fields, a key that is told again: the last one counts. */
function findLastKey(wire: Wire, keys: KeySet): number {
  let found = -1;
  while (wire.more) {
    const tag = wire.tag();
    if (tag === KEY) {
      const length = wire.length();
      found = keys.find(wire.bytes, wire.pos, length);
      wire.pos += length;
    } else wire.skip(tag);
  }
  return found;
}
