/** What a body of OTLP/JSON holds, as far as the ways look into it. */
export interface OtlpBody {
  resourceSpans?: Group[];
  resourceLogs?: Group[];
}

export interface Group {
  resource: { attributes: KeyValue[] };
  scopeSpans?: { scope?: unknown; spans: Span[] }[];
  scopeLogs?: { scope?: unknown; logRecords: LogRecord[] }[];
}

export interface Span {
  name: string;
  /** 2 server, 3 client, 4 producer, 5 consumer. */
  kind: number;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes?: KeyValue[];
  events?: { name: string; timeUnixNano: string; attributes?: KeyValue[] }[];
  links?: unknown[];
  status?: unknown;
}

export interface LogRecord {
  timeUnixNano?: string;
  observedTimeUnixNano?: string;
  eventName?: string;
  traceId?: string;
  attributes?: KeyValue[];
}

export interface KeyValue {
  key: string;
  value: { stringValue?: string; intValue?: string | number; [kind: string]: unknown };
}

export function serviceOf({ resource }: Group): string {
  return textOf(resource.attributes, 'service.name') ?? '';
}

export function textOf(attributes: readonly KeyValue[] = [], key: string): string | null {
  const value = attributes.find((attribute) => attribute.key === key)?.value;
  const told = value?.stringValue ?? value?.intValue;
  return told === undefined ? null : String(told);
}

/** The shop's id of the order that a span is of: `M-0042` is 42. */
export function orderOf(attributes: readonly KeyValue[] = []): string | null {
  const id = textOf(attributes, 'order.id');
  return id === null ? null : id.replace(/^M-0*/, '');
}

export function spansOf(body: OtlpBody): { group: Group; span: Span }[] {
  return (body.resourceSpans ?? []).flatMap((group) =>
    (group.scopeSpans ?? []).flatMap(({ spans }) => spans.map((span) => ({ group, span }))),
  );
}

/** The body without the spans that are not kept; what is empty then is left out. */
export function keepSpans(body: OtlpBody, isKept: (span: Span, group: Group) => boolean): OtlpBody {
  if (body.resourceSpans === undefined) return body;
  const resourceSpans = body.resourceSpans.map((group) => ({
    ...group,
    scopeSpans: (group.scopeSpans ?? []).map((scope) => ({
      ...scope,
      spans: scope.spans.filter((span) => isKept(span, group)),
    })),
  }));
  return { ...body, resourceSpans };
}
