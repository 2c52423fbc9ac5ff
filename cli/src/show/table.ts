export interface Column {
  /** Lines are parted by a line break. */
  readonly title: string;
  readonly align: 'left' | 'right';
}

const GAP = '  ';

/** Rows under their titles, each column as wide as its widest cell. A title of two lines makes two. */
export function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): readonly string[] {
  const lines = [...titleLines(columns), ...rows];
  // Not Math.max(...): a table may have more rows than a call takes arguments.
  const widths = columns.map((_, i) => lines.reduce((most, row) => Math.max(most, widthOf(row[i] ?? '')), 0));
  return lines.map((row) =>
    columns
      .map(({ align }, i) => pad(row[i] ?? '', widths[i] ?? 0, align))
      .join(GAP)
      .trimEnd(),
  );
}

/** A shorter title stands lowest, next to its column. */
function titleLines(columns: readonly Column[]): readonly (readonly string[])[] {
  const titles = columns.map(({ title }) => title.split('\n'));
  const height = Math.max(...titles.map(({ length }) => length));
  return Array.from({ length: height }, (_, line) =>
    titles.map((parts) => parts[line - height + parts.length] ?? ''),
  );
}

export function pad(text: string, width: number, align: Column['align'] = 'left'): string {
  const space = ' '.repeat(Math.max(0, width - widthOf(text)));
  return align === 'left' ? text + space : space + text;
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const WIDE = /\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]/u;

/** Columns of a terminal: one a character as people see it, two for emoji and East Asian letters. */
function widthOf(text: string): number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: most text is ASCII, and then its length is the answer
  if (/^[\x00-\x7f]*$/.test(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += WIDE.test(segment) ? 2 : 1;
  return width;
}
