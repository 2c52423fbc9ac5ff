import { type Text, textsOf } from './blocks.ts';
import type { Content } from './content.ts';

/** What people see of a message, and what would ring or lead somewhere. */
export interface Rendered {
  /** Each text as shown: the notification first, then the blocks. */
  readonly texts: readonly string[];
  /** Users, groups and conversations that would be called: `<!channel>`, `<@U1>`, `@here`. */
  readonly mentions: readonly string[];
  /** Targets of links that formed in texts; buttons are apart. */
  readonly links: readonly string[];
  readonly buttons: readonly string[];
  /** `<` or `>` that stood bare in markup: what was not escaped, though it formed nothing. */
  readonly bare: number;
}

interface Parsing {
  /** Bare addresses become links. */
  readonly linkUrls: boolean;
  /** Bare `@name` and `#name` become mentions. */
  readonly linkNames: boolean;
}

/** As the vendor reads a message: the fallback text and `mrkdwn` are markup, `plain_text` is not. */
export function renderMessage({ text, blocks, parse, linkNames }: Content): Rendered {
  const parsing = { linkUrls: parse !== 'none', linkNames: linkNames || parse === 'full' };
  const parts = [parseMarkup(text, parsing), ...textsOf(blocks).map((block) => renderText(block))];
  return {
    texts: parts.flatMap((part) => part.texts),
    mentions: parts.flatMap((part) => part.mentions),
    links: parts.flatMap((part) => part.links),
    buttons: blocks.flatMap((block) =>
      block.type === 'actions' ? block.elements.map(({ url }) => url) : [],
    ),
    bare: parts.reduce((sum, part) => sum + part.bare, 0),
  };
}

function renderText({ type, text, verbatim }: Text): Omit<Rendered, 'buttons'> {
  if (type === 'plain_text') return { texts: [text], mentions: [], links: [], bare: 0 };
  return parseMarkup(text, { linkUrls: verbatim !== true, linkNames: verbatim !== true });
}

const ENTITY = /<([^<>\n]*)>/g;
const MENTION = /^[!@#]/;
const TARGET = /^[a-z][a-z0-9+.-]*:/i;
const ADDRESS =
  /(?:https?:\/\/|mailto:|www\.)\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|io|ru|example)\b\S*/gi;
const NAME = /(?<![\w/])[@#][\p{L}\d._-]+/gu;

/** Reads Slack's `mrkdwn`: entities in angle brackets, then what is linked without any. */
export function parseMarkup(text: string, parsing: Parsing): Omit<Rendered, 'buttons'> {
  const entities = [...text.matchAll(ENTITY)].map(([whole, inner = '']) => ({ whole, inner }));
  const mentions = entities.filter(({ inner }) => MENTION.test(inner)).map(({ whole }) => whole);
  const links = entities
    .filter(({ inner }) => TARGET.test(inner))
    .map(({ inner }) => inner.split('|')[0] ?? '');
  const isEntity = (inner: string) => MENTION.test(inner) || TARGET.test(inner);
  const outside = text.replaceAll(ENTITY, (whole, inner: string) => (isEntity(inner) ? ' ' : whole));
  if (parsing.linkUrls) links.push(...outside.matchAll(ADDRESS).map(([address]) => address));
  if (parsing.linkNames) mentions.push(...outside.matchAll(NAME).map(([name]) => name));
  const shown = text.replaceAll(ENTITY, (whole, inner: string) => (isEntity(inner) ? labelOf(inner) : whole));
  return { texts: [unescaped(shown)], mentions, links, bare: outside.match(/[<>]/g)?.length ?? 0 };
}

function labelOf(inner: string): string {
  const [target = '', label] = inner.split('|');
  return label ?? target;
}

function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
