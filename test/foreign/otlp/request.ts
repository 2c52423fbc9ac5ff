/** OTLP requests in their JSON encoding, as far as these tests look at them. Instants are nanoseconds. */
export interface TraceRequest {
  readonly resourceSpans: readonly {
    readonly resource?: Attributed;
    readonly scopeSpans: readonly { readonly scope?: Scope; readonly spans: readonly OtlpSpan[] }[];
  }[];
}

export interface LogsRequest {
  readonly resourceLogs: readonly {
    readonly resource?: Attributed;
    readonly scopeLogs: readonly { readonly scope?: Scope; readonly logRecords: readonly OtlpLog[] }[];
  }[];
}

export interface Attributed {
  readonly attributes?: readonly KeyValue[];
}
export interface Scope {
  readonly name?: string;
  readonly version?: string;
}
export interface KeyValue {
  readonly key: string;
  readonly value: AnyValue;
}
export type AnyValue = Readonly<Record<string, unknown>>;

/** Ids are lowercase hex; a root has no parent. */
export interface OtlpSpan extends Attributed {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  /** 1 internal, 2 server, 3 client, 4 producer, 5 consumer. */
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly events?: readonly (Attributed & { readonly name: string; readonly timeUnixNano: string })[];
  readonly links?: readonly (Attributed & { readonly traceId: string; readonly spanId: string })[];
  readonly status?: { readonly code?: number; readonly message?: string };
}

export interface OtlpLog extends Attributed {
  readonly timeUnixNano?: string;
  readonly observedTimeUnixNano?: string;
  readonly severityNumber?: number;
  readonly severityText?: string;
  readonly eventName?: string;
  readonly body?: AnyValue;
  readonly traceId?: string;
  readonly spanId?: string;
}
