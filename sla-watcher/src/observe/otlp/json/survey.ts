import { OtlpInvalid } from '../otlp-invalid.ts';

/** As deep as Google's own readers go. */
const DEEPEST = 100;
/** Numbers of fewer digits are exact as they are. */
const EXACT_DIGITS = 15;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const ZERO = 0x30;
const NINE = 0x39;

/**
 * Looks through JSON before it is parsed. Throws where it is nested too deeply; returns whether a number
 * in it, outside of texts, is so long that it must be read exactly, which costs more.
 */
export function hasLongNumber(json: Uint8Array): boolean {
  let depth = 0;
  let digits = 0;
  let isLong = false;
  for (let i = 0; i < json.length; i++) {
    const byte = json[i]!;
    if (byte >= ZERO && byte <= NINE) {
      digits += 1;
      if (digits > EXACT_DIGITS) isLong = true;
      continue;
    }
    digits = 0;
    if (byte === QUOTE) i = endOfText(json, i + 1);
    else if (isOpening(byte)) {
      depth += 1;
      if (depth > DEEPEST) throw new OtlpInvalid(`the body is nested deeper than ${DEEPEST}`);
    } else if (isClosing(byte)) depth -= 1;
  }
  return isLong;
}

function endOfText(json: Uint8Array, start: number): number {
  let i = start;
  while (i < json.length && json[i] !== QUOTE) i += json[i] === BACKSLASH ? 2 : 1;
  return i;
}

/** `{` and `[`. */
function isOpening(byte: number): boolean {
  return byte === 0x7b || byte === 0x5b;
}

/** `}` and `]`. */
function isClosing(byte: number): boolean {
  return byte === 0x7d || byte === 0x5d;
}
