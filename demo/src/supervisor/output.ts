import { renderLog, type Shown, statusLine } from './status-line.ts';

/** What people see of the platform. */
export interface Output {
  say(name: string, text: string): void;
  /** A line that a service wrote. */
  log(name: string, line: string): void;
}

export function createOutput(shown: Shown, write: (line: string) => void): Output {
  return {
    say: (name, text) => write(statusLine(name, text)),
    log(name, line) {
      const text = renderLog(name, line.trimEnd(), shown);
      if (text !== undefined) write(text);
    },
  };
}
