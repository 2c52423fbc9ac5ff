/** How a request's body is encoded: `application/x-protobuf` or `application/json`. */
export type OtlpForm = 'protobuf' | 'json';

/**
 * The value of an attribute. An int64 is a number up to 2^53 and its decimal digits beyond, exact either
 * way. A list holds its texts and its whole numbers, these as digits; anything else in it is left out.
 * Bytes, maps and numbers that are not finite are no values: their attribute is left out.
 */
export type TelemetryValue = string | number | boolean | readonly string[];

/** The attributes that were asked for, of a span, an event, a link, a log record or a resource. */
export interface Selection {
  readonly attributes: Readonly<Record<string, TelemetryValue>>;
  /** Keys of `attributes` whose text or list was too long and is cut: such a value identifies nothing. */
  readonly cut: readonly string[];
}

/** Who sent it: what the resource says. Shared by all that came under it. */
export interface Origin extends Selection {
  readonly serviceName: string | null;
  readonly serviceInstanceId: string | null;
  readonly serviceVersion: string | null;
}

export type SpanKind = 'unspecified' | 'internal' | 'server' | 'client' | 'producer' | 'consumer';
export type SpanStatus = 'unset' | 'ok' | 'error';

/**
 * Ids are lowercase hex: 32 digits for a trace, 16 for a span. Instants are nanoseconds since the epoch,
 * exact; 0 is what a sender writes that does not know. A name that is too long is cut, and ends in `…`.
 */
export interface DecodedSpan extends Selection {
  readonly traceId: string;
  readonly spanId: string;
  /** Null: a root. */
  readonly parentSpanId: string | null;
  readonly name: string;
  readonly kind: SpanKind;
  readonly status: SpanStatus;
  readonly startNs: bigint;
  readonly endNs: bigint;
  readonly origin: Origin;
  /** The instrumentation library; '' is not known. */
  readonly scope: string;
  readonly events: readonly DecodedEvent[];
  readonly links: readonly DecodedLink[];
  /** Events and links beyond the most that are kept of one span. */
  readonly leftOut: number;
}

export interface DecodedEvent extends Selection {
  readonly name: string;
  readonly timeNs: bigint;
}

/** Ids are null where they are no ids: a link may carry attributes alone. */
export interface DecodedLink extends Selection {
  readonly traceId: string | null;
  readonly spanId: string | null;
}

export interface DecodedLog extends Selection {
  readonly timeNs: bigint;
  readonly observedNs: bigint;
  /** 1 to 24 as OpenTelemetry counts; 0: unspecified. */
  readonly severity: number;
  /** '': the record is no event. */
  readonly eventName: string;
  /** Null unless it is a short text. */
  readonly body: string | null;
  /** Null: not within a span. */
  readonly traceId: string | null;
  readonly spanId: string | null;
  readonly origin: Origin;
  readonly scope: string;
}

/** A span that was asked for and cannot be used, while the rest can. */
export interface RefusedItem {
  /** `span 17`: the seventeenth of the request. */
  readonly position: string;
  /** A sentence, without the payload. */
  readonly detail: string;
}

export interface DecodedTraces {
  readonly spans: readonly DecodedSpan[];
  readonly refused: readonly RefusedItem[];
  /** Spans that carry nothing that was asked for. */
  readonly passedOver: number;
}

export interface DecodedLogs {
  readonly logs: readonly DecodedLog[];
  /** Log records that carry nothing that was asked for. */
  readonly passedOver: number;
}
