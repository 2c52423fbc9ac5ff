import { cut, oneLine } from '@orderwatch/sla-watcher';

/** Longest piece of data on a screen, in UTF-16 units; what is longer was made to break one. */
const LONGEST = 120;

/**
 * The same value with every text in it, however deep, fit for a terminal: no escape sequences, control or
 * invisible characters. Cleaning all data at once, no renderer can forget a field.
 */
export function showable<T>(value: T): T {
  return clean(value) as T;
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return cut(oneLine(value), LONGEST);
  if (Array.isArray(value)) return value.map(clean);
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [clean(key), clean(item)]));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [clean(key), clean(item)]));
}
