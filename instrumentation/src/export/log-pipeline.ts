import { type Context, context as contexts } from '@opentelemetry/api';
import type { LogRecordProcessor, ReadableLogRecord, ReadWriteLogRecord } from '@opentelemetry/sdk-logs';
import { orderIn } from '../order/scope.ts';
import type { AttributeRules } from '../privacy/attribute-rules.ts';
import { maskText } from '../privacy/mask.ts';
import type { Outlet } from './exporters.ts';

const BYTES_PER_RECORD = 500;
const MAX_BODY = 8192;

/** The way of a log record, from whatever wrote it, to its outlet: order and privacy. */
export class LogPipeline implements LogRecordProcessor {
  readonly #outlet: Outlet<ReadableLogRecord> | null;
  readonly #rules: AttributeRules;

  constructor(outlet: Outlet<ReadableLogRecord> | null, rules: AttributeRules) {
    this.#outlet = outlet;
    this.#rules = rules;
  }

  enabled(): boolean {
    return this.#outlet !== null;
  }

  onEmit(record: ReadWriteLogRecord, context: Context = contexts.active()): void {
    if (this.#outlet === null) return;
    const text = typeof record.body === 'string' ? maskText(record.body.slice(0, MAX_BODY)) : undefined;
    // A body that is not text is a payload.
    if (text !== undefined) record.setBody(text);
    else if (record.body !== undefined) record.setBody('');
    const bytes = this.#rules.apply(record.attributes as Parameters<AttributeRules['apply']>[0]);
    for (const [name, value] of orderIn(context)?.entries ?? []) {
      if (record.attributes[name] === undefined) record.setAttribute(name, value);
    }
    this.#outlet.add(record, BYTES_PER_RECORD + bytes + (text?.length ?? 0));
  }

  async forceFlush(): Promise<void> {
    await this.#outlet?.flush();
  }

  async shutdown(): Promise<void> {
    await this.forceFlush();
  }
}
