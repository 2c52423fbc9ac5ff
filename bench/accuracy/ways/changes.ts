import { draw } from '../plan/draw.ts';
import {
  type KeyValue,
  keepSpans,
  type LogRecord,
  type OtlpBody,
  serviceOf,
  type Span,
} from './otlp-json.ts';
import type { Change } from './telemetry-way.ts';

/** Spans that get lost, each by itself, by chance. */
export function lose(share: number, seed: number): Change {
  let count = 0;
  const isKept = () => draw(seed, 'span', count++) >= share;
  return (batch) => [{ batch: { ...batch, body: keepSpans(batch.body, isKept) }, afterMs: 0 }];
}

/** Everything twice, late, and in another order; each service by a clock of its own, in milliseconds. */
export function disturb(skewOf: Readonly<Record<string, number>>, seed: number): Change {
  let count = 0;
  const latest = 2_000;
  return ({ path, body }) => {
    const skewed = { path, body: shift(body, skewOf) };
    const delay = () => Math.floor(draw(seed, 'delay', count++) * latest);
    return [
      { batch: skewed, afterMs: delay() },
      { batch: skewed, afterMs: delay() },
    ];
  };
}

function shift(body: OtlpBody, skewOf: Readonly<Record<string, number>>): OtlpBody {
  const shifted = structuredClone(body);
  for (const group of [...(shifted.resourceSpans ?? []), ...(shifted.resourceLogs ?? [])]) {
    const nanos = BigInt(skewOf[serviceOf(group)] ?? 0) * 1_000_000n;
    const move = (text: string) => String(BigInt(text) + nanos);
    for (const span of (group.scopeSpans ?? []).flatMap(({ spans }) => spans)) {
      span.startTimeUnixNano = move(span.startTimeUnixNano);
      span.endTimeUnixNano = move(span.endTimeUnixNano);
      for (const event of span.events ?? []) event.timeUnixNano = move(event.timeUnixNano);
    }
    for (const record of (group.scopeLogs ?? []).flatMap(({ logRecords }) => logRecords))
      moveRecord(record, move);
  }
  return shifted;
}

function moveRecord(record: LogRecord, move: (text: string) => string): void {
  if (record.timeUnixNano !== undefined) record.timeUnixNano = move(record.timeUnixNano);
  if (record.observedTimeUnixNano !== undefined)
    record.observedTimeUnixNano = move(record.observedTimeUnixNano);
}

const OURS = /^orderwatch\./;
const STATUS_CHANGED = 'order.status.changed';
const DISTRO = /^telemetry\.distro\.|^orderwatch\./;

/**
 * As a standard Java agent would tell the same: no confirms, nothing of what became of a message but a span
 * of its settlement, no status changes, no numbers and no heartbeats (test/foreign/fixtures show such spans).
 */
export const asJavaAgent: Change = ({ path, body }) => {
  if (path !== '/v1/traces') return [];
  const resourceSpans = (body.resourceSpans ?? []).map((group) => ({
    ...group,
    resource: { attributes: group.resource.attributes.filter(({ key }) => !DISTRO.test(key)) },
    scopeSpans: (group.scopeSpans ?? []).map(({ spans }) => ({
      scope: { name: 'io.opentelemetry.rabbitmq-2.7' },
      spans: spans.filter(({ name }) => !OURS.test(name) && name !== STATUS_CHANGED).flatMap(foreign),
    })),
  }));
  return [{ batch: { path, body: { resourceSpans } }, afterMs: 0 }];
};

function foreign(span: Span): Span[] {
  const outcome = (span.attributes ?? []).find(({ key }) => key === 'orderwatch.messaging.outcome');
  const plain: Span = {
    ...span,
    attributes: (span.attributes ?? []).filter(
      ({ key }) => !OURS.test(key) && key !== 'messaging.message.id',
    ),
    events: (span.events ?? []).filter(({ name }) => name !== STATUS_CHANGED),
  };
  if (span.kind !== 5 || outcome === undefined) return [plain];
  return [plain, settlement(plain, outcome.value.stringValue === 'acked' ? 'ack' : 'nack')];
}

/** Which of the two a rejection was, and whether the message went back, it does not say. */
function settlement(of: Span, how: 'ack' | 'nack'): Span {
  const text = (key: string, stringValue: string): KeyValue => ({ key, value: { stringValue } });
  const kept = (of.attributes ?? []).filter(({ key }) => /^(?:order\.|server\.|messaging\.system)/.test(key));
  return {
    ...{ name: how, kind: 3, traceId: of.traceId, parentSpanId: of.spanId },
    spanId: of.spanId.replace(/^./, (digit) => (digit === 'f' ? 'e' : 'f')),
    startTimeUnixNano: of.endTimeUnixNano,
    endTimeUnixNano: of.endTimeUnixNano,
    attributes: [...kept, text('messaging.operation.type', 'settle'), text('messaging.operation.name', how)],
  };
}
