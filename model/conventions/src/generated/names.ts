// Generated from model/conventions/registry by npm run generate. Do not edit.

/** The order, by the id that the service itself knows it by. */
export const ATTR_ORDER_ID = 'order.id';

/** The item or parcel within the order, where each has a status of its own. */
export const ATTR_ORDER_LINE = 'order.line';

/** The status that the order is in, or has just entered. */
export const ATTR_ORDER_STATUS = 'order.status';

/** The status that the order was in before. */
export const ATTR_ORDER_STATUS_FROM = 'order.status.from';

/** The system whose record of the order changed, as the model file calls it. */
export const ATTR_ORDER_SYSTEM = 'order.system';

/** How the order came in. */
export const ATTR_ORDER_CHANNEL = 'order.channel';

/** The partner on whose behalf the order came in. */
export const ATTR_ORDER_PARTNER_ID = 'order.partner.id';

/** How much work the order is, in the words of the business. */
export const ATTR_ORDER_COMPLEXITY = 'order.complexity';

/** Size of the file that the customer uploaded, in bytes. */
export const ATTR_ORDER_FILE_SIZE = 'order.file.size';

/** What became of the message, as far as this client knows. */
export const ATTR_ORDERWATCH_MESSAGING_OUTCOME = 'orderwatch.messaging.outcome';

/** The broker had delivered it before. */
export const ATTR_ORDERWATCH_MESSAGING_REDELIVERED = 'orderwatch.messaging.redelivered';

/** Which delivery of the message this is, from 1, where the broker or a dead-letter header counts. */
export const ATTR_ORDERWATCH_MESSAGING_ATTEMPT = 'orderwatch.messaging.attempt';

/** Which way a message goes, seen from this process. */
export const ATTR_ORDERWATCH_MESSAGING_DIRECTION = 'orderwatch.messaging.direction';

/** The exchange that a message was published to; empty for the default exchange. */
export const ATTR_ORDERWATCH_MESSAGING_EXCHANGE = 'orderwatch.messaging.exchange';

/** The queue that a message was taken from. */
export const ATTR_ORDERWATCH_MESSAGING_QUEUE = 'orderwatch.messaging.queue';

/** The number of the span among those that carry an `order.id` and that this process has ended, from 1, without gaps. */
export const ATTR_ORDERWATCH_SPAN_NUMBER = 'orderwatch.span.number';

/** How many spans this process had numbered when it sent the heartbeat, which has no number itself. */
export const ATTR_ORDERWATCH_SPAN_COUNT = 'orderwatch.span.count';

/** How many of them it dropped itself, because a queue was full or an export failed for good. */
export const ATTR_ORDERWATCH_SPAN_DROPPED = 'orderwatch.span.dropped';

/** How many spans that carry an `order.id` this process has ended and never sent, because its sampler left them out. They have no number. */
export const ATTR_ORDERWATCH_SPAN_UNSAMPLED = 'orderwatch.span.unsampled';

/** When the oldest span began that is still open, in milliseconds since 1970. What it will tell is not sent yet. */
export const ATTR_ORDERWATCH_SPAN_OPEN_SINCE = 'orderwatch.span.open_since';

/** The process ends in good order, and this is its last heartbeat. */
export const ATTR_ORDERWATCH_HEARTBEAT_LAST = 'orderwatch.heartbeat.last';

/** One run of a process, new with every start, even where `service.instance.id` stays the same. */
export const ATTR_ORDERWATCH_RUN_ID = 'orderwatch.run.id';

/** Telemetry of the watcher itself, which is never evidence of an order. */
export const ATTR_ORDERWATCH_INTERNAL = 'orderwatch.internal';

/**
 * Values of `orderwatch.messaging.outcome`.
 * - `confirmed`: The broker took responsibility for it, in at least one queue or none.
 * - `routed`: Confirmed, published as mandatory, and not returned; so it is in at least one queue.
 * - `returned`: No queue was bound for it, and the broker gave it back.
 * - `nacked`: The broker refused it; or the consumer did, for good.
 * - `unconfirmed`: Handed to the broker, and nothing was heard since; or the channel asks for no confirms.
 * - `acked`: The consumer acknowledged it.
 * - `requeued`: The consumer gave it back to the queue.
 * - `unsettled`: The channel closed, or time ran out, before the consumer settled it.
 */
export type MessagingOutcome =
  | 'confirmed'
  | 'routed'
  | 'returned'
  | 'nacked'
  | 'unconfirmed'
  | 'acked'
  | 'requeued'
  | 'unsettled';

/**
 * Values of `orderwatch.messaging.direction`.
 * - `publish`: From it to the broker.
 * - `process`: From the broker to one of its handlers.
 */
export type MessagingDirection =
  | 'publish'
  | 'process';

/** An order entered a status, and the change is durable. */
export const EVENT_ORDER_STATUS_CHANGED = 'order.status.changed';

/** Status changes that services recorded. */
export const METRIC_ORDER_STATUS_CHANGES = 'order.status.changes';

/** Sent every 10 s by each process, so that silence can be told from having nothing to say. */
export const SPAN_ORDERWATCH_HEARTBEAT = 'orderwatch.heartbeat';

/** A handler has had a message for longer than usual and is not done with it. A log record, once a delivery. */
export const EVENT_ORDERWATCH_MESSAGE_IN_HAND = 'orderwatch.message.in_hand';

/** Messages published, by what became of them. */
export const METRIC_ORDERWATCH_MESSAGING_PUBLISHED = 'orderwatch.messaging.published';

/** Messages processed, by what became of them. */
export const METRIC_ORDERWATCH_MESSAGING_PROCESSED = 'orderwatch.messaging.processed';

/** Messages that were published or received and whose fate is not known yet. */
export const METRIC_ORDERWATCH_MESSAGING_IN_FLIGHT = 'orderwatch.messaging.in_flight';
