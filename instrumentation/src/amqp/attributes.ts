import type { Attributes } from '@opentelemetry/api';
import {
  ATTR_ORDERWATCH_MESSAGING_ATTEMPT,
  ATTR_ORDERWATCH_MESSAGING_EXCHANGE,
  ATTR_ORDERWATCH_MESSAGING_OUTCOME,
  ATTR_ORDERWATCH_MESSAGING_QUEUE,
  ATTR_ORDERWATCH_MESSAGING_REDELIVERED,
} from '@orderwatch/conventions';
import { type SpanPlace, SpanPlaces } from '../trace/shared-attributes.ts';
import type { Channel, DeliveredMessage, MessageProperties } from './protocol.ts';

/** https://opentelemetry.io/docs/specs/semconv/messaging/rabbitmq/ */
const OPERATIONS = {
  publish: { 'messaging.operation.name': 'publish', 'messaging.operation.type': 'send' },
  process: { 'messaging.operation.name': 'process', 'messaging.operation.type': 'process' },
  receive: { 'messaging.operation.name': 'get', 'messaging.operation.type': 'receive' },
} as const;

/** What spans of one channel have alike that go one way: to a destination, or from a queue. */
export class MessagePlaces {
  readonly #operation: keyof typeof OPERATIONS;
  readonly #queue: string | undefined;
  readonly #peer: Attributes;
  /** By exchange, then by routing key: each is a text that is there already. */
  readonly #places = new Map<string, SpanPlaces<string>>();

  constructor(operation: keyof typeof OPERATIONS, channel: Channel, queue?: string) {
    this.#operation = operation;
    this.#queue = queue;
    this.#peer = peerOf(channel);
  }

  of(exchange: string, routingKey: string): SpanPlace {
    const places = this.#placesOf(exchange);
    return places.get(routingKey) ?? this.#add(places, exchange, routingKey);
  }

  #placesOf(exchange: string): SpanPlaces<string> {
    let places = this.#places.get(exchange);
    if (places === undefined) {
      places = new SpanPlaces();
      this.#places.set(exchange, places);
    }
    return places;
  }

  #add(places: SpanPlaces<string>, exchange: string, routingKey: string): SpanPlace {
    const operation = this.#operation;
    const queue = this.#queue;
    const destination =
      operation === 'publish'
        ? publishDestination(exchange, routingKey)
        : processDestination(exchange, routingKey, queue);
    return places.add(routingKey, `${operation} ${queue || destination}`, {
      'messaging.system': 'rabbitmq',
      'messaging.destination.name': destination,
      'messaging.rabbitmq.destination.routing_key': routingKey || undefined,
      [ATTR_ORDERWATCH_MESSAGING_EXCHANGE]: exchange,
      [ATTR_ORDERWATCH_MESSAGING_QUEUE]: queue,
      ...OPERATIONS[operation],
      ...this.#peer,
    });
  }
}

/** Of one message that is sent. Every name stands here, also of what comes later: an object that grows is slow. */
export function publishAttributes(
  { messageId, correlationId }: MessageProperties,
  content: Uint8Array,
): Attributes {
  return {
    'messaging.message.body.size': content.length,
    'messaging.message.id': messageId,
    'messaging.message.conversation_id': correlationId,
    [ATTR_ORDERWATCH_MESSAGING_OUTCOME]: undefined,
  };
}

/** Of one message that is received. */
export function deliveryAttributes(
  { fields, properties, content }: DeliveredMessage,
  queue: string | undefined,
): Attributes {
  return {
    'messaging.message.body.size': content.length,
    'messaging.message.id': properties.messageId,
    'messaging.message.conversation_id': properties.correlationId,
    'messaging.rabbitmq.message.delivery_tag': fields.deliveryTag,
    [ATTR_ORDERWATCH_MESSAGING_REDELIVERED]: fields.redelivered === true,
    [ATTR_ORDERWATCH_MESSAGING_ATTEMPT]: attemptOf(properties.headers, queue),
    [ATTR_ORDERWATCH_MESSAGING_OUTCOME]: undefined,
  };
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

/** Which broker it is. */
function peerOf(channel: Channel): Attributes {
  const stream = channel.connection?.stream;
  return { 'server.address': stream?._host ?? stream?.remoteAddress, 'server.port': stream?.remotePort };
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
