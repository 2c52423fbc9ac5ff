import { cutText, isTooLong, LONGEST_LIST } from '../caps.ts';
import type { TelemetryValue } from '../telemetry.ts';
import {
  doubleOf,
  int64Of,
  isAbsent,
  type JsonMessage,
  messageOf,
  messagesOf,
  textOf,
  wrong,
} from './fields.ts';

export interface ParsedValue {
  readonly value: TelemetryValue;
  /** It was too long, and is what was kept of it. */
  readonly isCut: boolean;
}

/** An AnyValue; undefined where it is of a type that is no value to us. */
export function parseValue(json: unknown): ParsedValue | undefined {
  const any = messageOf(json, 'AnyValue');
  if (!isAbsent(any['stringValue'])) return cutValue(textOf(any['stringValue'], 'AnyValue.stringValue'));
  if (!isAbsent(any['boolValue'])) return whole(boolOf(any['boolValue']));
  if (!isAbsent(any['intValue'])) return whole(int64Of(any['intValue'], 'AnyValue.intValue'));
  if (!isAbsent(any['doubleValue'])) return whole(doubleOf(any['doubleValue'], 'AnyValue.doubleValue'));
  if (!isAbsent(any['arrayValue'])) return parseList(messageOf(any['arrayValue'], 'AnyValue.arrayValue'));
  return undefined;
}

function whole(value: TelemetryValue | undefined): ParsedValue | undefined {
  return value === undefined ? undefined : { value, isCut: false };
}

function cutValue(text: string): ParsedValue {
  return isTooLong(text) ? { value: cutText(text), isCut: true } : { value: text, isCut: false };
}

function boolOf(value: unknown): boolean {
  if (typeof value !== 'boolean') throw wrong('AnyValue.boolValue', 'true or false');
  return value;
}

function parseList(array: JsonMessage): ParsedValue {
  const list: string[] = [];
  let isCut = false;
  for (const element of messagesOf(array['values'], 'ArrayValue.values')) {
    const text = parseElement(element);
    if (text === null) continue;
    const isLong = isTooLong(text);
    isCut ||= isLong || list.length === LONGEST_LIST;
    if (list.length < LONGEST_LIST) list.push(isLong ? cutText(text) : text);
  }
  return { value: list, isCut };
}

/** A text, or a whole number as digits. A list in a list is not gone into. */
function parseElement(any: JsonMessage): string | null {
  if (!isAbsent(any['stringValue'])) return textOf(any['stringValue'], 'AnyValue.stringValue');
  if (!isAbsent(any['intValue'])) return String(int64Of(any['intValue'], 'AnyValue.intValue'));
  return null;
}
