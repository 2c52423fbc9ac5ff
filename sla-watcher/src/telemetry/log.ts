import { destination, type Logger, pino } from 'pino';
import { renderPrettyLine } from './pretty-line.ts';
import { createRedactor } from './redact.ts';

export type { Logger };

export interface LogOptions {
  readonly level: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';
  /** Values that must never stand in a line: tokens and passwords as configured. */
  readonly secrets: readonly string[];
  /** One readable line instead of JSON; for a terminal. */
  readonly pretty: boolean;
  /** Where lines go; stderr unless given, so that stdout stays for what a machine reads. */
  readonly stream?: { write(line: string): void };
}

/** A logger of JSON lines, from which everything that is or looks like a secret is taken out. */
export function createLogger(options: LogOptions): Logger {
  const redact = createRedactor(options.secrets);
  const render = options.pretty ? (line: string) => renderPrettyLine(redact(line)) : redact;
  return pino(
    {
      level: options.level,
      redact: {
        paths: ['token', 'password', 'authorization', '*.token', '*.password', '*.authorization', '*.cookie'],
        censor: '[redacted]',
      },
      // On the finished line: a secret may come in a message, a stack or a nested field alike.
      hooks: { streamWrite: render },
    },
    // Synchronous, so that the last words of a dying process are written.
    options.stream ?? destination({ fd: 2, sync: true }),
  );
}
