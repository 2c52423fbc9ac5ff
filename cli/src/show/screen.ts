import { styleText } from 'node:util';
import { environment } from '../config/environment.ts';

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';
export type Paint = (style: Style, text: string) => string;

export const plain: Paint = (_style, text) => text;
const colours: Paint = (style, text) => styleText(style, text, { validateStream: false });

/** Whether a person looks, at a terminal that does more than print what it is sent. */
export function isScreen(stream: { readonly isTTY?: boolean }): boolean {
  return stream.isTTY === true && environment['TERM'] !== 'dumb';
}

/** Colours only where a person looks, and does not mind (https://no-color.org). */
export function paintFor(stream: { readonly isTTY?: boolean }): Paint {
  return isScreen(stream) && !environment['NO_COLOR'] ? colours : plain;
}

/** Writes lines to standard output. */
export function print(lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}

export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}
