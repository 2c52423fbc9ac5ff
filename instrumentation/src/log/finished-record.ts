import type { AnyValue, Attributes, HrTime, SeverityNumber, SpanContext } from '@opentelemetry/api';
import type { InstrumentationScope } from '../trace/finished-span.ts';

/** A log record as it is encoded; what OpenTelemetry's SDK gives is one too. */
export interface FinishedRecord {
  readonly hrTime: HrTime;
  readonly hrTimeObserved: HrTime;
  readonly severityNumber?: SeverityNumber | undefined;
  readonly severityText?: string | undefined;
  readonly eventName?: string | undefined;
  readonly body?: AnyValue | undefined;
  readonly attributes: Attributes;
  readonly droppedAttributesCount: number;
  readonly spanContext?: SpanContext | undefined;
  readonly instrumentationScope: InstrumentationScope;
}
