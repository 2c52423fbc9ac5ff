import type { KeySet } from '../key-set.ts';
import { findKey } from './find-key.ts';
import { BYTES, FIXED32, FIXED64, tagOf, truncated, VARINT, Wire } from './wire.ts';

/** Where a message keeps its attributes, and what it holds that has attributes too. */
export interface Shape {
  readonly attributes: number;
  readonly events: number;
  readonly links: number;
}

const NOWHERE = -1;
const EVENT: Shape = { attributes: tagOf(3, BYTES), events: NOWHERE, links: NOWHERE };
const LINK: Shape = { attributes: tagOf(4, BYTES), events: NOWHERE, links: NOWHERE };
export const SPAN_SHAPE: Shape = {
  attributes: tagOf(9, BYTES),
  events: tagOf(11, BYTES),
  links: tagOf(13, BYTES),
};
export const LOG_SHAPE: Shape = { attributes: tagOf(6, BYTES), events: NOWHERE, links: NOWHERE };
export const RESOURCE_SHAPE: Shape = { attributes: tagOf(1, BYTES), events: NOWHERE, links: NOWHERE };

/** The flags of a span: the one field whose tag takes two bytes. */
const FLAGS = tagOf(16, FIXED32);
const FLAGS_FIRST = (FLAGS & 0x7f) | 0x80;
const FLAGS_SECOND = FLAGS >> 7;

/**
 * Whether the message from `start` to `end` has an attribute of one of the marks. Most of what arrives has
 * none, so this loop is what the speed of the decoder hangs on: it makes no object, and leaves whatever
 * an SDK would not write to `hasMarkAnywhere`.
 */
export function hasMark(bytes: Uint8Array, start: number, end: number, shape: Shape, marks: KeySet): boolean {
  let pos = start;
  while (pos < end) {
    const tag = bytes[pos]!;
    const wireType = tag & 7;
    if (tag < 8 || pos + 1 === end) return hasMarkAnywhere(bytes, start, end, shape, marks);
    const first = bytes[pos + 1]!;
    if (tag >= 0x80) {
      if (tag !== FLAGS_FIRST || first !== FLAGS_SECOND) {
        return hasMarkAnywhere(bytes, start, end, shape, marks);
      }
      pos += 6;
    } else if (wireType === BYTES) {
      let length = first;
      pos += 2;
      if (length >= 0x80) {
        const second = pos < end ? bytes[pos]! : 0x80;
        if (second >= 0x80) return hasMarkAnywhere(bytes, start, end, shape, marks);
        length = (length & 0x7f) + second * 128;
        pos += 1;
      }
      const fieldEnd = pos + length;
      if (fieldEnd > end) throw truncated();
      if (hasMarkInField(bytes, tag, pos, fieldEnd, shape, marks)) return true;
      pos = fieldEnd;
    } else if (wireType === FIXED64) {
      pos += 9;
    } else if (wireType === VARINT && first < 0x80) {
      pos += 2;
    } else return hasMarkAnywhere(bytes, start, end, shape, marks);
  }
  if (pos > end) throw truncated();
  return false;
}

function hasMarkInField(
  bytes: Uint8Array,
  tag: number,
  start: number,
  end: number,
  shape: Shape,
  marks: KeySet,
): boolean {
  if (tag === shape.attributes) return findKey(bytes, start, end, marks) >= 0;
  if (tag === shape.events) return hasMark(bytes, start, end, EVENT, marks);
  if (tag === shape.links) return hasMark(bytes, start, end, LINK, marks);
  return false;
}

/** The same for any valid encoding; also says what is wrong with one that is not. */
function hasMarkAnywhere(
  bytes: Uint8Array,
  start: number,
  end: number,
  shape: Shape,
  marks: KeySet,
): boolean {
  const wire = new Wire(bytes.subarray(start, end));
  while (wire.more) {
    const tag = wire.tag();
    if ((tag & 7) !== BYTES) {
      wire.skip(tag);
      continue;
    }
    const length = wire.length();
    const end = wire.pos + length;
    if (hasMarkInField(wire.bytes, tag, wire.pos, end, shape, marks)) return true;
    wire.pos = end;
  }
  return false;
}
