import { randomUUID } from 'node:crypto';
import { type HopName, hopOf } from './hop.ts';
import { isStatus, type Status } from './status.ts';

export type Channel = 'b2c' | 'b2b';

/** What is told of every order, whoever tells it. */
export interface OrderFacts {
  /** By the shop's count. */
  order: number;
  channel: Channel;
  partnerId: string | null;
  complexity: string | null;
  /** A date, or none. */
  promisedOn: string | null;
  test: boolean;
}

/** An order entered a status: the body of every message between CRM and MES. */
export interface OrderEvent extends OrderFacts {
  status: Status;
  /** RFC 3339; when it did. */
  at: string;
  /** Key of the model file in the object storage. */
  file: string | null;
  /** In roubles, once it is known. */
  price: number | null;
}

/** An event on its way: whatever becomes of it, its id stays. */
export interface Envelope {
  messageId: string;
  hop: HopName;
  event: OrderEvent;
}

export type ParsedEvent = { kind: 'event'; event: OrderEvent } | { kind: 'malformed'; reason: string };

const MAX_TEXT = 200;

/** The event must be one that travels. */
export function envelope(event: OrderEvent): Envelope {
  const hop = hopOf(event.status);
  if (hop === undefined) throw new Error(`no hop carries ${event.status}`);
  return { messageId: randomUUID(), hop, event };
}

export function parseOrderEvent(content: Buffer): ParsedEvent {
  let body: unknown;
  try {
    body = JSON.parse(content.toString('utf8'));
  } catch {
    return { kind: 'malformed', reason: 'is no JSON' };
  }
  if (typeof body !== 'object' || body === null) return { kind: 'malformed', reason: 'is no object' };
  const { order, channel, status, at, ...rest } = body as Record<string, unknown>;
  if (!Number.isSafeInteger(order) || (order as number) < 1) return { kind: 'malformed', reason: 'order' };
  if (channel !== 'b2c' && channel !== 'b2b') return { kind: 'malformed', reason: 'channel' };
  if (!isStatus(status)) return { kind: 'malformed', reason: 'status' };
  if (typeof at !== 'string' || Number.isNaN(Date.parse(at))) return { kind: 'malformed', reason: 'at' };
  const event: OrderEvent = {
    order: order as number,
    channel,
    status,
    at,
    partnerId: textOrNull(rest['partnerId']),
    complexity: textOrNull(rest['complexity']),
    promisedOn: textOrNull(rest['promisedOn']),
    test: rest['test'] === true,
    file: textOrNull(rest['file']),
    price: typeof rest['price'] === 'number' ? rest['price'] : null,
  };
  return { kind: 'event', event };
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value.length <= MAX_TEXT ? value : null;
}
