import { parseSize } from '../size.ts';
import { textOf } from './text.ts';

/** Bytes. */
export function sizeOf(description: string, ...examples: string[]) {
  return textOf(parseSize, { description, examples });
}
