/** OTLP's messages as its JSON writes them, as far as tests fill them. */

export interface AnyValueJson {
  readonly stringValue?: string;
  readonly boolValue?: boolean;
  readonly intValue?: string | number;
  readonly doubleValue?: number;
  readonly arrayValue?: { readonly values: readonly AnyValueJson[] };
  readonly kvlistValue?: { readonly values: readonly KeyValueJson[] };
  /** Base64. */
  readonly bytesValue?: string;
}
export interface KeyValueJson {
  readonly key: string;
  readonly value?: AnyValueJson;
}
export interface EventJson {
  readonly timeUnixNano?: string | number;
  readonly name?: string;
  readonly attributes?: readonly KeyValueJson[];
}
export interface LinkJson {
  readonly traceId?: string;
  readonly spanId?: string;
  readonly attributes?: readonly KeyValueJson[];
}
export interface SpanJson {
  readonly traceId?: string;
  readonly spanId?: string;
  readonly parentSpanId?: string;
  readonly name?: string;
  readonly kind?: number;
  readonly startTimeUnixNano?: string | number;
  readonly endTimeUnixNano?: string | number;
  readonly attributes?: readonly KeyValueJson[];
  readonly events?: readonly EventJson[];
  readonly links?: readonly LinkJson[];
  readonly status?: { readonly code?: number; readonly message?: string };
}
export interface LogJson {
  readonly timeUnixNano?: string | number;
  readonly observedTimeUnixNano?: string | number;
  readonly severityNumber?: number;
  readonly eventName?: string;
  readonly body?: AnyValueJson;
  readonly attributes?: readonly KeyValueJson[];
  readonly traceId?: string;
  readonly spanId?: string;
}
export interface ResourceJson {
  readonly attributes?: readonly KeyValueJson[];
}
export interface ScopeJson {
  readonly name?: string;
  readonly version?: string;
}
export interface TracesJson {
  readonly resourceSpans: readonly {
    readonly resource?: ResourceJson;
    readonly scopeSpans: readonly { readonly scope?: ScopeJson; readonly spans: readonly SpanJson[] }[];
  }[];
}
export interface LogsJson {
  readonly resourceLogs: readonly {
    readonly resource?: ResourceJson;
    readonly scopeLogs: readonly { readonly scope?: ScopeJson; readonly logRecords: readonly LogJson[] }[];
  }[];
}

/** `{ 'order.id': '42' }` as a list of KeyValue. */
export function attributesJson(values: Readonly<Record<string, string | number | boolean>>): KeyValueJson[] {
  return Object.entries(values).map(([key, value]) => ({ key, value: anyJson(value) }));
}

function anyJson(value: string | number | boolean): AnyValueJson {
  if (typeof value === 'string') return { stringValue: value };
  return typeof value === 'boolean' ? { boolValue: value } : { intValue: value };
}

export function jsonBytes(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}
