import { Misuse } from '../failure.ts';

const ANOTHER = 'choose another with --port, or 0 for any that is free';

/** What keeps the watcher from listening, in words that say what to do; null: it is something else. */
export function cannotListen(error: unknown, host: string, port: number): Misuse | null {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  const said = (message: string) => new Misuse(message, { cause: error });
  switch (code) {
    case 'EADDRINUSE':
      return said(`port ${port} of ${host} is taken, by another watcher perhaps: ${ANOTHER}`);
    case 'EACCES':
      return said(`this user may not listen on port ${port}: ${ANOTHER}`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return said(`${host} is no address of this machine: listen on 127.0.0.1, or on 0.0.0.0 for all`);
    default:
      return null;
  }
}
