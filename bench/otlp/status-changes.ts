import { createHash } from 'node:crypto';
import { TraceRequest } from './messages.ts';

export interface StatusChanges {
  /** Orders by number: `[from, until)`. */
  readonly from: number;
  readonly until: number;
  /** How many steps the orders took before. */
  readonly step: number;
  readonly now: number;
}

/** The ten stages of this repository's model, and the service that tells each. */
const STEPS = [
  ...['INITIATED', 'FILE_UPLOADED', 'SUBMITTED'].map((status) => ['shop-api', status] as const),
  ['mes-api', 'PRICE_CALCULATED'],
  ['crm-api', 'MANUFACTURING_APPROVED'],
  ...['MANUFACTURING_STARTED', 'MANUFACTURING_COMPLETED', 'PACKAGING', 'SHIPPED'].map(
    (status) => ['mes-api', status] as const,
  ),
  ['crm-api', 'CLOSED'],
] as const;

const text = (key: string, stringValue: string) => ({ key, value: { stringValue } });

/** An ExportTraceServiceRequest with a span of each order, and in it the status change. */
export function encodeStatusChanges({ from, until, step, now }: StatusChanges): Uint8Array {
  const [service, status] = STEPS[step % STEPS.length] as (typeof STEPS)[number];
  const spans = Array.from({ length: until - from }, (_, i) => spanOf(from + i, status, step, now));
  const attributes = [text('service.name', service), text('service.instance.id', `${service}-1`)];
  const request = { resourceSpans: [{ resource: { attributes }, scopeSpans: [{ spans }] }] };
  return TraceRequest.encode(TraceRequest.fromObject(request)).finish();
}

function spanOf(order: number, status: string, step: number, now: number): object {
  const ids = createHash('sha256').update(`${order} ${step}`).digest();
  const nanos = (ms: number) => `${now + ms}000000`;
  return {
    traceId: ids.subarray(0, 16),
    spanId: ids.subarray(16, 24),
    name: 'POST /orders/:id/status',
    kind: 2,
    startTimeUnixNano: nanos(-30),
    endTimeUnixNano: nanos(0),
    attributes: [
      text('order.id', String(order)),
      text('order.channel', order % 5 === 0 ? 'b2b' : 'b2c'),
      text('http.request.method', 'POST'),
      text('url.path', `/orders/${order}/status`),
    ],
    events: [
      { timeUnixNano: nanos(-5), name: 'order.status.changed', attributes: [text('order.status', status)] },
    ],
  };
}
