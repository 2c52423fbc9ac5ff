import { ItemCount } from './caps.ts';
import { idFault, idOrNull } from './ids.ts';
import type { Draft } from './selection.ts';
import type { DecodedLog, DecodedLogs, DecodedSpan, DecodedTraces, RefusedItem } from './telemetry.ts';

/** The spans of one request, in the order in which they are read. */
export class SpanCollection {
  readonly items = new ItemCount();
  readonly #spans: DecodedSpan[] = [];
  readonly #refused: RefusedItem[] = [];
  #passedOver = 0;

  passOver(): void {
    this.#passedOver += 1;
  }

  add(span: Draft<DecodedSpan>): void {
    this.items.add();
    const detail = idFault(span);
    if (detail === null) {
      span.parentSpanId = idOrNull(span.parentSpanId);
      this.#spans.push(span);
    } else {
      const number = this.#spans.length + this.#refused.length + this.#passedOver + 1;
      this.#refused.push({ position: `span ${number}`, detail });
    }
  }

  result(): DecodedTraces {
    return { spans: this.#spans, refused: this.#refused, passedOver: this.#passedOver };
  }
}

/** The log records of one request, in the order in which they are read. */
export class LogCollection {
  readonly #items = new ItemCount();
  readonly #logs: DecodedLog[] = [];
  #passedOver = 0;

  passOver(): void {
    this.#passedOver += 1;
  }

  add(log: Draft<DecodedLog>): void {
    this.#items.add();
    log.traceId = idOrNull(log.traceId);
    log.spanId = idOrNull(log.spanId);
    this.#logs.push(log);
  }

  result(): DecodedLogs {
    return { logs: this.#logs, passedOver: this.#passedOver };
  }
}
