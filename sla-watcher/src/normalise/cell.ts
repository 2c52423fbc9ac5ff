/** Longest id, line or alias, in characters, before and after it is rewritten. */
export const LONGEST_ID = 200;

const UNFIT = /[\p{Cc}\ufffd]/u;

/**
 * What a cell says, trimmed; null: nothing (absent, NULL, blank); undefined: no plain value (an
 * object, a list), which no column that we read may hold.
 */
export function cellText(value: unknown): string | null | undefined {
  if (typeof value === 'string') {
    const text = value.trim();
    return text === '' ? null : text;
  }
  if (value === null || value === undefined) return null;
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint')
    return String(value);
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value.toISOString();
  return undefined;
}

/**
 * Ids travel into logs, messages and databases: NUL and half a surrogate pair make PostgreSQL refuse
 * a whole batch, other control characters forge log lines, and U+FFFD stands for bytes that were no
 * UTF-8, so that two ids may have become one. Returns what is wrong, or null.
 */
export function faultOfId(id: string): string | null {
  if (id.length > LONGEST_ID) return `is longer than ${LONGEST_ID} characters`;
  return UNFIT.test(id) || !id.isWellFormed() ? 'holds characters that no id may have' : null;
}
