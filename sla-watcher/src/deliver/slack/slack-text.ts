import type { Message } from '../../domain/delivery.ts';
import type { Phrases } from '../phrases.ts';
import { cut, oneLine } from '../plain-text.ts';

/** One sign for the eye that scans a channel. */
export function headline(message: Message): string {
  const sign = message.kind === 'resolved' ? '✅' : message.severity === 'page' ? '🔴' : '🟠';
  return `${sign} ${oneLine(message.title)}`;
}

/** What a notification shows; the blocks say it all. In UTF-16 units, before escaping. */
const LONGEST_TEXT = 600;
const LINES_IN_TEXT = 3;

/** The fallback text: title and first orders, escaped so that nothing in it is markup. */
export function renderSlackText(message: Message, phrases: Phrases): string {
  const lines = message.lines.slice(0, LINES_IN_TEXT).map(({ order, text }) => orderLine(order, text));
  const repeat = message.possibleRepeat ? [phrases.possibleRepeat] : [];
  // Cut first: a cut entity would be markup again.
  return escaped(cut([cut(headline(message), 200), ...repeat, ...lines].join('\n'), LONGEST_TEXT));
}

/** One order, on a line of bounded length, so that one hostile id does not crowd out the others. */
export function orderLine(order: string, text: string): string {
  return `${cut(oneLine(order), 80)} — ${cut(oneLine(text), 220)}`;
}

/** The three characters that mark entities, mentions and links (docs.slack.dev, formatting message text). */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
