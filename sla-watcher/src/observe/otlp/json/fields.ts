import { OtlpInvalid } from '../otlp-invalid.ts';

/**
 * Fields of a message in protobuf's JSON. Absent and null are the default; another type than the
 * protocol's is an error. `name` is how messages call the field.
 */
export type JsonMessage = Readonly<Record<string, unknown>>;

const NOTHING: JsonMessage = Object.freeze({});
const NONE: readonly JsonMessage[] = Object.freeze([]);
const INTEGER = /^-?\d{1,20}$/;
const HIGHEST_INT64 = 2n ** 63n - 1n;
const HIGHEST_UINT64 = 2n ** 64n - 1n;
const HIGHEST_INT32 = 2 ** 31 - 1;

export function messageOf(value: unknown, name: string): JsonMessage {
  if (isAbsent(value)) return NOTHING;
  if (typeof value !== 'object' || Array.isArray(value)) throw wrong(name, 'an object');
  return value as JsonMessage;
}

export function messagesOf(value: unknown, name: string): readonly JsonMessage[] {
  if (isAbsent(value)) return NONE;
  if (!Array.isArray(value)) throw wrong(name, 'a list of objects');
  return value.map((element) => {
    if (isAbsent(element)) throw wrong(name, 'a list of objects');
    return messageOf(element, name);
  });
}

/** Half characters, which JSON can escape and UTF-8 cannot hold, become U+FFFD. */
export function textOf(value: unknown, name: string): string {
  if (isAbsent(value)) return '';
  if (typeof value !== 'string') throw wrong(name, 'a text');
  return value.toWellFormed();
}

/** Enums are numbers here; their names are not allowed in OTLP. */
export function enumOf(value: unknown, name: string): number {
  if (isAbsent(value)) return 0;
  if (typeof value !== 'number' || !Number.isInteger(value) || Math.abs(value) > HIGHEST_INT32 + 1) {
    throw wrong(name, 'a whole number');
  }
  return value;
}

/** 64 bits, as text or as a number. */
export function uint64Of(value: unknown, name: string): bigint {
  if (isAbsent(value)) return 0n;
  const integer = integerOf(value, name);
  if (integer < 0n || integer > HIGHEST_UINT64) throw wrong(name, 'a whole number of 64 bits, not negative');
  return integer;
}

/** A number as far as numbers are exact, its decimal digits beyond. */
export function int64Of(value: unknown, name: string): number | string {
  const integer = integerOf(value, name);
  if (integer > HIGHEST_INT64 || integer < -HIGHEST_INT64 - 1n)
    throw wrong(name, 'a whole number of 64 bits');
  const number = Number(integer);
  return Number.isSafeInteger(number) ? number : String(integer);
}

/** Numbers that are not finite come as texts, and are undefined here. */
export function doubleOf(value: unknown, name: string): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  const isText = typeof value === 'string' && Number.isNaN(number);
  if (typeof number !== 'number' || (isText && value !== 'NaN')) throw wrong(name, 'a number');
  return Number.isFinite(number) ? number : undefined;
}

function integerOf(value: unknown, name: string): bigint {
  if (typeof value === 'number' && Number.isInteger(value)) return BigInt(value);
  if (typeof value === 'string' && INTEGER.test(value)) return BigInt(value);
  throw wrong(name, 'a whole number, or a text of its digits');
}

export function isAbsent(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

export function wrong(name: string, expected: string): OtlpInvalid {
  return new OtlpInvalid(`${name} must be ${expected}`);
}
