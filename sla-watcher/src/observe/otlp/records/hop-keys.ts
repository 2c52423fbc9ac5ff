/**
 * What is read of spans to tell where on its way a message was: the names of the current semantic
 * conventions, and those before them, which agents of other languages still send.
 * https://opentelemetry.io/docs/specs/semconv/messaging/messaging-spans/ and …/database/database-spans/
 */
export const MESSAGING_SYSTEM = 'messaging.system';
export const OPERATION_NAME = 'messaging.operation.name';
export const OPERATION_TYPE = ['messaging.operation.type', 'messaging.operation'] as const;
export const DESTINATION = ['messaging.destination.name', 'messaging.destination'] as const;
export const ROUTING_KEY = [
  'messaging.rabbitmq.destination.routing_key',
  'messaging.rabbitmq.routing_key',
] as const;
export const DATABASE_SYSTEM = ['db.system.name', 'db.system'] as const;
export const DATABASE_OPERATION = ['db.operation.name', 'db.operation'] as const;
export const HTTP_METHOD = ['http.request.method', 'http.method'] as const;
export const HTTP_ROUTE = 'http.route';
export const MESSAGE_ID = ['messaging.message.id', 'messaging.message_id'] as const;
export const ERROR_TYPE = 'error.type';

export const HOP_KEYS: readonly string[] = [
  ...[MESSAGING_SYSTEM, OPERATION_NAME, HTTP_ROUTE, ERROR_TYPE],
  ...[OPERATION_TYPE, DESTINATION, ROUTING_KEY, MESSAGE_ID].flat(),
  ...[DATABASE_SYSTEM, DATABASE_OPERATION, HTTP_METHOD].flat(),
];
