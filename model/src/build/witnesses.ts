import type { Capture, DatabaseWitness, DeadLetterWitness, TableMapping, Witness } from '../model.ts';
import type { Draft } from '../read/draft.ts';
import type { TableEntry, WitnessEntry } from '../schema/witnesses.ts';
import { DAY_MS } from '../time/duration.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DEFAULTS = {
  pollMs: 15 * SECOND,
  databaseLagMs: 15 * SECOND,
  // Figures of queues pass two timers of 5 s each in the broker, and a cache.
  brokerLagMs: 15 * SECOND,
  blindAfterMs: 5 * MINUTE,
  statementTimeoutMs: 5 * SECOND,
  pageRows: 5000,
  sweepEveryMs: 15 * MINUTE,
  sweepLookbackMs: 45 * DAY_MS,
  outboxRows: 1000,
  deadLetterQueue: 'orderwatch.dead-letters',
  deadLetters: 10_000,
  deadLetterPollMs: 5 * SECOND,
  deadLettersExpireMs: 7 * DAY_MS,
  probePollMs: MINUTE,
  probeTimeoutMs: 10 * SECOND,
  probePages: 50,
};

export interface WitnessSurroundings {
  readonly systems: readonly string[];
  readonly stages: readonly string[];
  readonly longestLimitMs: number;
}

export function buildWitnesses(draft: Draft, around: WitnessSurroundings): ReadonlyMap<string, Witness> {
  return new Map(
    [...draft.witnesses.entries].map(([name, entry]) => [name, buildWitness(name, entry, around)]),
  );
}

function buildWitness(name: string, entry: WitnessEntry, around: WitnessSurroundings): Witness {
  const base = {
    name,
    systems: systemsOf(entry, around.systems),
    lagMs: entry.lag ?? lagOf(entry.kind),
    blindAfterMs: entry.blind_after ?? DEFAULTS.blindAfterMs,
    severity: entry.severity ?? (EXTRA.has(entry.kind) ? 'digest' : 'page'),
  };
  switch (entry.kind) {
    case 'event':
      return { ...base, kind: 'event' };
    case 'trace':
      return { ...base, kind: 'trace', services: entry.services, statuses: entry.statuses ?? {} };
    case 'file':
      return { ...base, kind: 'file', mapping: buildMapping(entry) };
    case 'database':
      return { ...base, ...buildDatabase(entry, around.longestLimitMs) };
    case 'outbox':
      return { ...base, ...readOf(entry), kind: 'outbox', ...outboxOf(entry) };
    case 'broker':
      return {
        ...base,
        kind: 'broker',
        urlEnv: entry.url_env,
        metricsUrlEnv: entry.metrics_url_env ?? null,
        vhost: entry.vhost ?? '/',
        pollMs: entry.poll ?? DEFAULTS.pollMs,
      };
    case 'dead-letters':
      return { ...base, kind: 'dead-letters', ...deadLettersOf(entry) };
    case 'probe':
      return { ...base, kind: 'probe', ...probeOf(entry, around.stages) };
  }
}

function lagOf(kind: WitnessEntry['kind']): number {
  if (kind === 'database') return DEFAULTS.databaseLagMs;
  return kind === 'broker' ? DEFAULTS.brokerLagMs : 0;
}

/** They only help to say where an order was lost: without them orders are still seen to be late. */
const EXTRA: ReadonlySet<WitnessEntry['kind']> = new Set(['outbox', 'broker', 'dead-letters', 'probe']);

type Entry<K extends WitnessEntry['kind']> = Extract<WitnessEntry, { kind: K }>;

function readOf({ url_env: urlEnv, table, poll, statement_timeout }: Entry<'database' | 'outbox'>) {
  return {
    urlEnv,
    table: table.includes('.') ? table : `public.${table}`,
    pollMs: poll ?? DEFAULTS.pollMs,
    statementTimeoutMs: statement_timeout ?? DEFAULTS.statementTimeoutMs,
  };
}

type OwnKeys<T> = Omit<T, 'name' | 'systems' | 'lagMs' | 'blindAfterMs' | 'severity'>;

