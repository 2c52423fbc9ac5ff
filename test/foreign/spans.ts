import type { Attributed, KeyValue, LogsRequest, OtlpLog, OtlpSpan, TraceRequest } from './otlp/request.ts';

/** A span with what it came under. */
export interface ReceivedSpan {
  readonly service: string;
  readonly scope: string;
  readonly kind: string;
  readonly span: OtlpSpan;
  readonly attributes: Readonly<Record<string, unknown>>;
}

export interface ReceivedLog {
  readonly service: string;
  readonly log: OtlpLog;
  readonly attributes: Readonly<Record<string, unknown>>;
}

const KINDS = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'];

export function spansIn(requests: readonly TraceRequest[]): readonly ReceivedSpan[] {
  return requests.flatMap(({ resourceSpans = [] }) =>
    resourceSpans.flatMap(({ resource, scopeSpans }) =>
      scopeSpans.flatMap(({ scope, spans }) =>
        spans.map((span) => ({
          service: serviceOf(resource),
          scope: scope?.name ?? '',
          kind: KINDS[span.kind] ?? String(span.kind),
          span,
          attributes: attributesOf(span),
        })),
      ),
    ),
  );
}

export function logsIn(requests: readonly LogsRequest[]): readonly ReceivedLog[] {
  return requests.flatMap(({ resourceLogs = [] }) =>
    resourceLogs.flatMap(({ resource, scopeLogs }) =>
      scopeLogs.flatMap(({ logRecords }) =>
        logRecords.map((log) => ({ service: serviceOf(resource), log, attributes: attributesOf(log) })),
      ),
    ),
  );
}

/** Each attribute by its key; a value is that of whatever type it has. */
export function attributesOf({ attributes = [] }: Attributed): Readonly<Record<string, unknown>> {
  return Object.fromEntries(attributes.map(({ key, value }: KeyValue) => [key, Object.values(value)[0]]));
}

function serviceOf(resource: Attributed | undefined): string {
  return String(attributesOf(resource ?? {})['service.name']);
}

/** The spans as trees, a line each: service, kind, name, order, links by the name they lead to, error. */
export function renderSpans(received: readonly ReceivedSpan[]): string {
  const byId = new Map(received.map((each) => [each.span.spanId, each]));
  const isRoot = ({ span }: ReceivedSpan) => !byId.has(span.parentSpanId ?? '');
  const draw = (each: ReceivedSpan, indent: string): string[] => [
    `${indent}${line(each, byId)}`,
    ...inTime(received.filter(({ span }) => span.parentSpanId === each.span.spanId)).flatMap((child) =>
      draw(child, `${indent}  `),
    ),
  ];
  return inTime(received.filter(isRoot))
    .flatMap((root) => draw(root, ''))
    .join('\n');
}

function line(
  { service, kind, span, attributes }: ReceivedSpan,
  byId: ReadonlyMap<string, ReceivedSpan>,
): string {
  const order = attributes['order.id'];
  return [
    `${service} ${kind} ${span.name}`,
    ...(order === undefined ? [] : [`order=${order}`]),
    ...(span.links ?? []).map(({ spanId }) => `link=${byId.get(spanId)?.span.name ?? 'unknown'}`),
    ...(span.events ?? []).map(({ name }) => `event=${name}`),
    ...(span.status?.code === 2 ? ['error'] : []),
  ].join(' ');
}

function inTime(received: readonly ReceivedSpan[]): readonly ReceivedSpan[] {
  return received.toSorted((a, b) =>
    BigInt(a.span.startTimeUnixNano) < BigInt(b.span.startTimeUnixNano) ? -1 : 1,
  );
}
