import { ATTR_ORDER_ID, ATTR_ORDERWATCH_MESSAGING_OUTCOME } from '@orderwatch/conventions';
import type { HopPoint, HopRecord } from '../../../domain/observation.ts';
import type { DecodedSpan } from '../telemetry.ts';
import { carrierOf } from './carrier.ts';
import { ERROR_TYPE, MESSAGING_SYSTEM, OPERATION_NAME, OPERATION_TYPE } from './hop-keys.ts';
import { instantOf, messageOf, ordersIn } from './message.ts';
import { textOf } from './order-attributes.ts';

/** What a consumer says that did not get through with a message. */
const FAILED_OUTCOMES: ReadonlySet<string> = new Set(['nacked', 'requeued', 'unsettled']);

/**
 * The points of a message's way that a span tells of: a producer's of its publishing; a consumer's of
 * the message's coming and of what became of it; a server's the same of a call; a client's of a write to
 * a database. A span that tells later of an earlier one (`settle`, `return`) speaks for that one.
 */
export function hopsOfSpan(span: DecodedSpan, witness: string): readonly HopRecord[] {
  const orders = ordersOfSpan(span);
  const carrier = orders.length === 0 ? null : carrierOf(span);
  if (carrier === null) return [];
  const told = settlementOf(span) !== null && span.links.length === 1 ? span.links[0] : span;
  const common = {
    ...messageOf(span, witness),
    orders,
    traceId: told?.traceId ?? span.traceId,
    spanId: told?.spanId ?? span.spanId,
    carrier,
  };
  return pointsOf(span).map(({ atNs, ...point }) => ({ ...common, ...point, ...instantOf(atNs) }));
}

interface Point {
  readonly point: HopPoint;
  readonly atNs: bigint;
  readonly outcome: string | null;
  readonly error: string | null;
}

function pointsOf(span: DecodedSpan): readonly Point[] {
  const { kind, attributes, startNs, endNs } = span;
  const outcome =
    textOf(attributes, [ATTR_ORDERWATCH_MESSAGING_OUTCOME]) ?? OUTCOMES.get(settlementOf(span) ?? '') ?? null;
  const error = span.status === 'error' ? (textOf(attributes, [ERROR_TYPE]) ?? 'error') : null;
  const received: Point = { point: 'received', atNs: startNs, outcome: null, error: null };
  const hasFailed = error !== null || (outcome !== null && FAILED_OUTCOMES.has(outcome));
  const done: Point = { point: hasFailed ? 'failed' : 'handled', atNs: endNs, outcome, error };
  switch (operationOf(span)) {
    case 'publish':
    case 'return':
      return [{ point: 'published', atNs: startNs, outcome, error }];
    case 'process':
      return [received, done];
    case 'settle':
      return [done];
    case 'receive':
      return outcome === null ? [received] : [received, done];
    case 'serve':
      return [received, done];
    case 'write':
      // What was refused is not stored; that its handler failed is told by the handler.
      return error === null && kind === 'client' ? [{ point: 'stored', atNs: endNs, outcome, error }] : [];
    case null:
      return [];
  }
}

type Operation = 'publish' | 'return' | 'process' | 'receive' | 'settle' | 'serve' | 'write' | null;

/** By the span's kind, and where a kind does several things, by the name of the operation. */
function operationOf(span: DecodedSpan): Operation {
  const { kind, attributes } = span;
  const operation = textOf(attributes, OPERATION_TYPE);
  if (attributes[MESSAGING_SYSTEM] !== undefined) {
    const settlement = settlementOf(span);
    if (settlement !== null) return settlement === 'return' ? 'return' : 'settle';
    if (kind === 'producer' || operation === 'send' || operation === 'publish') return 'publish';
    if (operation === 'receive') return 'receive';
    return kind === 'consumer' ? 'process' : null;
  }
  if (kind === 'server') return 'serve';
  return kind === 'client' ? 'write' : null;
}

/** What a settlement that does not say so comes to. Whether a refused one goes back to its queue is not told. */
const OUTCOMES: ReadonlyMap<string, string> = new Map([
  ['ack', 'acked'],
  ['nack', 'nacked'],
  ['reject', 'nacked'],
]);
/** As an agent names it that knows no operations. */
const NAMED_SETTLEMENT = /^basic\.(ack|nack|reject)$/;

/** Of a span that settles a message, and is not the one that handled or sent it, what it does. */
function settlementOf({ attributes, name }: DecodedSpan): string | null {
  if (textOf(attributes, OPERATION_TYPE) === 'settle')
    return textOf(attributes, [OPERATION_NAME]) ?? 'settle';
  return attributes[MESSAGING_SYSTEM] === undefined ? null : (NAMED_SETTLEMENT.exec(name)?.[1] ?? null);
}

/** One id, or those of a batch: a list on the span, or one on each of its links. Empty: of no order. */
export function ordersOfSpan({ attributes, links }: DecodedSpan): readonly string[] {
  const own = ordersIn(attributes);
  if (own.length > 0) return own;
  return [...new Set(links.flatMap((link) => [link.attributes[ATTR_ORDER_ID] ?? []].flat().map(String)))];
}
