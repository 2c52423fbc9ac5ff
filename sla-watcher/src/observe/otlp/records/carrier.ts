import { ATTR_ORDERWATCH_MESSAGING_EXCHANGE, ATTR_ORDERWATCH_MESSAGING_QUEUE } from '@orderwatch/conventions';
import type { Carrier } from '../../../domain/observation.ts';
import type { DecodedSpan, Selection } from '../telemetry.ts';
import {
  DATABASE_OPERATION,
  DATABASE_SYSTEM,
  DESTINATION,
  HTTP_METHOD,
  HTTP_ROUTE,
  MESSAGING_SYSTEM,
  ROUTING_KEY,
} from './hop-keys.ts';
import { textOf } from './order-attributes.ts';

/** How agents write the default exchange, whose name is empty. */
const DEFAULT_EXCHANGE: ReadonlySet<string> = new Set(['<default>', 'amq.default']);
const WRITES = /^(?:INSERT|UPDATE|UPSERT|MERGE|COPY)\b/i;
/** Those that name no operation begin the span's name with it: `INSERT mes.orders`, `pg.query:INSERT mes`. */
const NAMED_WRITE = /^(?:pg\.query:)?(?:INSERT|UPDATE|UPSERT|MERGE|COPY)\b/i;

/** What carried the message or the call of this span; null: nothing that a hop could be. */
export function carrierOf(span: DecodedSpan): Carrier | null {
  const { attributes } = span;
  if (attributes[MESSAGING_SYSTEM] !== undefined) return amqpCarrier(attributes);
  if (textOf(attributes, DATABASE_SYSTEM) !== null) return isWrite(span) ? { via: 'handler' } : null;
  const method = textOf(attributes, HTTP_METHOD);
  const route = textOf(attributes, [HTTP_ROUTE]);
  return method === null || route === null ? null : { via: 'http', route: `${method} ${route}` };
}

/** Current conventions join the destination: `exchange:key` where it is sent, `exchange:key:queue` where it comes. */
export function amqpCarrier(attributes: Selection['attributes']): Carrier {
  const destination = textOf(attributes, DESTINATION);
  const names = [
    destination,
    ...(destination?.split(':') ?? []),
    textOf(attributes, [ATTR_ORDERWATCH_MESSAGING_EXCHANGE]),
    textOf(attributes, [ATTR_ORDERWATCH_MESSAGING_QUEUE]),
  ];
  const told = names.filter((name) => name !== null).map((name) => (DEFAULT_EXCHANGE.has(name) ? '' : name));
  const routingKey = textOf(attributes, ROUTING_KEY);
  if (told.length === 0 && routingKey === null) return { via: 'handler' };
  return { via: 'amqp', names: [...new Set(told)], routingKey };
}

function isWrite({ attributes, name }: DecodedSpan): boolean {
  const operation = textOf(attributes, DATABASE_OPERATION);
  return operation === null ? NAMED_WRITE.test(name) : WRITES.test(operation);
}
