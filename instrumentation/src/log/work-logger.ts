import {
  type Attributes,
  type Context,
  context,
  type Logger,
  type LoggerProvider,
  type LogRecord,
  trace,
} from '@opentelemetry/api';
import { orderIn } from '../order/scope.ts';
import type { AttributeRules } from '../privacy/attribute-rules.ts';
import { maskText } from '../privacy/mask.ts';
import { guard } from '../start/guard.ts';
import { epochOffset, hrTimeOf, readTime } from '../trace/clock.ts';
import type { InstrumentationScope } from '../trace/finished-span.ts';
import type { FinishedRecord } from './finished-record.ts';

const MAX_BODY = 8192;

/** Where records go and what may be on them. */
export interface LogKit {
  readonly outlet: { add(record: FinishedRecord): void } | null;
  readonly rules: AttributeRules;
  readonly attributeLimit: number;
}

/** OpenTelemetry's loggers: each record gets its order and goes through the rules, whoever wrote it. */
export class WorkLoggers implements LoggerProvider {
  readonly #kit: LogKit;

  constructor(kit: LogKit) {
    this.#kit = kit;
  }

  getLogger(name: string, version?: string, options?: { schemaUrl?: string }): Logger {
    const scope = { name, version, schemaUrl: options?.schemaUrl };
    const { outlet } = this.#kit;
    return {
      enabled: () => outlet !== null,
      emit: (record) => {
        if (outlet !== null) guard('log record', () => outlet.add(finish(record, scope, this.#kit)));
      },
    };
  }
}

function finish(record: LogRecord, scope: InstrumentationScope, kit: LogKit): FinishedRecord {
  const active = record.context ?? context.active();
  const now = performance.now();
  const offset = epochOffset(now);
  const observed = hrTimeOf(offset + now);
  const { timestamp, observedTimestamp } = record;
  const { attributes = {}, droppedAttributesCount = 0 } = kit.rules.copy(
    record.attributes ?? {},
    kit.attributeLimit,
  );
  addOrder(attributes, active);
  return {
    hrTime: timestamp === undefined ? observed : readTime(timestamp, offset),
    hrTimeObserved: observedTimestamp === undefined ? observed : readTime(observedTimestamp, offset),
    severityNumber: record.severityNumber,
    severityText: record.severityText,
    eventName: record.eventName,
    body: bodyOf(record),
    attributes,
    droppedAttributesCount,
    spanContext: trace.getSpanContext(active),
    instrumentationScope: scope,
  };
}

function addOrder(attributes: Attributes, active: Context): void {
  for (const [name, value] of orderIn(active)?.entries ?? []) attributes[name] ??= value;
}

/** A body that is not text is a payload. */
function bodyOf({ body }: LogRecord): string | undefined {
  if (typeof body === 'string') return maskText(body.slice(0, MAX_BODY));
  return body === undefined ? undefined : '';
}
