import { parseArgs } from 'node:util';

export const USAGE = `A small real order platform with people, and the watcher on it, until Ctrl-C.

  npm run demo
  npm run demo -- --rate 60 --minutes 10
  npm run demo -- --port 5700 --watcher-port 9484 --seed 7

  --rate <n>           orders a minute (20)
  --minutes <n>        after which no more orders come; 0 is never (0)
  --seed <n>           of everything that is left to chance (1)
  --port <n>           where faults are injected; the services have the next five (4700)
  --watcher-port <n>   the watcher's page (8484)
  --no-watcher         the platform and its people only
  --help

PostgreSQL and RabbitMQ are found or started as the tests do: ORDERWATCH_TEST_POSTGRES_URL,
ORDERWATCH_TEST_RABBITMQ_URL, the PATH, Docker, or on Debian as root they are installed.
How to break things: docs/fault-injection.md
`;

export interface DemoOptions {
  rate: number;
  minutes: number;
  seed: number;
  port: number;
  watcherPort: number;
  hasWatcher: boolean;
}

export type ParsedOptions =
  | { kind: 'help' }
  | { kind: 'options'; options: DemoOptions }
  | { kind: 'refused'; reason: string };

export function parseOptions(args: readonly string[]): ParsedOptions {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        rate: { type: 'string', default: '20' },
        minutes: { type: 'string', default: '0' },
        seed: { type: 'string', default: '1' },
        port: { type: 'string', default: '4700' },
        'watcher-port': { type: 'string', default: '8484' },
        'no-watcher': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) return { kind: 'help' };
    const options = {
      rate: whole('--rate', values.rate, 1, 100_000),
      minutes: whole('--minutes', values.minutes, 0, 100_000),
      seed: whole('--seed', values.seed, 0, 2 ** 32 - 1),
      port: whole('--port', values.port, 1, 65_000),
      watcherPort: whole('--watcher-port', values['watcher-port'], 1, 65_535),
      hasWatcher: !values['no-watcher'],
    };
    return { kind: 'options', options };
  } catch (error) {
    return { kind: 'refused', reason: error instanceof Error ? error.message : String(error) };
  }
}

function whole(flag: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (text !== '' && Number.isInteger(value) && value >= min && value <= max) return value;
  throw new Error(`${flag} must be a whole number from ${min} to ${max}`);
}
