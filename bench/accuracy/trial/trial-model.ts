import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Model, parseModel, renderProblem } from '@orderwatch/model';
import { parse, stringify } from 'yaml';

type Tree = { [key: string]: unknown };

/** By their name in the model; the two databases, traces and events are always there. */
export const EXTRA_EYES = ['broker', 'dead-letters', 'mes-list', 'shop-outbox', 'mes-outbox'] as const;
export type ExtraEye = (typeof EXTRA_EYES)[number];

export interface TrialModelOptions {
  /** How the platform's databases and queues are called. */
  readonly names: string;
  readonly eyes: readonly ExtraEye[];
  /** False: the model knows of no telemetry at all. */
  readonly hasTraces: boolean;
  /** Whom to tell; without it the console, to which nothing is written. */
  readonly slackChannel?: string;
}

/** Of a hop, and of a stage; what is late is late within a bench's patience. */
export const HOP_LIMIT_MS = 5_000;
export const STAGE_LIMIT_MS = 20_000;
const ROOT = join(import.meta.dirname, '../../..');

/** The model of this repository with limits of seconds, and with every witness that there can be. */
export function trialModel(options: TrialModelOptions): Model {
  const parsed = parseModel(trialModelText(options), { file: 'trial.yaml', now: Date.now() });
  if (!parsed.ok) throw new Error(parsed.problems.map(renderProblem).join('\n'));
  return parsed.model;
}

/** The same as a file, for a watcher that is a program of its own. */
export function trialModelText(options: TrialModelOptions): string {
  const base = parse(readFileSync(join(ROOT, 'orderwatch.yaml'), 'utf8')) as Tree;
  return stringify(layOver(base, differenceOf(base, options)))
    .replaceAll('jewellery.', `${options.names}.`)
    .replaceAll('PLATFORM', options.names);
}

function differenceOf(base: Tree, options: TrialModelOptions): Tree {
  const { eyes, hasTraces, slackChannel } = options;
  const hops = Object.keys(base['hops'] as Tree);
  const stages = Object.keys(base['stages'] as Tree).filter((name) => !/CLOSED|CANCELLED/.test(name));
  const to = slackChannel === undefined ? 'console' : 'oncall';
  return {
    name: 'trial',
    environment: 'test',
    limits: [
      ...stages.map((stage) => ({ stage, within: `${STAGE_LIMIT_MS}ms`, severity: 'digest' })),
      ...hops.map((hop) => ({ hop, within: `${HOP_LIMIT_MS}ms`, severity: 'page' })),
    ],
    witnesses: {
      ...witnessesOf(eyes),
      ...(hasTraces ? { traces: { blind_after: '20s' } } : { traces: null }),
    },
    drift: {
      disagree: { within: '6s', severity: 'page' },
      vanished: { within: '0s', severity: 'page' },
      hidden: { within: '4s', severity: 'page' },
    },
    anomalies: { 'illegal-transition': 'digest', 'time-backwards': 'digest', duplicate: 'digest' },
    leave_out: null,
    flow: null,
    maintenance: null,
    calendars: null,
    ...(slackChannel === undefined
      ? {}
      : { channels: { oncall: { kind: 'slack', channel: slackChannel, token_env: 'SLACK_BOT_TOKEN' } } }),
    notify: [
      { severity: 'page', to: [to], group_wait: '0s', group_interval: '2s', join_for: '10m' },
      { severity: 'digest', to: [to], group_wait: '0s', group_interval: '2s', join_for: '10m' },
    ],
  };
}

/** Of a busy machine that has one process for everything. */
const SEEN = { lag: '1500ms', blind_after: '20s', severity: 'page' };
const OUTBOX = {
  ...{ kind: 'outbox', table: 'public.outbox_messages', poll: '700ms', ...SEEN },
  columns: { key: 'id', order: 'order_id', status: 'status', at: 'created_at' },
};

/** The repository's model has the first three; each has an address of its own here, which can be shut. */
const EYES: Record<ExtraEye, Tree> = {
  broker: { poll: '500ms', lag: '7s', blind_after: '30s', severity: 'page' },
  'dead-letters': { queue: 'PLATFORM.orderwatch.dead', order: { body: '/order' }, poll: '1s', ...SEEN },
  'mes-list': { url_env: 'MES_LIST_URL', poll: '1s', ...SEEN },
  'shop-outbox': { ...OUTBOX, systems: ['crm'], url_env: 'SHOP_OUTBOX_URL' },
  'mes-outbox': { ...OUTBOX, systems: ['mes'], url_env: 'MES_OUTBOX_URL' },
};

function witnessesOf(eyes: readonly ExtraEye[]): Tree {
  const table = { poll: '700ms', ...SEEN };
  return {
    'shop-db': table,
    'mes-db': table,
    ...Object.fromEntries(EXTRA_EYES.map((eye) => [eye, eyes.includes(eye) ? EYES[eye] : null])),
  };
}

/** Maps are merged, lists and values replaced, null takes away. */
function layOver(base: Tree, difference: Tree): Tree {
  const result = { ...base };
  for (const [key, value] of Object.entries(difference)) {
    const before = result[key];
    if (value === null) delete result[key];
    else if (isTree(before) && isTree(value)) result[key] = layOver(before, value);
    else result[key] = value;
  }
  return result;
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
