import { TraceFlags } from '@opentelemetry/api';
import type { FinishedSpan } from '../trace/finished-span.ts';
import { OpenSpans } from '../trace/open-spans.ts';
import type { WorkSpan } from '../trace/work-span.ts';
import type { Outlet } from './exporters.ts';

export interface SpanPipelineOptions {
  outlet: Outlet<FinishedSpan> | null;
  /** Sees every span that ends, sampled or not. */
  observe(span: WorkSpan): void;
}

/** The way of a span from its end to its outlet: its order, its number. */
export class SpanPipeline {
  readonly #options: SpanPipelineOptions;
  readonly #open = new OpenSpans();
  /** Of the spans of orders that ended and are to be sent; the last number that was given. */
  numbered = 0;
  /** Of those that ended and are not, since the sampler left them out. */
  unsampled = 0;

  constructor(options: SpanPipelineOptions) {
    this.#options = options;
  }

  get dropped(): number {
    return this.#options.outlet?.dropped ?? 0;
  }

  /** Epoch milliseconds; undefined: no span is open. */
  openSince(now: number): number | undefined {
    return this.#open.oldestAt(now);
  }

  /** Also where it will not be sent: until it has ended nobody knows that it is of an order, and counts. */
  onStart(span: WorkSpan): void {
    this.#open.begun(span);
  }

  onEnd(span: WorkSpan): void {
    const { outlet, observe } = this.#options;
    this.#open.ended(span);
    observe(span);
    if (outlet === null) return;
    if (!isToBeSent(span)) {
      if (span.isOfOrder) this.unsampled++;
      return;
    }
    // The watcher is sent the spans of orders only: among all, it would see nothing but gaps.
    if (span.takeOrder()) span.number = ++this.numbered;
    outlet.add(span);
  }
}

function isToBeSent(span: WorkSpan): boolean {
  return (span.spanContext().traceFlags & TraceFlags.SAMPLED) !== 0;
}
