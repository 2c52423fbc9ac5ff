/**
 * Text that is safe to send as HTML. Only the tag `html` makes one, so everything that a page shows has
 * either stood in our source or been escaped.
 */
export interface Html {
  readonly [MARKUP]: string;
}
const MARKUP = Symbol('markup');

/** What may stand in a template. `null` and `false` show nothing, so that a part can be left out. */
export type Part = Html | string | number | null | false | readonly Part[];

/** Builds HTML; every part that is not HTML itself is escaped, for content and quoted attributes alike. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  let text = strings[0] ?? '';
  parts.forEach((part, index) => {
    // Unquoted, a value could end its attribute with a space. That is a mistake of ours, not of data.
    if (text.endsWith('=')) throw new Error(`an attribute is not quoted: …${text.slice(-40)}`);
    text += render(part) + (strings[index + 1] ?? '');
  });
  return { [MARKUP]: text };
}

export function toMarkup(value: Html): string {
  return value[MARKUP];
}

function render(part: Part): string {
  if (part === null || part === false) return '';
  if (typeof part === 'string') return escapeText(part);
  if (typeof part === 'number') return String(part);
  if (isList(part)) return part.map(render).join('');
  return part[MARKUP];
}

function isList(part: Html | readonly Part[]): part is readonly Part[] {
  return Array.isArray(part);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Also replaces what HTML cannot hold: controls, lone surrogates, and the marks that turn the direction
 * of the text around them and so make one id look like another.
 */
function escapeText(text: string): string {
  return text
    .toWellFormed()
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
    .replace(/(?![\t\n\r])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/gu, '\ufffd');
}
