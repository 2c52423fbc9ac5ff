import type { AnyValue, Attributes, HrTime, Link, SpanContext } from '@opentelemetry/api';
import type { FinishedRecord } from '../log/finished-record.ts';
import { allAttributes, type FinishedSpan, type InstrumentationScope } from '../trace/finished-span.ts';

/** OTLP/JSON: https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding. For reading, not for speed. */
export interface JsonItem {
  readonly scope: InstrumentationScope;
  readonly size: number;
  readonly text: string;
}

export function spanToJson(span: FinishedSpan): JsonItem {
  return itemOf(span.instrumentationScope, spanFields(span));
}

export function recordToJson(record: FinishedRecord): JsonItem {
  return itemOf(record.instrumentationScope, recordFields(record));
}

function itemOf(scope: InstrumentationScope, fields: object): JsonItem {
  const text = JSON.stringify(fields);
  return { scope, size: text.length, text };
}

export type Signal = 'spans' | 'records';

const NAMES = {
  spans: ['resourceSpans', 'scopeSpans', 'spans'],
  records: ['resourceLogs', 'scopeLogs', 'logRecords'],
} as const;

/** A whole export request of what was made with the functions above. */
export function jsonRequest(signal: Signal, resource: Attributes, items: readonly JsonItem[]): Uint8Array {
  const [resources, scopes, made] = NAMES[signal];
  const groups = [...Map.groupBy(items, ({ scope }) => scope)].map(([{ name, version }, own]) => {
    const list = own.map(({ text }) => text).join();
    return `{"scope":${JSON.stringify({ name, version })},"${made}":[${list}]}`;
  });
  const from = JSON.stringify({ attributes: attributesToJson(resource) });
  return Buffer.from(`{"${resources}":[{"resource":${from},"${scopes}":[${groups.join()}]}]}`);
}

function spanFields(span: FinishedSpan): object {
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
    attributes: attributesToJson(allAttributes(span)),
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

function recordFields(record: FinishedRecord): object {
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

function attributesToJson(attributes: Attributes): object[] {
  return Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [{ key, value: valueToJson(value) }],
  );
}

function valueToJson(value: AnyValue): object {
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
