import type { WorkSpan } from './work-span.ts';

/** What is open for longer is a connection or was forgotten, and must not be remembered for ever. */
const LONGEST_MS = 5 * 60_000;

/** Spans that have begun and not ended, in the order in which they began. */
export class OpenSpans {
  readonly #open = new Set<WorkSpan>();

  begun(span: WorkSpan): void {
    this.#open.add(span);
  }

  ended(span: WorkSpan): void {
    this.#open.delete(span);
  }

  /** When the oldest began, in epoch milliseconds; undefined: none is open. */
  oldestAt(now: number): number | undefined {
    for (const span of this.#open) {
      const [seconds, nanos] = span.startTime;
      const began = Math.floor(seconds * 1_000 + nanos / 1_000_000);
      if (now - began <= LONGEST_MS) return began;
      this.#open.delete(span);
    }
    return undefined;
  }
}
