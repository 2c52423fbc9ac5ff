import { ATTR_ORDER_ID, ATTR_ORDER_LINE } from '@orderwatch/conventions';
import type { DeadLetterWitness } from '@orderwatch/model';
import type { RejectionReason } from '../../../domain/observation.ts';
import { valueAt } from '../../json-pointer.ts';

export interface TappedMessage {
  readonly headers: Readonly<Record<string, unknown>>;
  readonly content: Buffer;
  readonly contentEncoding: unknown;
}

export type OrderInMessage =
  | { readonly kind: 'found'; readonly order: unknown; readonly line: string }
  | { readonly kind: 'refused'; readonly reason: RejectionReason; readonly detail: string };

/** https://www.w3.org/TR/baggage/ asks to carry up to this many bytes. */
const LONGEST_BAGGAGE = 8192;
const MOST_MEMBERS = 64;
const LARGEST_BODY = 256 * 1024;

/** Which order a message is about: its baggage says so, or else the place that the model names. */
export function readOrder(message: TappedMessage, { orderIn }: DeadLetterWitness): OrderInMessage {
  const baggage = readBaggage(message.headers.baggage);
  const id = baggage.get(ATTR_ORDER_ID);
  if (id !== undefined) return { kind: 'found', order: id, line: baggage.get(ATTR_ORDER_LINE) ?? '' };
  switch (orderIn.kind) {
    case 'baggage':
      return refused('missing-order', 'its baggage names no order.id');
    case 'header':
      return found(textIn(message.headers[orderIn.name]), `its header ${orderIn.name}`);
    case 'body':
      return readBody(message, orderIn.pointer);
  }
}

function readBody({ content, contentEncoding }: TappedMessage, pointer: string): OrderInMessage {
  if (content.length > LARGEST_BODY) return refused('too-large', 'its body is larger than 256 kB');
  if (typeof contentEncoding === 'string' && !/^(?:|identity|utf-?8)$/i.test(contentEncoding))
    return refused('malformed', 'its body is encoded');
  let body: unknown;
  try {
    body = JSON.parse(content.toString('utf8'));
  } catch {
    return refused('malformed', 'its body is no JSON');
  }
  return found(valueAt(body, pointer), 'the place of the order in its body');
}

function found(order: unknown, place: string): OrderInMessage {
  if (order === undefined || order === null || order === '')
    return refused('missing-order', `${place} is not there, or empty`);
  // Beyond that a number of JSON has become another one.
  if (typeof order === 'number' ? !Number.isSafeInteger(order) : typeof order !== 'string')
    return refused('malformed', `${place} is no id`);
  return { kind: 'found', order, line: '' };
}

function refused(reason: RejectionReason, detail: string): OrderInMessage {
  return { kind: 'refused', reason, detail };
}

/** Some clients write texts as bytes. */
export function textIn(value: unknown): unknown {
  return Buffer.isBuffer(value) ? value.toString('utf8') : value;
}

function readBaggage(header: unknown): ReadonlyMap<string, string> {
  const text = textIn(header);
  const members = new Map<string, string>();
  if (typeof text !== 'string' || text.length > LONGEST_BAGGAGE) return members;
  for (const member of text.split(',', MOST_MEMBERS)) {
    const equals = member.indexOf('=');
    if (equals < 1) continue;
    const end = member.indexOf(';', equals);
    const value = decoded(member.slice(equals + 1, end === -1 ? undefined : end).trim());
    if (value !== null) members.set(member.slice(0, equals).trim(), value);
  }
  return members;
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
