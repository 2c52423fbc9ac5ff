import { gunzipSync } from 'node:zlib';

/** A span as a receiver sees it, flattened. */
export interface ReceivedSpan {
  service: string;
  resource: Record<string, unknown>;
  scope: string;
  name: string;
  kind: string;
  traceId: string;
  spanId: string;
  parentSpanId: string;
  startedAt: bigint;
  attributes: Record<string, unknown>;
  events: { name: string; attributes: Record<string, unknown> }[];
  /** Ids of the spans that it links to. */
  links: string[];
  status: { code?: number; message?: string };
}

export interface ReceivedRecord {
  service: string;
  eventName: string | undefined;
  severity: string | undefined;
  body: string | undefined;
  at: bigint;
  traceId: string | undefined;
  spanId: string | undefined;
  attributes: Record<string, unknown>;
}

interface KeyValue {
  key: string;
  value: Record<string, unknown>;
}

interface OtlpSpan {
  name: string;
  kind: number;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  startTimeUnixNano: string;
  attributes?: KeyValue[];
  events?: { name: string; attributes?: KeyValue[] }[];
  links?: { spanId: string }[];
  status?: { code?: number; message?: string };
}

interface OtlpRecord {
  eventName?: string;
  severityText?: string;
  body?: { stringValue?: string };
  timeUnixNano: string;
  traceId?: string;
  spanId?: string;
  attributes?: KeyValue[];
}

interface Request {
  resourceSpans?: {
    resource?: { attributes?: KeyValue[] };
    scopeSpans: { scope: { name: string }; spans: OtlpSpan[] }[];
  }[];
  resourceLogs?: {
    resource?: { attributes?: KeyValue[] };
    scopeLogs: { logRecords: OtlpRecord[] }[];
  }[];
}

const KINDS = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'];

/** Adds what one JSON request holds; the body of another encoding is left to the test. */
export function readTelemetry(
  body: Buffer,
  headers: Readonly<Record<string, unknown>>,
  into: { spans: ReceivedSpan[]; records: ReceivedRecord[] },
): void {
  if (headers['content-type'] !== 'application/json') return;
  const text = headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
  const request = JSON.parse(text.toString('utf8')) as Request;
  for (const { resource, scopeSpans } of request.resourceSpans ?? []) {
    const from = flatten(resource?.attributes);
    for (const { scope, spans } of scopeSpans) {
      into.spans.push(...spans.map((span) => receivedSpan(span, scope.name, from)));
    }
  }
  for (const { resource, scopeLogs } of request.resourceLogs ?? []) {
    const service = String(flatten(resource?.attributes)['service.name']);
    for (const record of scopeLogs.flatMap(({ logRecords }) => logRecords)) {
      into.records.push({
        service,
        eventName: record.eventName || undefined,
        severity: record.severityText,
        body: record.body?.stringValue,
        at: BigInt(record.timeUnixNano),
        traceId: record.traceId,
        spanId: record.spanId,
        attributes: flatten(record.attributes),
      });
    }
  }
}

function receivedSpan(span: OtlpSpan, scope: string, resource: Record<string, unknown>): ReceivedSpan {
  return {
    service: String(resource['service.name']),
    resource,
    scope,
    name: span.name,
    kind: KINDS[span.kind] ?? String(span.kind),
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: span.parentSpanId ?? '',
    startedAt: BigInt(span.startTimeUnixNano),
    attributes: flatten(span.attributes),
    events: (span.events ?? []).map(({ name, attributes }) => ({ name, attributes: flatten(attributes) })),
    links: (span.links ?? []).map(({ spanId }) => spanId),
    status: span.status ?? {},
  };
}

function flatten(attributes: readonly KeyValue[] = []): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
}
