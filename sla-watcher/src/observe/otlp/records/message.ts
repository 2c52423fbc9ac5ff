import {
  ATTR_ORDER_ID,
  ATTR_ORDER_LINE,
  ATTR_ORDER_STATUS,
  ATTR_ORDER_SYSTEM,
  ATTR_ORDERWATCH_MESSAGING_ATTEMPT,
} from '@orderwatch/conventions';
import type { HopRecord } from '../../../domain/observation.ts';
import type { Origin, Selection, TelemetryValue } from '../telemetry.ts';
import { MESSAGE_ID } from './hop-keys.ts';
import { asText, attributesOfOrder, textOf } from './order-attributes.ts';

type Attributes = Selection['attributes'];

/** A span, or a log record about it. */
interface Teller {
  readonly attributes: Attributes;
  readonly origin: Origin;
  readonly traceId: string | null;
  readonly spanId: string | null;
}

/**
 * What attributes say of a message and of its order. A span and a record about it are read by this one
 * function: what is told twice must come out the same.
 */
export function messageOf({ attributes, origin, traceId, spanId }: Teller, witness: string) {
  return {
    kind: 'hop',
    witness,
    position: `span ${spanId} of trace ${traceId}`,
    service: origin.serviceName,
    system: textOf(attributes, [ATTR_ORDER_SYSTEM]),
    line: asText(attributes[ATTR_ORDER_LINE]),
    status: textOf(attributes, [ATTR_ORDER_STATUS]),
    attempt: numberOf(attributes[ATTR_ORDERWATCH_MESSAGING_ATTEMPT]),
    messageId: messageIdOf(attributes),
    attributes: attributesOfOrder(attributes),
  } as const satisfies Partial<HopRecord>;
}

/** One id, or those of a batch, each once. */
export function ordersIn(attributes: Attributes): readonly string[] {
  const own = [attributes[ATTR_ORDER_ID] ?? []].flat().map(String);
  return own.length < 2 ? own : [...new Set(own)];
}

const NS_PER_MS = 1_000_000n;

export function instantOf(atNs: bigint): Pick<HopRecord, 'at' | 'nanos'> {
  return { at: Number(atNs / NS_PER_MS), nanos: Number(atNs % NS_PER_MS) };
}

/** Theirs are short; a text that is longer names no message that anybody could look up. */
const MESSAGE_ID_MAX = 128;

function messageIdOf(attributes: Attributes): string | null {
  const id = textOf(attributes, MESSAGE_ID);
  return id === null || id === '' || id.length > MESSAGE_ID_MAX ? null : id;
}

function numberOf(value: TelemetryValue | undefined): number | null {
  return typeof value === 'number' ? value : null;
}
