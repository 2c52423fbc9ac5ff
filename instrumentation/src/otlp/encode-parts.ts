import type { Attributes } from '@opentelemetry/api';
import type { SharedAttributes } from '../trace/shared-attributes.ts';
import { bytesOf, ReverseWriter } from './reverse-writer.ts';

/** Tags: the number of the field, and how it is written. */
export const message = (field: number): number => (field << 3) | 2;
export const number = (field: number): number => field << 3;
export const fixed32 = (field: number): number => (field << 3) | 5;
export const fixed64 = (field: number): number => (field << 3) | 1;

const VALUE = { string: message(1), bool: number(2), int: number(3), double: fixed64(4), array: message(5) };
const KEY_VALUE = { key: message(1), value: message(2) };

const MAX_KEYS = 2000;
const keys = new Map<string, Uint8Array>();
/** What is kept gets memory of its own; one writer for each, since names are written within others. */
const nameWriter = new ReverseWriter();
const sharedWriter = new ReverseWriter();

function takeCopy(writer: ReverseWriter): Uint8Array {
  const bytes = bytesOf(writer.take()).slice();
  writer.rewind();
  return bytes;
}

/** Names are few and each is written often: the whole field is kept. */
function keyField(name: string): Uint8Array {
  let field = keys.get(name);
  if (field === undefined) {
    nameWriter.text(name);
    nameWriter.close(KEY_VALUE.key, 0);
    field = takeCopy(nameWriter);
    if (keys.size < MAX_KEYS) keys.set(name, field);
  }
  return field;
}

/** In their order, which written backwards is from the last one on. */
export function writeAttributes(writer: ReverseWriter, tag: number, attributes: Attributes): void {
  const names = Object.keys(attributes);
  for (let index = names.length - 1; index >= 0; index--) {
    const name = names[index] as string;
    writeAttribute(writer, tag, name, attributes[name]);
  }
}

export function writeAttribute(writer: ReverseWriter, tag: number, name: string, value: unknown): void {
  if (value === undefined || value === null) return;
  const end = writer.mark;
  writeValue(writer, KEY_VALUE.value, value);
  writer.bytes(keyField(name));
  writer.close(tag, end);
}

/** Those that many spans have alike are encoded for the first of them. */
export function writeShared(writer: ReverseWriter, tag: number, shared: SharedAttributes): void {
  if (shared.encoded === undefined) {
    for (const [name, value] of shared.entries) writeAttribute(sharedWriter, tag, name, value);
    shared.encoded = takeCopy(sharedWriter);
  }
  writer.bytes(shared.encoded);
}

export function writeValue(writer: ReverseWriter, tag: number, value: unknown): void {
  const end = writer.mark;
  if (typeof value === 'string') {
    writer.text(value);
    writer.close(VALUE.string, end);
  } else if (typeof value === 'number') writeNumber(writer, value);
  else if (typeof value === 'boolean') {
    writer.byte(value ? 1 : 0);
    writer.byte(VALUE.bool);
  } else if (Array.isArray(value)) {
    for (let index = value.length - 1; index >= 0; index--) writeValue(writer, message(1), value[index]);
    writer.close(VALUE.array, end);
  }
  // Anything else is no value that an attribute can have: it is sent empty.
  writer.close(tag, end);
}

function writeNumber(writer: ReverseWriter, value: number): void {
  if (Number.isSafeInteger(value)) {
    writer.varint(value);
    writer.byte(VALUE.int);
  } else {
    writer.double(value);
    writer.byte(VALUE.double);
  }
}

export function writeText(writer: ReverseWriter, tag: number, value: string | undefined): void {
  if (value === undefined || value === '') return;
  const end = writer.mark;
  writer.text(value);
  writer.close(tag, end);
}

export function writeId(writer: ReverseWriter, tag: number, id: string | undefined): void {
  if (id === undefined || id === '') return;
  const end = writer.mark;
  writer.hex(id);
  writer.close(tag, end);
}

export function writeNumberField(writer: ReverseWriter, tag: number, value: number): void {
  if (value === 0) return;
  writer.varint(value);
  writer.varint(tag);
}
