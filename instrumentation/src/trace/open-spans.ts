import { SpanKind } from '@opentelemetry/api';
import type { WorkSpan } from './work-span.ts';

/** A message may be on its way, or in hand, for so long; what is open for longer was forgotten. */
const LONGEST_OF_MESSAGE_MS = 5 * 60_000;
/**
 * A request, or a piece of work, that takes longer than this does not hold back what is known of all others:
 * what it does for its order meanwhile (messages, writes, calls) ends and is told before it does.
 */
const LONGEST_OF_WORK_MS = 15_000;

/** Spans that have begun and not ended, in the order in which they began. */
export class OpenSpans {
  readonly #open = new Set<WorkSpan>();

  begun(span: WorkSpan): void {
    this.#open.add(span);
  }

  ended(span: WorkSpan): void {
    this.#open.delete(span);
  }

  /** When the oldest began that counts, in epoch milliseconds; undefined: none is open. */
  oldestAt(now: number): number | undefined {
    for (const span of this.#open) {
      const [seconds, nanos] = span.startTime;
      const began = Math.floor(seconds * 1_000 + nanos / 1_000_000);
      if (now - began <= longestOf(span)) return began;
      this.#open.delete(span);
    }
    return undefined;
  }
}

function longestOf({ kind }: WorkSpan): number {
  const isOfMessage = kind === SpanKind.CONSUMER || kind === SpanKind.PRODUCER;
  return isOfMessage ? LONGEST_OF_MESSAGE_MS : LONGEST_OF_WORK_MS;
}
