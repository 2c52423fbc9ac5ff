import { OrderwatchError } from '../../domain/errors.ts';

/** A key that would not come back as it went in. Normalise refuses such ids; the store does not guess. */
export class UnstorableText extends OrderwatchError {
  readonly code = 'unstorable-text';
  readonly retryable = false;
}

/**
 * A text that rows are found by. PostgreSQL has no NUL in a text, and a lone surrogate has no UTF-8:
 * both would be stored as something else, and two orders could become one.
 */
export function storableKey(text: string): string {
  if (!isStorable(text)) {
    throw new UnstorableText(
      `${JSON.stringify(text.slice(0, 80))} holds a character that no database can keep`,
    );
  }
  return text;
}

/** Whether there can be a row of this key at all. */
export function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}

/** A text for people: what cannot be kept is shown as a symbol. */
export function storableNote(text: string): string {
  return text.replaceAll('\0', '␀').toWellFormed();
}
