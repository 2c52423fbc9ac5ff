import { REMEDY_NAMES, type RemedyName } from '../switches/remedy.ts';
import { listOf, readVariables, SettingsInvalid, text, url, type Variable, whole } from './read-variables.ts';

const NAMES: Variable<string> = {
  byDefault: 'jewellery',
  read(given) {
    if (/^[a-z][a-z0-9_]{0,30}$/.test(given)) return given;
    throw new Error('must be up to 31 of a-z, 0-9 and _, beginning with a letter');
  },
};

const VARIABLES = {
  DEMO_POSTGRES_URL: url(['postgres:', 'postgresql:']),
  DEMO_AMQP_URL: url(['amqp:', 'amqps:']),
  DEMO_HOST: text('127.0.0.1'),
  DEMO_PORT: whole(0, 65_000, 4700),
  DEMO_NAMES: NAMES,
  DEMO_TOKEN: text(''),
  DEMO_STORAGE_FOLDER: text(''),
  DEMO_REMEDIES: listOf<RemedyName>(REMEDY_NAMES, ['price-apart']),
  DEMO_LOG: listOf(['quiet', 'warn', 'info', 'json'] as const, ['warn']),
};

export interface PlatformSettings {
  /** Of a role that may create databases. */
  postgresUrl: string;
  amqpUrl: string;
  host: string;
  /** Of the control address; the services have the next ones. 0: any free ports. */
  port: number;
  /** Begins the name of every database, exchange and queue. */
  names: string;
  /** Empty: whoever reaches the loopback address may inject faults. */
  token: string;
  /** Empty: a new folder that is removed at the end. */
  storageFolder: string;
  remedies: readonly RemedyName[];
  /** Which of the services' log lines are shown. */
  log: 'quiet' | 'warn' | 'info' | 'json';
  /** What is handed on to every service as it is. */
  passedOn: Readonly<Record<string, string>>;
}

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);
/** Beside them nothing of the environment reaches a service: it has no use for other people's secrets. */
const PASSED_ON = new RegExp(
  `^(?:${[
    'PATH|HOME|TZ|LANG|LC_ALL|NODE_EXTRA_CA_CERTS',
    'OTEL_.*',
    'ORDERWATCH_(?:BAGGAGE|ORDER|ATTRIBUTES|QUEUE|HEARTBEAT|EXIT|SETTLE|METRICS).*',
    'DEMO_(?:PRICE|PARTNER|LIST)_.*',
  ].join('|')})$`,
);

export function readPlatformSettings(environment: NodeJS.ProcessEnv = process.env): PlatformSettings {
  const read = readVariables(environment, VARIABLES);
  if (!LOOPBACK.has(read.DEMO_HOST) && read.DEMO_TOKEN === '') {
    throw new SettingsInvalid(['DEMO_HOST: beyond loopback DEMO_TOKEN must be set, since it injects faults']);
  }
  const passedOn = Object.entries(environment).filter(
    (entry): entry is [string, string] => PASSED_ON.test(entry[0]) && entry[1] !== undefined,
  );
  return Object.freeze({
    postgresUrl: read.DEMO_POSTGRES_URL,
    amqpUrl: read.DEMO_AMQP_URL,
    host: read.DEMO_HOST,
    port: read.DEMO_PORT,
    names: read.DEMO_NAMES,
    token: read.DEMO_TOKEN,
    storageFolder: read.DEMO_STORAGE_FOLDER,
    remedies: read.DEMO_REMEDIES,
    log: read.DEMO_LOG[0] ?? 'warn',
    passedOn: Object.fromEntries(passedOn),
  });
}
