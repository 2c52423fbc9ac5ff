import type { Attributes } from '@opentelemetry/api';
import {
  ATTR_ORDERWATCH_MESSAGING_ATTEMPT,
  ATTR_ORDERWATCH_MESSAGING_EXCHANGE,
  ATTR_ORDERWATCH_MESSAGING_QUEUE,
  ATTR_ORDERWATCH_MESSAGING_REDELIVERED,
} from '@orderwatch/conventions';
import type { Channel, DeliveredMessage, MessageProperties } from './protocol.ts';

/** https://opentelemetry.io/docs/specs/semconv/messaging/rabbitmq/ */
export function publishAttributes(
  exchange: string,
  routingKey: string,
  properties: MessageProperties,
  content: Uint8Array,
): Attributes {
  const attributes = messageAttributes(
    publishDestination(exchange, routingKey),
    routingKey,
    properties,
    content,
  );
  attributes[ATTR_ORDERWATCH_MESSAGING_EXCHANGE] = exchange;
  attributes['messaging.operation.name'] = 'publish';
  attributes['messaging.operation.type'] = 'send';
  return attributes;
}

export function processAttributes(message: DeliveredMessage, queue: string | undefined): Attributes {
  const { fields, properties, content } = message;
  const destination = processDestination(fields.exchange, fields.routingKey, queue);
  const attributes = messageAttributes(destination, fields.routingKey, properties, content);
  attributes[ATTR_ORDERWATCH_MESSAGING_EXCHANGE] = fields.exchange;
  if (queue !== undefined) attributes[ATTR_ORDERWATCH_MESSAGING_QUEUE] = queue;
  attributes['messaging.operation.name'] = 'process';
  attributes['messaging.operation.type'] = 'process';
  attributes['messaging.rabbitmq.message.delivery_tag'] = fields.deliveryTag;
  attributes[ATTR_ORDERWATCH_MESSAGING_REDELIVERED] = fields.redelivered === true;
  const attempt = attemptOf(properties.headers, queue);
  if (attempt !== undefined) attributes[ATTR_ORDERWATCH_MESSAGING_ATTEMPT] = attempt;
  return attributes;
}

function messageAttributes(
  destination: string,
  routingKey: string,
  { messageId, correlationId }: MessageProperties,
  content: Uint8Array,
): Attributes {
  const attributes: Attributes = {
    'messaging.system': 'rabbitmq',
    'messaging.destination.name': destination,
    'messaging.message.body.size': content.length,
  };
  if (routingKey !== '') attributes['messaging.rabbitmq.destination.routing_key'] = routingKey;
  if (messageId !== undefined) attributes['messaging.message.id'] = messageId;
  if (correlationId !== undefined) attributes['messaging.message.conversation_id'] = correlationId;
  return attributes;
}

export function publishDestination(exchange: string, routingKey: string): string {
  if (exchange === '') return routingKey || 'amq.default';
  return routingKey === '' ? exchange : `${exchange}:${routingKey}`;
}

/** Exchange, routing key and queue; what is empty or says the same again is left out. */
export function processDestination(exchange: string, routingKey: string, queue = ''): string {
  const published = publishDestination(exchange, routingKey);
  if (queue === '' || queue === routingKey) return published;
  return exchange === '' && routingKey === '' ? queue : `${published}:${queue}`;
}

/** Adds which broker it is. */
export function addPeer(attributes: Attributes, channel: Channel): Attributes {
  const stream = channel.connection?.stream;
  const address = stream?._host ?? stream?.remoteAddress;
  if (address === undefined) return attributes;
  attributes['server.address'] = address;
  if (stream?.remotePort !== undefined) attributes['server.port'] = stream.remotePort;
  return attributes;
}

/**
 * Which delivery this is. A quorum queue counts those before; where messages come back through a
 * dead-letter exchange, `x-death` counts how often they died in this queue.
 */
export function attemptOf(
  headers: Readonly<Record<string, unknown>> = {},
  queue?: string,
): number | undefined {
  const delivered = headers['x-delivery-count'];
  if (typeof delivered === 'number') return delivered + 1;
  const deaths = headers['x-death'];
  if (!Array.isArray(deaths)) return undefined;
  return deaths.reduce((attempt: number, death: Death) => {
    const here = death?.queue === queue && death?.reason !== 'maxlen';
    return here && typeof death.count === 'number' ? attempt + death.count : attempt;
  }, 1);
}

interface Death {
  queue?: unknown;
  reason?: unknown;
  count?: unknown;
}
