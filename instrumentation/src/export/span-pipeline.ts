import { type Attributes, type Context, TraceFlags } from '@opentelemetry/api';
import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace';
import { ATTR_ORDERWATCH_SPAN_NUMBER } from '@orderwatch/conventions';
import { scopeOfSpan, scopeSpan } from '../order/scope.ts';
import type { AttributeRules } from '../privacy/attribute-rules.ts';
import { maskText } from '../privacy/mask.ts';
import type { Outlet } from './exporters.ts';

/** Of a span with nothing in it, as it lies in memory. */
const BYTES_PER_SPAN = 600;
const BYTES_PER_EVENT = 120;
const BYTES_PER_LINK = 120;

export interface SpanPipelineOptions {
  outlet: Outlet<ReadableSpan> | null;
  rules: AttributeRules;
  /** Sees every span that ends, sampled or not, before it is changed. */
  observe(span: ReadableSpan): void;
}

/**
 * The way of a span from its end to its outlet: order, number, privacy. One pass, since it is run for
 * every span of every request.
 */
export class SpanPipeline implements SpanProcessor {
  readonly #options: SpanPipelineOptions;
  /** Of the spans that ended and are to be sent; the last number that was given. */
  numbered = 0;

  constructor(options: SpanPipelineOptions) {
    this.#options = options;
  }

  get dropped(): number {
    return this.#options.outlet?.dropped ?? 0;
  }

  onStart(span: object, parent: Context): void {
    scopeSpan(span, parent);
  }

  onEnd(span: ReadableSpan): void {
    const { outlet, rules, observe } = this.#options;
    observe(span);
    if (outlet === null || (span.spanContext().traceFlags & TraceFlags.SAMPLED) === 0) return;
    // The interface says read-only; the object is the span's own, which nobody writes to any more.
    const { attributes } = span;
    const bytes = rules.apply(attributes);
    const order = scopeOfSpan(span)?.order;
    if (order !== undefined) {
      for (const [name, value] of order.entries) attributes[name] ??= value;
    }
    attributes[ATTR_ORDERWATCH_SPAN_NUMBER] = ++this.numbered;
    outlet.add(span, BYTES_PER_SPAN + bytes + this.#applyToParts(span));
  }

  #applyToParts(span: ReadableSpan): number {
    const { rules } = this.#options;
    let bytes = 0;
    for (const { attributes } of span.events) bytes += BYTES_PER_EVENT + applyTo(rules, attributes);
    for (const { attributes } of span.links) bytes += BYTES_PER_LINK + applyTo(rules, attributes);
    if (span.status.message !== undefined) span.status.message = maskText(span.status.message);
    return bytes;
  }

  async forceFlush(): Promise<void> {
    await this.#options.outlet?.flush();
  }

  async shutdown(): Promise<void> {
    await this.forceFlush();
  }
}

function applyTo(rules: AttributeRules, attributes: Attributes | undefined): number {
  return attributes === undefined ? 0 : rules.apply(attributes);
}
