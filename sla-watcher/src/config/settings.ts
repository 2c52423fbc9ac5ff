import { ConfigInvalid } from '../domain/errors.ts';
import { type Environment, secretFrom } from './secrets.ts';

/** How this process runs; what orders are and how long they take stands in the model. */
export interface Settings {
  /** `sqlite:PATH` or `postgres://…`. */
  readonly store: string;
  readonly host: string;
  readonly port: number;
  /** Everything but health asks for it; required off loopback. */
  readonly token: string | null;
  /** How people reach the page, for links in messages; null: no links. */
  readonly baseUrl: string | null;
  readonly retentionMs: number;
  readonly logLevel: LogLevel;
  readonly slackApiUrl: string | null;
  readonly clock: ReplayClock | null;
}
export interface ReplayClock {
  readonly origin: number;
  readonly startedAt: number;
  readonly speed: number;
}
export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Every variable of our own: its default, and what it says. The one list that docs and `--help` show. */
export const VARIABLES = [
  [
    'ORDERWATCH_STORE',
    'sqlite:.orderwatch/orderwatch.sqlite',
    'where state is kept: sqlite:PATH or postgres://…; a secret',
  ],
  ['ORDERWATCH_HOST', '127.0.0.1', 'address to listen on; beyond loopback ORDERWATCH_TOKEN must be set'],
  ['ORDERWATCH_PORT', '8484', 'port to listen on; 0: any free one'],
  ['ORDERWATCH_TOKEN', '', 'bearer token for the API and the page; a secret'],
  ['ORDERWATCH_BASE_URL', '', 'how people reach the page, for links in messages'],
  ['ORDERWATCH_RETENTION_DAYS', '400', 'how long ended orders and what was seen of them are kept'],
  ['ORDERWATCH_LOG_LEVEL', 'info', 'trace, debug, info, warn, error, fatal or silent'],
  ['ORDERWATCH_SLACK_API_URL', '', "where Slack's API is, if not at slack.com"],
  ['ORDERWATCH_CLOCK_ORIGIN', '', 'replay: the order time to begin at (RFC 3339)'],
  ['ORDERWATCH_CLOCK_STARTED', '', 'replay: the wall time that belongs to it (RFC 3339)'],
  ['ORDERWATCH_CLOCK_SPEED', '', 'replay: order seconds per second'],
] as const;

/** Reads and checks all settings; throws ConfigInvalid with every problem at once. */
export function settingsFrom(environment: Environment): Settings {
  const problems: string[] = [];
  const get = (name: (typeof VARIABLES)[number][0]): string => {
    const set = environment[name];
    return set === undefined || set === '' ? (VARIABLES.find(([n]) => n === name)?.[1] ?? '') : set;
  };
  const secret = (name: string): string | null =>
    attempt(() => secretFrom(environment, name), null, problems);
  const settings: Settings = {
    store: secret('ORDERWATCH_STORE') ?? get('ORDERWATCH_STORE'),
    host: get('ORDERWATCH_HOST'),
    port: whole('ORDERWATCH_PORT', get('ORDERWATCH_PORT'), 0, 65_535, problems),
    token: secret('ORDERWATCH_TOKEN'),
    baseUrl: url('ORDERWATCH_BASE_URL', get('ORDERWATCH_BASE_URL'), problems),
    retentionMs:
      whole('ORDERWATCH_RETENTION_DAYS', get('ORDERWATCH_RETENTION_DAYS'), 1, 36_500, problems) * 86_400_000,
    logLevel: oneOf('ORDERWATCH_LOG_LEVEL', get('ORDERWATCH_LOG_LEVEL'), LOG_LEVELS, problems),
    slackApiUrl: url('ORDERWATCH_SLACK_API_URL', get('ORDERWATCH_SLACK_API_URL'), problems),
    clock: replayClock(get, problems),
  };
  if (!isLoopback(settings.host) && settings.token === null) {
    problems.push(
      `ORDERWATCH_HOST is ${settings.host}, which others can reach: set ORDERWATCH_TOKEN too, or listen on 127.0.0.1`,
    );
  }
  if (problems.length > 0) throw new ConfigInvalid(problems.join('\n'));
  return Object.freeze(settings);
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

function replayClock(
  get: (name: (typeof VARIABLES)[number][0]) => string,
  problems: string[],
): ReplayClock | null {
  const names = ['ORDERWATCH_CLOCK_ORIGIN', 'ORDERWATCH_CLOCK_STARTED', 'ORDERWATCH_CLOCK_SPEED'] as const;
  const set = names.filter((name) => get(name) !== '');
  if (set.length === 0) return null;
  if (set.length < names.length) {
    problems.push(`a replay needs ${names.join(', ')}: set the rest, or none`);
    return null;
  }
  const [origin, startedAt] = [names[0], names[1]].map((name) => {
    const at = Date.parse(get(name));
    if (Number.isNaN(at))
      problems.push(`${name} is "${get(name)}": write an instant such as 2026-11-21T09:00:00Z`);
    return at;
  }) as [number, number];
  const speed = Number(get(names[2]));
  if (!(speed > 0 && speed <= 1e9))
    problems.push(`${names[2]} is "${get(names[2])}": write a number above 0`);
  return { origin, startedAt, speed };
}

function attempt<T>(read: () => T, otherwise: T, problems: string[]): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ConfigInvalid)) throw error;
    problems.push(error.message);
    return otherwise;
  }
}

function whole(name: string, text: string, least: number, most: number, problems: string[]): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  problems.push(`${name} is "${text}": write a whole number from ${least} to ${most}`);
  return least;
}

function url(name: string, text: string, problems: string[]): string | null {
  if (text === '') return null;
  if (URL.canParse(text) && /^https?:/.test(text)) return text.replace(/\/+$/, '');
  problems.push(`${name} is "${text}": write an address such as https://orders.example.com`);
  return null;
}

function oneOf<T extends string>(name: string, text: string, allowed: readonly T[], problems: string[]): T {
  const found = allowed.find((value) => value === text);
  if (found === undefined) problems.push(`${name} is "${text}": write one of ${allowed.join(', ')}`);
  return found ?? (allowed[0] as T);
}
