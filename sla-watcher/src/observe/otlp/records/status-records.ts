import {
  ATTR_ORDER_ID,
  ATTR_ORDER_LINE,
  ATTR_ORDER_STATUS,
  ATTR_ORDER_SYSTEM,
  EVENT_ORDER_STATUS_CHANGED,
} from '@orderwatch/conventions';
import type { StatusRecord } from '../../../domain/observation.ts';
import type { DecodedLog, DecodedSpan, Selection } from '../telemetry.ts';
import { asText, attributesOfOrder, textOf } from './order-attributes.ts';

type Attributes = Selection['attributes'];

const NS_PER_MS = 1_000_000n;

/** The status changes among a span's events; what the event does not say of the order, its span does. */
export function statusesOfSpan(span: DecodedSpan, witness: string): readonly StatusRecord[] {
  return span.events
    .filter(({ name }) => name === EVENT_ORDER_STATUS_CHANGED)
    .map((event) =>
      statusRecord({
        witness,
        position: `span ${span.spanId} of trace ${span.traceId}`,
        service: span.origin.serviceName,
        timeNs: event.timeNs,
        attributes: { ...span.attributes, ...event.attributes },
      }),
    );
}

/** The status change that a log record is. It tells what the span told, and is one observation with it. */
export function statusOfLog(log: DecodedLog, witness: string): StatusRecord | null {
  if (log.eventName !== EVENT_ORDER_STATUS_CHANGED) return null;
  return statusRecord({
    witness,
    position: log.spanId === null ? 'a log record' : `a log record of span ${log.spanId}`,
    service: log.origin.serviceName,
    // Time zero is what a sender writes that does not know.
    timeNs: log.timeNs === 0n ? log.observedNs : log.timeNs,
    attributes: log.attributes,
  });
}

interface Told {
  readonly witness: string;
  readonly position: string;
  readonly service: string | null;
  readonly timeNs: bigint;
  readonly attributes: Attributes;
}

function statusRecord({ witness, position, service, timeNs, attributes }: Told): StatusRecord {
  return {
    kind: 'status',
    witness,
    position,
    service,
    system: textOf(attributes, [ATTR_ORDER_SYSTEM]),
    order: asText(attributes[ATTR_ORDER_ID]),
    line: asText(attributes[ATTR_ORDER_LINE]),
    status: asText(attributes[ATTR_ORDER_STATUS]),
    at: Number(timeNs / NS_PER_MS),
    attributes: attributesOfOrder(attributes),
  };
}
