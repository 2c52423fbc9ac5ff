import type { Message } from '../../domain/delivery.ts';
import { messageLink } from '../message-link.ts';
import type { Phrases } from '../phrases.ts';
import { cut, oneLine } from '../plain-text.ts';
import { headline, orderLine } from './slack-text.ts';

/** Plain text is shown as it is: no markup, mentions or `:emoji:` can form in it. */
export interface PlainText {
  readonly type: 'plain_text';
  readonly text: string;
  readonly emoji: false;
}
export type SlackBlock =
  | { readonly type: 'header'; readonly text: PlainText }
  | { readonly type: 'context'; readonly elements: PlainText[] }
  | { readonly type: 'section'; readonly text: PlainText }
  | { readonly type: 'section'; readonly fields: PlainText[] }
  | { readonly type: 'actions'; readonly elements: LinkButton[] };
interface LinkButton {
  readonly type: 'button';
  readonly action_id: 'open';
  readonly text: PlainText;
  readonly url: string;
}

/**
 * Slack's limits, in characters: header 150, text object 3000, field 2000, button 75, url 3000, 10
 * fields a section, 50 blocks. All text of a message together is refused from somewhere above 11,000
 * (undocumented; slackapi/bolt-js#2509, #2867), so facts and orders get a share each.
 */
const HEADER = 150;
const TEXT = 3000;
const FIELDS = 10;
const BUTTON = 75;
const URL_LENGTH = 3000;
const FACTS_SHARE = 4000;
const MOST_FACTS = 40;
const LINES_SHARE = 4500;

/** The message in Slack's Block Kit: what, facts, orders, way to the page. */
export function renderSlackBlocks(message: Message, phrases: Phrases, baseUrl: string | null): SlackBlock[] {
  const { lines, left } = orderLines(message);
  const more = message.more + left;
  const link = messageLink(baseUrl, message.path);
  return [
    { type: 'header', text: plain(headline(message), HEADER) },
    ...(message.possibleRepeat ? [note(phrases.possibleRepeat)] : []),
    ...factSections(message),
    ...lineSections(lines),
    ...(more > 0 ? [note(phrases.more(more))] : []),
    ...(link === null || link.length > URL_LENGTH ? [] : [button(phrases.open, link)]),
  ];
}

function factSections({ facts }: Message): SlackBlock[] {
  const kept = facts.slice(0, MOST_FACTS);
  const longest = Math.max(60, Math.min(400, Math.floor(FACTS_SHARE / Math.max(1, kept.length))));
  const fields = kept.map(({ label, value }) =>
    plain(`${cut(oneLine(label), 40)}\n${cut(oneLine(value), longest - 41) || '—'}`, longest),
  );
  const sections: SlackBlock[] = [];
  for (let i = 0; i < fields.length; i += FIELDS) {
    sections.push({ type: 'section', fields: fields.slice(i, i + FIELDS) });
  }
  return sections;
}

/** The first orders that fit, and how many do not. */
function orderLines(message: Message): { readonly lines: readonly string[]; readonly left: number } {
  const lines: string[] = [];
  let room = LINES_SHARE;
  for (const { order, text } of message.lines) {
    const line = orderLine(order, text);
    room -= line.length + 1;
    if (room < 0) break;
    lines.push(line);
  }
  return { lines, left: message.lines.length - lines.length };
}

function lineSections(lines: readonly string[]): SlackBlock[] {
  const texts: string[] = [];
  for (const line of lines) {
    const last = texts.at(-1);
    if (last !== undefined && last.length + 1 + line.length <= TEXT)
      texts[texts.length - 1] = `${last}\n${line}`;
    else texts.push(line);
  }
  return texts.map((text) => ({ type: 'section', text: plain(text, TEXT) }));
}

function note(text: string): SlackBlock {
  return { type: 'context', elements: [plain(text, TEXT)] };
}

function button(text: string, url: string): SlackBlock {
  return {
    type: 'actions',
    elements: [{ type: 'button', action_id: 'open', text: plain(text, BUTTON), url }],
  };
}

function plain(text: string, max: number): PlainText {
  return { type: 'plain_text', text: cut(text, max), emoji: false };
}
