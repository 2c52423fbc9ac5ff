import { type Attributes, SeverityNumber, SpanKind, TraceFlags } from '@opentelemetry/api';
import { ATTR_ORDER_STATUS, EVENT_ORDERWATCH_MESSAGE_IN_HAND } from '@orderwatch/conventions';
import type { FinishedRecord } from '../log/finished-record.ts';
import { scopeOfSpan } from '../order/scope.ts';
import { guard } from '../start/guard.ts';
import { epochOffset, hrTimeOf } from '../trace/clock.ts';
import type { WorkSpan } from '../trace/work-span.ts';
import type { OpenMessages } from './open-messages.ts';

/** Nearly every handler is done by then, and its span says all there is: nothing need be told beside it. */
const LONGEST_UNTOLD_MS = 5_000;
/** However fast the heartbeat, handlers that simply work are not told of. */
const SHORTEST_UNTOLD_MS = 250;
/** A service that is stuck with thousands must not fill its own queue with them. */
const MOST_AT_ONCE = 100;

/**
 * To be called at each heartbeat: tells of messages that a handler has had for long, the oldest first. Their
 * spans are only sent when they end, and until then a slow handler looks like a message that the broker lost.
 * Each is told once; one whose order is not known yet is looked at again the next time. Never throws.
 */
export function createInHandTeller(
  messages: Pick<OpenMessages, 'processing'>,
  outlet: { add(record: FinishedRecord): void } | null,
  heartbeatMs: number,
): () => void {
  if (outlet === null) return () => {};
  const afterMs = untoldFor(heartbeatMs);
  const tell = () => {
    let room = MOST_AT_ONCE;
    for (const message of messages.processing(afterMs)) {
      if (message.isTold || !isTellable(message.span)) continue;
      message.isTold = true;
      outlet.add(recordOf(message.span));
      if (--room === 0) return;
    }
  };
  return () => guard('messages in hand', tell);
}

/**
 * How long a handler may have a message before that is told. Who wants to hear of a process more often
 * wants to hear of its slow handlers sooner; who asks for fewer heartbeats hears of them late enough.
 */
function untoldFor(heartbeatMs: number): number {
  return Math.min(LONGEST_UNTOLD_MS, Math.max(SHORTEST_UNTOLD_MS, heartbeatMs / 2));
}

/** What a sampler leaves out would be told to begin, and never to end. */
function isTellable(span: WorkSpan): boolean {
  const { traceFlags } = span.spanContext();
  return span.kind === SpanKind.CONSUMER && (traceFlags & TraceFlags.SAMPLED) !== 0 && span.isOfOrder;
}

/**
 * All as the span will have it, to the nanosecond and past the limits of log records: what is told twice
 * must be known to be one.
 */
function recordOf(span: WorkSpan): FinishedRecord {
  const now = performance.now();
  return {
    hrTime: span.startTime,
    hrTimeObserved: hrTimeOf(epochOffset(now) + now),
    severityNumber: SeverityNumber.INFO,
    severityText: 'INFO',
    eventName: EVENT_ORDERWATCH_MESSAGE_IN_HAND,
    body: 'the handler still has the message',
    attributes: attributesSoFar(span),
    droppedAttributesCount: 0,
    spanContext: span.spanContext(),
    instrumentationScope: span.instrumentationScope,
  };
}

/** Those that it would be sent with if it ended now; what the host said of the order itself stands. */
function attributesSoFar(span: WorkSpan): Attributes {
  const { order, status } = scopeOfSpan(span) ?? {};
  return {
    ...Object.fromEntries(span.shared?.entries ?? []),
    ...Object.fromEntries(order?.entries ?? []),
    ...(status === undefined ? {} : { [ATTR_ORDER_STATUS]: status }),
    ...span.attributes,
  };
}
