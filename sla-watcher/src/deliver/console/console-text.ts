import { styleText } from 'node:util';
import type { Message } from '../../domain/delivery.ts';
import { messageLink } from '../message-link.ts';
import type { Phrases } from '../phrases.ts';
import { cut, oneLine } from '../plain-text.ts';

/** In UTF-16 units; no order of a real platform comes near. */
const LONGEST_LINE = 500;

/** A message as lines of text, with a blank line after it. */
export function renderConsoleText(
  message: Message,
  phrases: Phrases,
  { baseUrl, colour }: { readonly baseUrl: string | null; readonly colour: boolean },
): string {
  const title = shown(message.title);
  const facts = message.facts.map(({ label, value }) => ({ label: shown(label), value: shown(value) }));
  const width = Math.max(0, ...facts.map(({ label }) => label.length));
  const link = messageLink(baseUrl, message.path);
  const lines = [
    ...(message.possibleRepeat ? [phrases.possibleRepeat] : []),
    ...facts.map(({ label, value }) => `${label.padEnd(width)}  ${value}`),
    ...message.lines.map(({ order, text }) => `• ${shown(order)} — ${shown(text)}`),
    ...(message.more > 0 ? [`  ${phrases.more(message.more)}`] : []),
    ...(link === null ? [] : [link]),
  ];
  return `${[colour ? coloured(message, title) : title, ...lines.map((line) => `  ${line}`)].join('\n')}\n\n`;
}

function shown(text: string): string {
  return cut(oneLine(text), LONGEST_LINE);
}

function coloured({ kind, severity }: Message, title: string): string {
  const colour = kind === 'resolved' ? 'green' : severity === 'page' ? 'red' : 'yellow';
  // Whether the stream takes colours was decided by whoever built the channel.
  return styleText(['bold', colour], title, { validateStream: false });
}
