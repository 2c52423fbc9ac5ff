import type { AttributeType, AttributeValue, TableMapping } from '@orderwatch/model';
import { cellText } from './cell.ts';
import { type Fault, fault } from './fault.ts';
import type { ReadTime } from './time/read-time.ts';
import { UTC, type ZoneRules } from './time/zone-rules.ts';

/** Longest value of an attribute, in characters. */
export const LONGEST_ATTRIBUTE = 512;
export const MOST_ATTRIBUTES = 32;
const LONGEST_NAME = 100;

export type Attributes = Readonly<Record<string, AttributeValue>>;
export const NO_ATTRIBUTES: Attributes = Object.freeze({});

/** A mapped attribute, ready to be read from a row. */
export interface AttributePlan {
  readonly name: string;
  readonly column: string;
  /** The value of a text that is not blank; null: it is none of this type. */
  readonly read: (text: string) => AttributeValue | null;
  readonly type: AttributeType;
}

const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,3})?$/i;
const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ...['true', 't', 'yes', 'y', 'on', '1'].map((text) => [text, true] as const),
  ...['false', 'f', 'no', 'n', 'off', '0'].map((text) => [text, false] as const),
]);

/** Sorted by name, because the identity of an observation is taken over attributes in that order. */
export function planAttributes(
  mapping: TableMapping,
  readTime: ReadTime,
  zone: ZoneRules | null,
  datesIn: ZoneRules,
): readonly AttributePlan[] {
  const names = Object.keys(mapping.attributes).sort();
  return names.map((name) => {
    const { column, type } = mapping.attributes[name]!;
    return { name, column, type, read: readerOf(type, readTime, zone, datesIn) };
  });
}

function readerOf(
  type: AttributeType,
  readTime: ReadTime,
  zone: ZoneRules | null,
  datesIn: ZoneRules,
): AttributePlan['read'] {
  switch (type) {
    case 'string':
      return (text) =>
        text.length > LONGEST_ATTRIBUTE || text.includes('\0') || !text.isWellFormed() ? null : text;
    case 'number':
      return (text) => (NUMBER.test(text) && Number.isFinite(Number(text)) ? Number(text) : null);
    case 'boolean':
      return (text) => BOOLEANS.get(text.toLowerCase()) ?? null;
    case 'instant':
      return (text) => {
        const instant = readTime(text, zone);
        return typeof instant === 'number' ? new Date(instant).toISOString() : null;
      };
    case 'date':
      return (text) => readDate(text, readTime, datesIn);
  }
}

/** The local date as written; of a time with an offset, the date that it is in `datesIn`. */
function readDate(text: string, readTime: ReadTime, datesIn: ZoneRules): string | null {
  const instant = readTime(text, null);
  if (typeof instant === 'number') return datesIn.dateOf(instant);
  const wall = instant === 'time-without-zone' ? readTime(text, UTC) : instant;
  return typeof wall === 'number' ? UTC.dateOf(wall) : null;
}

/** Takes what a row says; `refuse` hears of each value that is none of its type, and the rest stands. */
export function readAttributes(
  plans: readonly AttributePlan[],
  row: Readonly<Record<string, unknown>>,
  refuse: (fault: Fault) => void,
): Attributes {
  if (plans.length === 0) return NO_ATTRIBUTES;
  const attributes: Record<string, AttributeValue> = {};
  let count = 0;
  for (const plan of plans) {
    const text = cellText(row[plan.column]);
    if (text === null) continue;
    const value = text === undefined ? null : plan.read(text);
    if (value === null) {
      refuse(fault('bad-attribute', `column "${plan.column}" is no ${plan.type}, or too long`));
    } else if (count === MOST_ATTRIBUTES) {
      refuse(
        fault(
          'bad-attribute',
          `column "${plan.column}" is one too many: an order has ${MOST_ATTRIBUTES} attributes`,
        ),
      );
      break;
    } else {
      attributes[plan.name] = value;
      count++;
    }
  }
  return attributes;
}

/** By name, so that the order in which a sender lists them is no difference. Null: a text is ill-formed. */
export function sortAttributes(told: Readonly<Record<string, unknown>>): Attributes | null {
  const sorted: Record<string, AttributeValue> = {};
  for (const name of Object.keys(told).sort()) {
    const value = told[name];
    if (!isPlain(value) || !name.isWellFormed() || (typeof value === 'string' && !value.isWellFormed()))
      return null;
    sorted[name] = value;
  }
  return sorted;
}

function isPlain(value: unknown): value is AttributeValue {
  return typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
}

/** More, or longer, than an order may have. */
export function tooMuchOf(attributes: Attributes): boolean {
  const entries = Object.entries(attributes);
  const isTooLong = ([name, value]: [string, AttributeValue]) =>
    name.length > LONGEST_NAME ||
    (typeof value === 'string' && (value.length > LONGEST_ATTRIBUTE || value.includes('\0')));
  return entries.length > MOST_ATTRIBUTES || entries.some(isTooLong);
}
