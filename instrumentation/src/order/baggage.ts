import { ATTR_ORDER_ID } from '@orderwatch/conventions';
import { type Order, parseOrder } from './order.ts';

/** https://www.w3.org/TR/baggage/ asks to carry up to this many bytes; more is not ours to read. */
const MAX_HEADER_LENGTH = 8192;
const MAX_MEMBERS = 64;

export interface ReadBaggage {
  readonly order: Order | undefined;
  /** The host's own, to be passed on as it came. */
  readonly others: readonly (readonly [key: string, value: string])[];
}

const NOTHING: ReadBaggage = { order: undefined, others: [] };

/** Reads a baggage header; what cannot be read is left out. */
export function readBaggage(header: unknown, allowed: ReadonlySet<string>): ReadBaggage {
  const text = Array.isArray(header)
    ? header.join(',')
    : Buffer.isBuffer(header)
      ? header.toString()
      : header;
  if (typeof text !== 'string' || text === '' || text.length > MAX_HEADER_LENGTH) return NOTHING;
  const ours: Record<string, string> = {};
  const others: [string, string][] = [];
  for (const member of text.split(',', MAX_MEMBERS)) {
    const [key, value] = readMember(member);
    if (key === undefined || value === undefined) continue;
    if (key === ATTR_ORDER_ID || allowed.has(key)) ours[key] = value;
    else others.push([key, value]);
  }
  const id = ours[ATTR_ORDER_ID];
  const order = id === undefined ? undefined : parseOrder({ id, attributes: ours }, allowed);
  return { order, others };
}

function readMember(member: string): [string?, string?] {
  const at = member.indexOf('=');
  if (at < 1) return [];
  const end = member.indexOf(';', at);
  try {
    return [
      member.slice(0, at).trim(),
      decodeURIComponent(member.slice(at + 1, end === -1 ? undefined : end).trim()),
    ];
  } catch {
    return [];
  }
}
