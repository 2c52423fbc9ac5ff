import { cutText, isTooLong, LONGEST_LIST } from '../caps.ts';
import type { TelemetryValue } from '../telemetry.ts';
import { readText } from './texts.ts';
import { BYTES, FIXED64, tagOf, VARINT, type Wire } from './wire.ts';

/** The fields of AnyValue. Those of the last three types (a map, octets, an index) are no values to us. */
const STRING = tagOf(1, BYTES);
const BOOL = tagOf(2, VARINT);
const INT = tagOf(3, VARINT);
const DOUBLE = tagOf(4, FIXED64);
const ARRAY = tagOf(5, BYTES);
const MAP = tagOf(6, BYTES);
const OCTETS = tagOf(7, BYTES);
const INDEX = tagOf(8, VARINT);

const ARRAY_VALUES = tagOf(1, BYTES);

/**
 * An AnyValue. It is a oneof, so the last of its fields counts; but a list that follows a list, also in
 * another occurrence of the same AnyValue, continues it.
 */
export class ValueReader {
  value: TelemetryValue | undefined;
  isCut = false;
  #list: string[] | null = null;

  clear(): void {
    this.#set(undefined);
  }

  /** Reads a message up to the wire's limit, on top of what was read since `clear`. */
  read(wire: Wire): void {
    while (wire.more) {
      const tag = wire.tag();
      switch (tag) {
        case STRING:
          this.#setText(readText(wire));
          break;
        case BOOL:
          this.#set(wire.bool());
          break;
        case INT:
          this.#set(wire.int64());
          break;
        case DOUBLE:
          this.#setNumber(wire.double());
          break;
        case ARRAY:
          this.#readList(wire);
          break;
        case MAP:
        case OCTETS:
        case INDEX:
          wire.skip(tag);
          this.clear();
          break;
        default:
          wire.skip(tag);
      }
    }
  }

  #set(value: TelemetryValue | undefined): void {
    this.value = value;
    this.isCut = false;
    this.#list = null;
  }

  #setText(text: string): void {
    const isCut = isTooLong(text);
    this.#set(isCut ? cutText(text) : text);
    this.isCut = isCut;
  }

  #setNumber(value: number): void {
    this.#set(Number.isFinite(value) ? value : undefined);
  }

  #readList(wire: Wire): void {
    const list = this.#list ?? [];
    if (this.#list === null) this.#set(list);
    this.#list = list;
    const outer = wire.enter();
    while (wire.more) {
      const tag = wire.tag();
      if (tag === ARRAY_VALUES) this.#addTo(list, readElement(wire));
      else wire.skip(tag);
    }
    wire.leave(outer);
  }

  #addTo(list: string[], element: string | null): void {
    if (element === null) return;
    const isCut = isTooLong(element);
    this.isCut ||= isCut || list.length === LONGEST_LIST;
    if (list.length < LONGEST_LIST) list.push(isCut ? cutText(element) : element);
  }
}

/** An AnyValue within a list: a text, or a whole number as digits. A list in a list is not gone into. */
function readElement(wire: Wire): string | null {
  const outer = wire.enter();
  let element: string | null = null;
  while (wire.more) {
    const tag = wire.tag();
    if (tag === STRING) element = readText(wire);
    else if (tag === INT) element = String(wire.int64());
    else {
      wire.skip(tag);
      if (VALUE_TAGS.has(tag)) element = null;
    }
  }
  wire.leave(outer);
  return element;
}

const VALUE_TAGS: ReadonlySet<number> = new Set([BOOL, DOUBLE, ARRAY, MAP, OCTETS, INDEX]);
