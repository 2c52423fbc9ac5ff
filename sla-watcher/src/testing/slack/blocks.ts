/** The blocks that the fake knows, checked as the vendor checks them (docs.slack.dev, Block Kit). */
export type Block =
  | { readonly type: 'header'; readonly text: Text }
  | { readonly type: 'section'; readonly text?: Text; readonly fields?: readonly Text[] }
  | { readonly type: 'context'; readonly elements: readonly Text[] }
  | { readonly type: 'actions'; readonly elements: readonly Button[] }
  | { readonly type: 'divider' };
export interface Text {
  readonly type: 'plain_text' | 'mrkdwn';
  readonly text: string;
  readonly emoji?: boolean;
  readonly verbatim?: boolean;
}
export interface Button {
  readonly type: 'button';
  readonly text: Text;
  readonly action_id: string;
  readonly url: string;
}

export type BlocksCheck =
  | { readonly reason: 'valid'; readonly blocks: readonly Block[] }
  | {
      readonly reason: 'invalid_blocks' | 'invalid_blocks_format' | 'msg_blocks_too_long';
      readonly at: string;
    };

const MOST_BLOCKS = 50;
const MOST_FIELDS = 10;
/** Undocumented; the lowest total that was reported refused is above it. */
const ALL_TEXT = 11_000;

export function checkBlocks(json: string): BlocksCheck {
  let blocks: unknown;
  try {
    blocks = JSON.parse(json);
  } catch {
    return { reason: 'invalid_blocks_format', at: 'not JSON' };
  }
  if (!Array.isArray(blocks)) return { reason: 'invalid_blocks_format', at: 'not a list' };
  if (blocks.length > MOST_BLOCKS) return { reason: 'invalid_blocks', at: `${blocks.length} blocks` };
  const wrong = blocks.findIndex((block) => !isBlock(block));
  if (wrong >= 0) return { reason: 'invalid_blocks', at: `/blocks/${wrong}` };
  const total = textsOf(blocks).reduce((sum, { text }) => sum + text.length, 0);
  if (total > ALL_TEXT) return { reason: 'msg_blocks_too_long', at: `${total} characters` };
  return { reason: 'valid', blocks };
}

/** Every text of a message's blocks, in reading order. */
export function textsOf(blocks: readonly Block[]): readonly Text[] {
  return blocks.flatMap(textsOfBlock);
}

function textsOfBlock(block: Block): readonly Text[] {
  switch (block.type) {
    case 'header':
      return [block.text];
    case 'section':
      return [...(block.text ? [block.text] : []), ...(block.fields ?? [])];
    case 'context':
      return block.elements;
    case 'actions':
      return block.elements.map(({ text }) => text);
    case 'divider':
      return [];
  }
}

function isBlock(value: unknown): value is Block {
  if (!isRecord(value)) return false;
  switch (value.type) {
    case 'header':
      return hasOnly(value, ['type', 'text']) && isText(value.text, 150, 'plain_text');
    case 'section':
      return isSection(value);
    case 'context':
      return hasOnly(value, ['type', 'elements']) && isList(value.elements, 10, (e) => isText(e, 3000));
    case 'actions':
      return hasOnly(value, ['type', 'elements']) && isList(value.elements, 25, isButton);
    case 'divider':
      return hasOnly(value, ['type']);
    default:
      return false;
  }
}

function isSection(value: Readonly<Record<string, unknown>>): boolean {
  const { text, fields } = value;
  return (
    hasOnly(value, ['type', 'text', 'fields']) &&
    (text !== undefined || fields !== undefined) &&
    (text === undefined || isText(text, 3000)) &&
    (fields === undefined || isList(fields, MOST_FIELDS, (field) => isText(field, 2000)))
  );
}

function isButton(value: unknown): boolean {
  if (!isRecord(value) || !hasOnly(value, ['type', 'text', 'action_id', 'url'])) return false;
  const { type, text, action_id: action, url } = value;
  if (type !== 'button' || !isText(text, 75, 'plain_text')) return false;
  if (typeof action !== 'string' || action === '' || action.length > 255) return false;
  return typeof url === 'string' && url.length <= 3000 && /^https?:\/\//.test(url) && URL.canParse(url);
}

function isText(value: unknown, longest: number, only?: 'plain_text'): boolean {
  if (!isRecord(value) || typeof value.text !== 'string') return false;
  const { type, text } = value;
  if (only !== undefined && type !== only) return false;
  const options = type === 'plain_text' ? ['emoji'] : type === 'mrkdwn' ? ['verbatim'] : null;
  if (options === null || !hasOnly(value, ['type', 'text', ...options])) return false;
  if (options.some((option) => !['undefined', 'boolean'].includes(typeof value[option]))) return false;
  return text.length >= 1 && text.length <= longest && text.isWellFormed();
}

function isList(value: unknown, most: number, isItem: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.length >= 1 && value.length <= most && value.every(isItem);
}

function hasOnly(value: Readonly<Record<string, unknown>>, keys: readonly string[]): boolean {
  return Object.keys(value).every((key) => keys.includes(key));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
