import {
  ATTR_ORDER_ID,
  ATTR_ORDER_LINE,
  ATTR_ORDER_STATUS,
  ATTR_ORDER_STATUS_FROM,
  ATTR_ORDER_SYSTEM,
} from '@orderwatch/conventions';
import type { Selection, TelemetryValue } from '../telemetry.ts';

type Attributes = Selection['attributes'];

const NOT_OF_THE_ORDER: ReadonlySet<string> = new Set([
  ...[ATTR_ORDER_ID, ATTR_ORDER_LINE, ATTR_ORDER_STATUS, ATTR_ORDER_STATUS_FROM, ATTR_ORDER_SYSTEM],
]);
const PREFIX = 'order.';

/** `order.partner.id` is the order's `partner_id`: in the model a dot would be awkward to write. */
export function attributesOfOrder(attributes: Attributes): Readonly<Record<string, TelemetryValue>> {
  return Object.fromEntries(
    Object.entries(attributes)
      .filter(
        ([name, value]) => name.startsWith(PREFIX) && !NOT_OF_THE_ORDER.has(name) && !Array.isArray(value),
      )
      .map(([name, value]) => [name.slice(PREFIX.length).replaceAll('.', '_'), value]),
  );
}

/** The text under the first of the names that has one; null: none has. */
export function textOf(attributes: Attributes, names: readonly string[]): string | null {
  for (const name of names) {
    const value = attributes[name];
    if (typeof value === 'string') return value;
  }
  return null;
}

/** An id may be a number to the service. */
export function asText(value: TelemetryValue | undefined): unknown {
  return typeof value === 'number' ? String(value) : value;
}
