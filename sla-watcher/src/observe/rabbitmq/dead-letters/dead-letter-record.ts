import { hash } from 'node:crypto';
import type { DeadLetterWitness } from '@orderwatch/model';
import type { GetMessage } from 'amqplib';
import type { RawRecord, RejectionReason } from '../../../domain/observation.ts';
import { type Death, readDeath } from './read-death.ts';
import { readOrder, textIn } from './read-order.ts';

/** The time of a death of which the broker does not tell it. */
export type TimeOf = (message: GetMessage, key: string) => number;

/** https://www.w3.org/TR/trace-context/ */
const TRACE_PARENT = /^[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}/;
const PLAIN_ID = /^[\w.:@/-]{1,100}$/;
const LONGEST_ID = 255;

/** One dead letter → what it proves, or why it proves nothing. `at` maps the broker's time to that of orders. */
export function recordOf(
  message: GetMessage,
  config: DeadLetterWitness,
  at: (wall: number) => number,
  unknownTime: TimeOf,
): RawRecord {
  const { messageId: rawId, contentEncoding } = message.properties;
  const headers = message.properties.headers ?? {};
  const messageId = idIn(rawId);
  const position = positionOf(messageId, message);
  const broken = (reason: RejectionReason, detail: string): RawRecord => ({
    kind: 'broken',
    rejection: { witness: config.name, position, reason, detail },
  });
  const death = readDeath(headers['x-death']);
  if (death === null) return broken('malformed', 'it has no x-death header as the broker writes it');
  const told = readOrder({ headers, content: message.content, contentEncoding }, config);
  if (told.kind === 'refused') return broken(told.reason, told.detail);
  const traceId = traceIn(headers.traceparent);
  const key = keyOf([
    messageId,
    traceId,
    String(told.order),
    told.line,
    death.queue,
    death.reason,
    death.count,
  ]);
  return {
    kind: 'point',
    witness: config.name,
    position,
    order: told.order,
    line: told.line,
    status: null,
    carrier: { via: 'amqp', names: [death.queue, death.exchange], routingKey: death.routingKey },
    point: 'dead-lettered',
    at: diedAt(death, at) ?? unknownTime(message, key),
    outcome: death.reason,
    attempt: death.count,
    messageId,
    traceId,
    spanId: null,
  };
}

/**
 * The header has the second in which it died; all that it lived through in that second came before. A message
 * that died there before keeps the time of its first death, which says nothing of this one.
 */
function diedAt({ count, firstAt }: Death, at: (wall: number) => number): number | null {
  return count === 1 && firstAt !== null ? at(firstAt + 999) : null;
}

function positionOf(messageId: string | null, { fields }: GetMessage): string {
  if (messageId !== null && PLAIN_ID.test(messageId)) return `message ${messageId}`;
  return `delivery ${fields.deliveryTag}`;
}

function idIn(value: unknown): string | null {
  const isId = typeof value === 'string' && value !== '' && value.length <= LONGEST_ID;
  return isId && value.isWellFormed() && !/[\p{Cc}\ufffd]/u.test(value) ? value : null;
}

function traceIn(header: unknown): string | null {
  const text = textIn(header);
  return (typeof text === 'string' ? TRACE_PARENT.exec(text)?.[1] : undefined) ?? null;
}

function keyOf(parts: readonly unknown[]): string {
  return hash('sha256', JSON.stringify(parts), 'base64url').slice(0, 12);
}
