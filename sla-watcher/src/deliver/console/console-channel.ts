import type { Channel, ChannelAnswer } from '../../ports.ts';
import type { Phrases } from '../phrases.ts';
import { renderConsoleText } from './console-text.ts';

/** Standard output, or what stands for it. */
export interface ConsoleOut {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

export interface ConsoleChannelOptions {
  readonly name: string;
  readonly phrases: Phrases;
  readonly baseUrl: string | null;
  readonly out: ConsoleOut;
}

/** Writes messages to the terminal or the container's log. What is printed cannot be updated in place. */
export function createConsoleChannel({ name, phrases, baseUrl, out }: ConsoleChannelOptions): Channel {
  return {
    name,
    kind: 'console',
    async send(message): Promise<ChannelAnswer> {
      try {
        out.write(renderConsoleText(message, phrases, { baseUrl, colour: out.isTTY === true }));
        return { reason: 'accepted', ref: null };
      } catch {
        // A closed pipe may be opened again by whoever reads our log.
        return { reason: 'retry', error: 'unreachable', afterMs: null };
      }
    },
  };
}
