import { LONGEST_TEXT } from '../source/row-columns.ts';

export type Tuple = Readonly<Record<string, unknown>>;

/**
 * A value as `column::text` would have it; undefined: the log does not say, for it stands apart from its
 * row and was not changed. The log has what the type's output function writes, which a cast to text is not
 * for every type.
 */
export function readText(tuple: Tuple, column: string, type: string | undefined): string | null | undefined {
  const value = tuple[column];
  if (value === null || value === undefined) return value;
  const text = String(value);
  if (type === 'boolean') return text === 't' ? 'true' : 'false';
  return shorten(type === 'character' ? text.replace(/ +$/, '') : text);
}

function shorten(text: string): string {
  if (text.length <= LONGEST_TEXT) return text;
  return Array.from(text.slice(0, 2 * LONGEST_TEXT))
    .slice(0, LONGEST_TEXT)
    .join('');
}
