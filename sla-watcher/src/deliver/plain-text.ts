import { stripVTControlCharacters } from 'node:util';

/**
 * Characters that show nothing and change how others are shown: bidirectional controls, zero-width
 * spaces and joiners of words, tags. The joiners inside emoji and Persian words (U+200C, U+200D) stay.
 */
const INVISIBLE =
  /[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/**
 * Data as one line that is safe to show in any channel: no escape sequences, control or invisible
 * characters, no torn surrogates. What has nothing to show becomes U+FFFD, so that it is still seen.
 */
export function oneLine(text: string): string {
  const line = stripVTControlCharacters(text)
    .toWellFormed()
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(/\p{Cc}/gu, '')
    .replaceAll(INVISIBLE, '')
    .trim();
  return line === '' && text !== '' ? '\ufffd' : line;
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Cuts to at most `max` UTF-16 units, between characters as people see them, and says so with an ellipsis. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const room = max - 1;
  let end = 0;
  for (const { segment, index } of graphemes.segment(text.slice(0, max + 1))) {
    if (index + segment.length > room) break;
    end = index + segment.length;
  }
  // One character may be longer than the room (a letter under a thousand accents).
  if (end === 0) end = isLowSurrogate(text.charCodeAt(room)) ? room - 1 : room;
  return `${text.slice(0, end)}…`;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
