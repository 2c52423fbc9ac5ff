import { parseArgs } from 'node:util';
import { readVariables, SettingsInvalid, text, url, type Variable, whole } from './read-variables.ts';

export const LOAD_USAGE = `Orders for the demo platform, from customers, partners, sellers, operators and the carrier.

  node demo/src/load/main.ts live   --control http://127.0.0.1:4700 --rate 20 --minutes 10
  node demo/src/load/main.ts rounds --control http://127.0.0.1:4700 --weeks 4 --plan faults.json > rounds.ndjson

live: orders at random, and people who take their time, scaled
  --rate <n>           orders a minute (20)
  --minutes <n>        after which it ends; 0 is never (0)
  --orders <n>         at most so many (100000)
  --hour-seconds <n>   how long an hour of people's work takes (1)

rounds: weeks of virtual time, an hour of it at a time as fast as the platform can; prints a line of
JSON for each: {"round","realFrom","realTo","virtualFrom","settled"}, in epoch milliseconds
  --weeks <n>          how many (1)
  --hours <n>          instead of weeks
  --per-day <n>        orders a day (150)
  --from <instant>     where virtual time begins (2026-09-07T00:00:00+03:00, a Monday)
  --settle-ms <n>      how long to wait for the platform to become quiet after each (10000)

both
  --control <url>      where faults and remedies are switched (http://127.0.0.1:4700)
  --seed <n>           of everything that is left to chance (1)
  --plan <file>        what is switched when: docs/fault-injection.md

A token for the control address stands in DEMO_TOKEN.
`;

const FLAGS = [
  'control',
  'rate',
  'minutes',
  'orders',
  'hour-seconds',
  'weeks',
  'hours',
  'per-day',
  'from',
  'settle-ms',
  'seed',
  'plan',
] as const;

const instant: Variable<number> = {
  byDefault: Date.parse('2026-09-07T00:00:00+03:00'),
  read(given) {
    if (/(?:Z|[+-]\d{2}:\d{2})$/.test(given) && !Number.isNaN(Date.parse(given))) return Date.parse(given);
    throw new Error('must be an instant with an offset');
  },
};

const HOURS_PER_WEEK = 168;

const SPEC = {
  '--control': url(['http:', 'https:'], 'http://127.0.0.1:4700'),
  '--rate': whole(1, 100_000, 20),
  '--minutes': whole(0, 100_000, 0),
  '--orders': whole(1, 10_000_000, 100_000),
  '--hour-seconds': whole(0, 3_600, 1),
  '--weeks': whole(1, 1_000, 1),
  '--hours': whole(0, 168_000, 0),
  '--per-day': whole(1, 1_000_000, 150),
  '--from': instant,
  '--settle-ms': whole(0, 3_600_000, 10_000),
  '--seed': whole(0, 2 ** 32 - 1, 1),
  '--plan': text(''),
};

export type LoadSettings = { kind: 'help' } | { kind: 'load'; mode: 'live' | 'rounds'; values: LoadValues };

export interface LoadValues {
  controlUrl: string;
  token: string;
  ordersPerMinute: number;
  minutes: number;
  maxOrders: number;
  hourSeconds: number;
  /** How many of virtual time. */
  hours: number;
  ordersPerDay: number;
  from: number;
  settleMs: number;
  seed: number;
  planFile: string;
}

export function readLoadSettings(args: readonly string[], environment = process.env): LoadSettings {
  const given = parse(args);
  const [mode] = given.positionals;
  if (given.isHelp) return { kind: 'help' };
  if (given.positionals.length !== 1 || (mode !== 'live' && mode !== 'rounds')) {
    throw new SettingsInvalid(['say live or rounds; --help shows both']);
  }
  const flags = FLAGS.map((name) => [`--${name}`, given.values[name]]);
  const read = readVariables(Object.fromEntries(flags), SPEC);
  const values: LoadValues = {
    controlUrl: read['--control'].replace(/\/$/, ''),
    token: environment['DEMO_TOKEN'] ?? '',
    ordersPerMinute: read['--rate'],
    minutes: read['--minutes'] === 0 ? Number.POSITIVE_INFINITY : read['--minutes'],
    maxOrders: read['--orders'],
    hourSeconds: read['--hour-seconds'],
    hours: read['--hours'] || read['--weeks'] * HOURS_PER_WEEK,
    ordersPerDay: read['--per-day'],
    from: read['--from'],
    settleMs: read['--settle-ms'],
    seed: read['--seed'],
    planFile: read['--plan'],
  };
  return { kind: 'load', mode, values };
}

function parse(args: readonly string[]) {
  const options = Object.fromEntries(FLAGS.map((name) => [name, { type: 'string' as const }]));
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { ...options, help: { type: 'boolean', short: 'h' } },
    });
    return {
      positionals,
      isHelp: values.help === true,
      values: values as Readonly<Record<string, string | undefined>>,
    };
  } catch (error) {
    throw new SettingsInvalid([error instanceof Error ? error.message : String(error)], { cause: error });
  }
}
