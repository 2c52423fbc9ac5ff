import { EVENT_ORDERWATCH_MESSAGE_IN_HAND } from '@orderwatch/conventions';
import type { RawRecord, RejectionReason } from '../../../domain/observation.ts';
import type { DecodedLog } from '../telemetry.ts';
import { amqpCarrier } from './carrier.ts';
import { MESSAGING_SYSTEM } from './hop-keys.ts';
import { instantOf, messageOf, ordersIn } from './message.ts';

/**
 * That a handler has a message and is not done with it: the `received` point of a span that is still open.
 * It tells what that span will tell, and is one observation with it. Null: the record is another event.
 */
export function inHandOfLog(log: DecodedLog, witness: string): RawRecord | null {
  if (log.eventName !== EVENT_ORDERWATCH_MESSAGE_IN_HAND) return null;
  const { attributes, traceId, spanId, timeNs } = log;
  const orders = ordersIn(attributes);
  const refuse = (reason: RejectionReason, detail: string): RawRecord => {
    const position = spanId === null ? 'a log record' : `a log record of span ${spanId}`;
    return { kind: 'broken', rejection: { witness, position, reason, detail } };
  };
  // Without these nobody could know it again.
  if (traceId === null || spanId === null)
    return refuse('malformed', 'a message in hand does not say which span it is handled in');
  if (orders.length === 0) return refuse('missing-order', 'a message in hand has no order.id');
  if (attributes[MESSAGING_SYSTEM] === undefined)
    return refuse('malformed', 'a message in hand has no messaging.system');
  return {
    ...messageOf(log, witness),
    orders,
    traceId,
    spanId,
    carrier: amqpCarrier(attributes),
    point: 'received',
    outcome: null,
    error: null,
    ...instantOf(timeNs),
  };
}
