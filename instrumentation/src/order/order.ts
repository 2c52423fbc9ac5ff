import {
  ATTR_ORDER_CHANNEL,
  ATTR_ORDER_COMPLEXITY,
  ATTR_ORDER_ID,
  ATTR_ORDER_PARTNER_ID,
} from '@orderwatch/conventions';
import type { SharedAttributes } from '../trace/shared-attributes.ts';

/** What a service says of the order it works on. */
export interface OrderDetails {
  /** As the service itself knows it; the model says which ids of several systems are one order. */
  id: string | number;
  channel?: string;
  partnerId?: string;
  complexity?: string;
  /** Others by their full names, such as `order.file.size`; what is not allowed is left out. */
  attributes?: Readonly<Record<string, string | number | boolean>>;
}

export type OrderValue = string | number | boolean;

/** An order as it is recorded: made once, then used for every span and message of its work. */
export class Order implements SharedAttributes {
  readonly id: string;
  /** `order.id` first, then what is allowed. */
  readonly entries: readonly (readonly [name: string, value: OrderValue])[];
  encoded: Uint8Array | undefined = undefined;
  #baggage: string | undefined;

  constructor(id: string, entries: Order['entries']) {
    this.id = id;
    this.entries = entries;
  }

  /** The members that tell it in W3C baggage. */
  get baggage(): string {
    this.#baggage ??= this.entries.map(([key, value]) => renderMember(key, value)).join(',');
    return this.#baggage;
  }
}

export function renderMember(key: string, value: OrderValue): string {
  const text = String(value);
  return `${key}=${SAFE.test(text) ? text : encodeURIComponent(text.toWellFormed())}`;
}

/** Most ids and channels need no encoding, and looking costs less. */
const SAFE = /^[\w.-]*$/;

const MAX_VALUE_LENGTH = 256;
const MAX_ATTRIBUTES = 16;

/** Undefined when there is no id: telemetry of an unknown order is worth less than none. */
export function parseOrder(
  input: string | number | OrderDetails,
  allowed: ReadonlySet<string>,
): Order | undefined {
  const details: OrderDetails = typeof input === 'object' && input !== null ? input : { id: input };
  const id = clean(details.id);
  if (typeof id === 'boolean' || id === undefined || String(id) === '') return undefined;
  const entries: [string, OrderValue][] = [[ATTR_ORDER_ID, String(id)]];
  const add = (name: string, raw: unknown) => {
    if (raw === undefined || name === ATTR_ORDER_ID || !allowed.has(name)) return;
    const value = clean(raw);
    if (value !== undefined && entries.length <= MAX_ATTRIBUTES) entries.push([name, value]);
  };
  add(ATTR_ORDER_CHANNEL, details.channel);
  add(ATTR_ORDER_PARTNER_ID, details.partnerId);
  add(ATTR_ORDER_COMPLEXITY, details.complexity);
  for (const name in details.attributes) add(name, details.attributes[name]);
  return new Order(String(id), entries);
}

/** The later word wins, attribute by attribute; both must be of one id. */
export function mergeOrders(earlier: Order, later: Order): Order {
  if (later.entries.length === 1) return earlier;
  return new Order(later.id, [...new Map([...earlier.entries, ...later.entries])]);
}

export function orderValue(order: Order, name: string): OrderValue | undefined {
  return order.entries.find(([key]) => key === name)?.[1];
}

function clean(value: unknown): OrderValue | undefined {
  switch (typeof value) {
    case 'string':
      return value.length > MAX_VALUE_LENGTH ? value.slice(0, MAX_VALUE_LENGTH) : value;
    case 'number':
      return Number.isFinite(value) ? value : undefined;
    case 'boolean':
      return value;
    case 'bigint':
      return String(value);
    default:
      return undefined;
  }
}
