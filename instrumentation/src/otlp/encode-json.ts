import type { HrTime, Link, SpanContext } from '@opentelemetry/api';
import type { InstrumentationScope } from '@opentelemetry/core';
import type { Resource } from '@opentelemetry/resources';
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';

/** OTLP/JSON: https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding. For reading, not for speed. */
export function spansToJson(spans: readonly ReadableSpan[]): Uint8Array {
  const scopes = (made: readonly ReadableSpan[], scope: object) => ({ scope, spans: made.map(spanToJson) });
  return bytes({ resourceSpans: group(spans, 'scopeSpans', scopes) });
}

export function logsToJson(records: readonly ReadableLogRecord[]): Uint8Array {
  const scopes = (made: readonly ReadableLogRecord[], scope: object) => ({
    scope,
    logRecords: made.map(recordToJson),
  });
  return bytes({ resourceLogs: group(records, 'scopeLogs', scopes) });
}

interface Item {
  readonly resource: Resource;
  readonly instrumentationScope: InstrumentationScope;
}

function group<T extends Item>(
  items: readonly T[],
  key: string,
  render: (made: readonly T[], scope: object) => object,
): object[] {
  const [first] = items;
  if (first === undefined) return [];
  const scopes = [...Map.groupBy(items, ({ instrumentationScope }) => instrumentationScope)];
  return [
    {
      resource: { attributes: attributesToJson(first.resource.attributes) },
      [key]: scopes.map(([{ name, version }, made]) => render(made, { name, version })),
    },
  ];
}

function spanToJson(span: ReadableSpan): object {
  const { traceId, spanId, traceState, traceFlags } = span.spanContext();
  return {
    traceId,
    spanId,
    traceState: traceState?.serialize(),
    parentSpanId: span.parentSpanContext?.spanId,
    name: span.name,
    kind: span.kind + 1,
    startTimeUnixNano: nanoseconds(span.startTime),
    endTimeUnixNano: nanoseconds(span.endTime),
    attributes: attributesToJson(span.attributes),
    droppedAttributesCount: span.droppedAttributesCount,
    events: span.events.map(({ time, name, attributes }) => ({
      timeUnixNano: nanoseconds(time),
      name,
      attributes: attributesToJson(attributes ?? {}),
    })),
    droppedEventsCount: span.droppedEventsCount,
    links: span.links.map(linkToJson),
    droppedLinksCount: span.droppedLinksCount,
    status: span.status,
    flags: flagsOf(traceFlags, span.parentSpanContext),
  };
}

function linkToJson({ context, attributes }: Link): object {
  const { traceId, spanId, traceState, traceFlags } = context;
  return {
    traceId,
    spanId,
    traceState: traceState?.serialize(),
    attributes: attributesToJson(attributes ?? {}),
    flags: flagsOf(traceFlags, context),
  };
}

function recordToJson(record: ReadableLogRecord): object {
  return {
    timeUnixNano: nanoseconds(record.hrTime),
    observedTimeUnixNano: nanoseconds(record.hrTimeObserved),
    severityNumber: record.severityNumber,
    severityText: record.severityText,
    eventName: record.eventName,
    body: record.body === undefined ? undefined : valueToJson(record.body),
    attributes: attributesToJson(record.attributes),
    droppedAttributesCount: record.droppedAttributesCount,
    traceId: record.spanContext?.traceId,
    spanId: record.spanContext?.spanId,
    flags: record.spanContext?.traceFlags,
  };
}

function attributesToJson(attributes: Readonly<Record<string, unknown>>): object[] {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: valueToJson(value) }));
}

function valueToJson(value: unknown): object {
  switch (typeof value) {
    case 'string':
      return { stringValue: value };
    case 'boolean':
      return { boolValue: value };
    case 'number':
      return Number.isSafeInteger(value) ? { intValue: value } : { doubleValue: value };
    default:
      return Array.isArray(value) ? { arrayValue: { values: value.map(valueToJson) } } : {};
  }
}

function nanoseconds([seconds, rest]: HrTime): string {
  return String(BigInt(seconds) * 1_000_000_000n + BigInt(rest));
}

function flagsOf(traceFlags: number, other: SpanContext | undefined): number {
  return traceFlags | 0x100 | (other?.isRemote ? 0x200 : 0);
}

function bytes(value: object): Uint8Array {
  return Buffer.from(JSON.stringify(value));
}
