import { type Parsed, parsed, refused } from '../parsed.ts';

/** A piece of a time pattern: a field with the width it is written in, or text that stands as it is. */
export type TimeToken =
  | { readonly kind: 'field'; readonly field: TimeField; readonly width: number }
  | { readonly kind: 'text'; readonly text: string };
export type TimeField =
  | 'year'
  | 'month'
  | 'day'
  | 'hour'
  | 'hour12'
  | 'minute'
  | 'second'
  | 'fraction'
  | 'half'
  | 'offset';

// The letters of Unicode date patterns (UTS 35), those that a table of orders needs.
const FIELDS: ReadonlyMap<string, { readonly field: TimeField; readonly widths: readonly number[] }> =
  new Map([
    ['y', { field: 'year', widths: [4] }],
    ['M', { field: 'month', widths: [1, 2] }],
    ['d', { field: 'day', widths: [1, 2] }],
    ['H', { field: 'hour', widths: [1, 2] }],
    ['h', { field: 'hour12', widths: [1, 2] }],
    ['m', { field: 'minute', widths: [1, 2] }],
    ['s', { field: 'second', widths: [1, 2] }],
    ['S', { field: 'fraction', widths: [1, 2, 3, 4, 5, 6, 7, 8, 9] }],
    ['a', { field: 'half', widths: [1] }],
    ['X', { field: 'offset', widths: [1, 2, 3] }],
    ['Z', { field: 'offset', widths: [1] }],
  ]);

/** Reads a pattern such as `M/d/yyyy H:mm` or `yyyy-MM-dd'T'HH:mm:ssXXX`. */
export function parseTimeFormat(text: string): Parsed<readonly TimeToken[]> {
  const tokens: TimeToken[] = [];
  for (const [piece] of text.matchAll(/'([^']*)'|([A-Za-z])\2*|[^A-Za-z']+|'/g)) {
    const token = readPiece(piece);
    if (!token) {
      return refused(
        'bad-time-format',
        `"${piece}" is no part of a time pattern`,
        "use yyyy MM M dd d HH H hh h mm ss SSS a XXX, other letters in quotes: 'T'",
      );
    }
    tokens.push(token);
  }
  const fields = new Set(tokens.flatMap((token) => (token.kind === 'field' ? [token.field] : [])));
  if (!fields.has('year') || !fields.has('month') || !fields.has('day')) {
    return refused(
      'bad-time-format',
      `"${text}" does not say the whole date`,
      'write for example M/d/yyyy H:mm',
    );
  }
  if (fields.has('hour12') !== fields.has('half')) {
    return refused(
      'bad-time-format',
      `"${text}" leaves morning or evening open`,
      'write H, or h together with a',
    );
  }
  return parsed(tokens);
}

/** Whether times of this pattern say their own offset. */
export function hasOffset(tokens: readonly TimeToken[]): boolean {
  return tokens.some((token) => token.kind === 'field' && token.field === 'offset');
}

function readPiece(piece: string): TimeToken | null {
  if (piece.startsWith("'")) {
    if (piece === "'") return null;
    return { kind: 'text', text: piece === "''" ? "'" : piece.slice(1, -1) };
  }
  if (!/^[A-Za-z]/.test(piece)) return { kind: 'text', text: piece };
  const known = FIELDS.get(piece.charAt(0));
  if (!known?.widths.includes(piece.length)) return null;
  return { kind: 'field', field: known.field, width: piece.length };
}