function buildDatabase(entry: Entry<'database'>, longestLimitMs: number): OwnKeys<DatabaseWitness> {
  return {
    kind: 'database',
    ...readOf(entry),
    mapping: buildMapping(entry),
    // Both empty only where check/witness-form.ts has reported it.
    key: entry.columns.key ?? '',
    cursor: entry.columns.cursor ?? entry.columns.at ?? '',
    pageRows: entry.page_rows ?? DEFAULTS.pageRows,
    sweep: buildSweep(entry, longestLimitMs),
    census: entry.census ?? true,
    capture: captureOf(entry.capture),
  };
}

function captureOf(written: Entry<'database'>['capture']): Capture {
  if (written === undefined) return { kind: 'polling' };
  const { slot, publication, max_wal: maxWalBytes } = written.replication;
  return { kind: 'replication', slot, publication, maxWalBytes };
}

function outboxOf({ columns, statuses, page_rows }: Entry<'outbox'>) {
  return {
    columns: { ...columns, at: columns.at ?? null },
    statuses: statuses ?? {},
    pageRows: page_rows ?? DEFAULTS.outboxRows,
  };
}

function deadLettersOf(entry: Entry<'dead-letters'>) {
  return {
    urlEnv: entry.url_env,
    exchanges: entry.exchanges,
    queue: entry.queue ?? DEFAULTS.deadLetterQueue,
    routingKeys: entry.routing_keys ?? [],
    maxLength: entry.max_length ?? DEFAULTS.deadLetters,
    expiresMs: entry.expires ?? DEFAULTS.deadLettersExpireMs,
    orderIn: orderIn(entry.order),
    pollMs: entry.poll ?? DEFAULTS.deadLetterPollMs,
  };
}

function orderIn(written: Entry<'dead-letters'>['order']): DeadLetterWitness['orderIn'] {
  if (written === undefined) return { kind: 'baggage' };
  if ('header' in written) return { kind: 'header', name: written.header };
  return { kind: 'body', pointer: written.body };
}

function probeOf(entry: Entry<'probe'>, stages: readonly string[]) {
  return {
    urlEnv: entry.url_env,
    path: entry.path,
    items: entry.items ?? '',
    order: entry.order,
    status: entry.status,
    next: entry.next ?? null,
    // In the order in which orders walk them, however they were listed.
    stages: stages.filter((stage) => entry.stages?.includes(stage) ?? true),
    statuses: entry.statuses ?? {},
    pollMs: entry.poll ?? DEFAULTS.probePollMs,
    timeoutMs: entry.timeout ?? DEFAULTS.probeTimeoutMs,
    maxPages: entry.max_pages ?? DEFAULTS.probePages,
  };
}

/** Events may come from anywhere; a table belongs to one system, and which is clear where there is one. */
function systemsOf(entry: WitnessEntry, all: readonly string[]): readonly string[] {
  if (entry.kind === 'trace') return [...new Set(Object.values(entry.services))];
  // What stands in a queue is nobody's word.
  if (entry.kind === 'broker' || entry.kind === 'dead-letters') return [];
  if (entry.systems !== undefined) return entry.systems;
  return entry.kind === 'event' || all.length === 1 ? all : [];
}

function buildSweep(entry: Extract<WitnessEntry, { kind: 'database' }>, longestLimitMs: number) {
  if (entry.sweep === 'off') return { everyMs: 0, lookbackMs: 0 };
  return {
    everyMs: entry.sweep?.every ?? DEFAULTS.sweepEveryMs,
    // A row of an order that is still running must be within its reach.
    lookbackMs: entry.sweep?.lookback ?? Math.max(DEFAULTS.sweepLookbackMs, 2 * longestLimitMs),
  };
}

function buildMapping(entry: TableEntry): TableMapping {
  const { order, line, status, at, stages, aliases } = entry.columns;
  return {
    shape: entry.shape,
    columns: {
      order,
      line: line ?? null,
      status: status ?? null,
      at: at ?? null,
      stages: stages ?? {},
      aliases: aliases ?? {},
    },
    attributes: buildAttributes(entry),
    statuses: entry.statuses ?? {},
    zone: entry.zone ?? null,
    timeFormat: entry.kind === 'file' ? (entry.time_format ?? null) : null,
  };
}

function buildAttributes(entry: TableEntry): TableMapping['attributes'] {
  return Object.fromEntries(
    Object.entries(entry.attributes ?? {}).map(([attribute, written]) => {
      if (typeof written === 'string') return [attribute, { column: written, type: 'string' }];
      return [attribute, { column: written.column, type: written.type ?? 'string' }];
    }),
  );
}
