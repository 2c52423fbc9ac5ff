import type { Attributes, HrTime, Link, SpanContext, SpanKind, SpanStatus } from '@opentelemetry/api';
import { ATTR_ORDERWATCH_SPAN_NUMBER } from '@orderwatch/conventions';
import type { SharedAttributes } from './shared-attributes.ts';

/** Which code made a span or a log record. */
export interface InstrumentationScope {
  readonly name: string;
  readonly version?: string | undefined;
  readonly schemaUrl?: string | undefined;
}

export interface TimedEvent {
  readonly time: HrTime;
  readonly name: string;
  readonly attributes?: Attributes;
  readonly droppedAttributesCount?: number;
}

/** A span that has ended, as it is encoded; what OpenTelemetry's SDK gives is one too. */
export interface FinishedSpan {
  readonly name: string;
  readonly kind: SpanKind;
  spanContext(): SpanContext;
  readonly parentSpanContext?: SpanContext | undefined;
  readonly startTime: HrTime;
  readonly endTime: HrTime;
  readonly status: SpanStatus;
  readonly attributes: Attributes;
  /** More attributes, of names that do not stand in `attributes`: those of its place in the code, */
  readonly shared?: SharedAttributes | undefined;
  /** and those of its order. */
  readonly orderShared?: SharedAttributes | undefined;
  /** Among those of orders that this process has sent; undefined: it is of none. */
  readonly number?: number | undefined;
  readonly links: readonly Link[];
  readonly events: readonly TimedEvent[];
  readonly droppedAttributesCount: number;
  readonly droppedEventsCount: number;
  readonly droppedLinksCount: number;
  readonly instrumentationScope: InstrumentationScope;
}

export function allAttributes({ shared, orderShared, attributes, number }: FinishedSpan): Attributes {
  return {
    ...Object.fromEntries(shared?.entries ?? []),
    ...Object.fromEntries(orderShared?.entries ?? []),
    ...attributes,
    [ATTR_ORDERWATCH_SPAN_NUMBER]: number,
  };
}
