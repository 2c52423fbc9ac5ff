import { OtlpInvalid } from './otlp-invalid.ts';

/** In UTF-16 units; an id or a status is far shorter. */
export const LONGEST_TEXT = 1_024;
/** A longer body is prose, which nothing here reads. */
export const LONGEST_BODY = 256;
/** Orders in one batch, at most. */
export const LONGEST_LIST = 1_000;
/** SDKs keep 128 of each unless told otherwise; a batch consumer links to every message. */
export const MOST_EVENTS = 256;
export const MOST_LINKS = 1_024;
/** Spans, events, links and log records kept of one request. The Collector sends 8,192 spans at once. */
export const MOST_ITEMS = 100_000;

/** Counts what is kept of one request: a body of a few megabytes must not become gigabytes of objects. */
export class ItemCount {
  #items = 0;

  add(): void {
    this.#items += 1;
    if (this.#items > MOST_ITEMS) {
      throw new OtlpInvalid(
        `a request may hold ${MOST_ITEMS} spans, events, links and log records of orders; send less at once`,
        'otlp-too-large',
      );
    }
  }
}

export function isTooLong(text: string): boolean {
  return text.length > LONGEST_TEXT;
}

/** Cuts a well-formed text, never within a character. */
export function cutText(text: string): string {
  const cut = text.slice(0, LONGEST_TEXT);
  // Copied: a slice would keep all of the long text alive.
  return Buffer.from(cut.isWellFormed() ? cut : cut.slice(0, -1)).toString();
}

/** A name is read by people: cut with a mark. */
export function nameOf(text: string): string {
  return isTooLong(text) ? `${cutText(text)}…` : text;
}

/** The body of a log record, if it is a short text. */
export function shortBody(value: unknown): string | null {
  return typeof value === 'string' && value.length <= LONGEST_BODY ? value : null;
}
