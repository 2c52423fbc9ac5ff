import {
  type Attributes,
  context,
  ROOT_CONTEXT,
  SeverityNumber,
  type TimeInput,
  trace,
} from '@opentelemetry/api';
import {
  ATTR_ORDER_CHANNEL,
  ATTR_ORDER_LINE,
  ATTR_ORDER_STATUS,
  ATTR_ORDER_STATUS_FROM,
  ATTR_ORDER_SYSTEM,
  EVENT_ORDER_STATUS_CHANGED,
} from '@orderwatch/conventions';
import { guard } from '../start/guard.ts';
import { type Running, running } from '../start/running.ts';
import { type Order, orderValue } from './order.ts';
import { scopeIn } from './scope.ts';

/** A status that the order of the current work has entered. */
export interface StatusChange {
  status: string;
  from?: string;
  /** The item or parcel, where each has a status of its own. */
  line?: string;
  /** Whose record changed, where that is not this service's own system. */
  system?: string;
  /** When it changed; now, if it is not said. */
  at?: Date;
}

/**
 * Records that the order of the current work entered a status: call it once the change is durable.
 * It is told as an event of the current span and, by another way, as a log record; and it is counted.
 * Never throws.
 */
export function recordStatusChange(change: StatusChange): void {
  guard('recordStatusChange', () => {
    const live = running();
    if (live === undefined) return;
    const scope = scopeIn(context.active());
    const order = scope?.order;
    if (scope !== undefined) scope.status = change.status;
    // One time for both: a fact that is told twice must be known to be one.
    const at = timeOf(change);
    tellSpan(live, attributesOf(change, order), at);
    tellLog(live, attributesOf(change, order), at);
    live.meters?.statusChanged(change.status, order && orderValue(order, ATTR_ORDER_CHANNEL));
  });
}

function attributesOf(change: StatusChange, order: Order | undefined): Attributes {
  const attributes: Attributes = { [ATTR_ORDER_STATUS]: change.status };
  if (order !== undefined) for (const [name, value] of order.entries) attributes[name] = value;
  if (change.from !== undefined) attributes[ATTR_ORDER_STATUS_FROM] = change.from;
  if (change.line !== undefined) attributes[ATTR_ORDER_LINE] = change.line;
  if (change.system !== undefined) attributes[ATTR_ORDER_SYSTEM] = change.system;
  return attributes;
}

function tellSpan(live: Running, attributes: Attributes, at: TimeInput): void {
  const span = trace.getSpan(context.active());
  if (span?.isRecording()) {
    span.addEvent(EVENT_ORDER_STATUS_CHANGED, attributes, at);
    return;
  }
  // A change outside of any traced work is a fact all the same.
  const own = live.tracer.startSpan(EVENT_ORDER_STATUS_CHANGED, {});
  own.addEvent(EVENT_ORDER_STATUS_CHANGED, attributes, at);
  own.end();
}

function tellLog(live: Running, attributes: Attributes, at: TimeInput): void {
  live.logger.emit({
    eventName: EVENT_ORDER_STATUS_CHANGED,
    severityNumber: SeverityNumber.INFO,
    severityText: 'INFO',
    body: `order entered ${attributes[ATTR_ORDER_STATUS]}`,
    attributes,
    timestamp: at,
    context: context.active() ?? ROOT_CONTEXT,
  });
}

function timeOf({ at }: StatusChange): Date {
  return at === undefined || Number.isNaN(at.getTime()) ? new Date() : at;
}
