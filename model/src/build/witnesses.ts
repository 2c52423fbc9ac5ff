import type { TableMapping, Witness } from '../model.ts';
import type { Draft } from '../read/draft.ts';
import type { TableEntry, WitnessEntry } from '../schema/witnesses.ts';
import { DAY_MS } from '../time/duration.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DEFAULTS = {
  pollMs: 15 * SECOND,
  databaseLagMs: 15 * SECOND,
  blindAfterMs: 5 * MINUTE,
  statementTimeoutMs: 5 * SECOND,
  pageRows: 5000,
  sweepEveryMs: 15 * MINUTE,
  sweepLookbackMs: 45 * DAY_MS,
};

export interface WitnessSurroundings {
  readonly systems: readonly string[];
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
    lagMs: entry.lag ?? (entry.kind === 'database' ? DEFAULTS.databaseLagMs : 0),
    blindAfterMs: entry.blind_after ?? DEFAULTS.blindAfterMs,
    severity: entry.severity ?? 'page',
  };
  if (entry.kind === 'event') return { ...base, kind: 'event' };
  if (entry.kind === 'trace') {
    return { ...base, kind: 'trace', services: entry.services, statuses: entry.statuses ?? {} };
  }
  if (entry.kind === 'file') return { ...base, kind: 'file', mapping: buildMapping(entry) };
  return {
    ...base,
    kind: 'database',
    urlEnv: entry.url_env,
    table: entry.table.includes('.') ? entry.table : `public.${entry.table}`,
    mapping: buildMapping(entry),
    // Both empty only where check/witness-form.ts has reported it.
    key: entry.columns.key ?? '',
    cursor: entry.columns.cursor ?? entry.columns.at ?? '',
    pollMs: entry.poll ?? DEFAULTS.pollMs,
    statementTimeoutMs: entry.statement_timeout ?? DEFAULTS.statementTimeoutMs,
    pageRows: entry.page_rows ?? DEFAULTS.pageRows,
    sweep: buildSweep(entry, around.longestLimitMs),
  };
}

/** Events may come from anywhere; a table belongs to one system, and which is clear where there is one. */
function systemsOf(entry: WitnessEntry, all: readonly string[]): readonly string[] {
  if (entry.kind === 'trace') return [...new Set(Object.values(entry.services))];
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
