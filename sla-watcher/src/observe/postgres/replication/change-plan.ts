import type { DatabaseWitness } from '@orderwatch/model';
import { readColumns } from '../source/source-table.ts';
import type { PublishedTable } from '../slot/published-table.ts';
import { readText, type Tuple } from './row-text.ts';

/** What is wanted of the changes of a table. */
export interface ChangePlan {
  readonly schema: string;
  readonly table: string;
  readonly columns: readonly string[];
  readonly types: ReadonlyMap<string, string>;
  readonly key: string;
  readonly order: string;
  readonly line: string | null;
  /** The status that a deleted row had, as far as the log shows it; null: deletes do not say who is gone. */
  readonly statusOf: ((tuple: Tuple) => string | null) | null;
}

export interface Planned {
  readonly plan: ChangePlan;
  /** Why a deleted row does not tell whose it was; null: it does. */
  readonly unseen: string | null;
}

const TO_CENSUS = 'that an order is gone is seen by the census alone';

export function planChanges(config: DatabaseWitness, published: PublishedTable): Planned {
  const { mapping, key } = config;
  const [schema = '', table = ''] = config.table.split('.');
  const unseen = unseenDeletes(config, published);
  const plan: ChangePlan = {
    schema,
    table,
    columns: readColumns(config),
    types: published.types,
    key,
    order: mapping.columns.order,
    line: mapping.columns.line,
    statusOf: unseen === null ? (tuple) => lastStatus(config, published, tuple) : null,
  };
  return { plan, unseen };
}

function unseenDeletes(
  { mapping, table }: DatabaseWitness,
  { identity, tellsDeletes }: PublishedTable,
): string | null {
  if (mapping.shape === 'history') return `a row of ${table} is one change of many: ${TO_CENSUS}`;
  if (!tellsDeletes) return `the publication leaves out deletes: ${TO_CENSUS}`;
  const { order, line, status } = mapping.columns;
  const wanted = [order, line, ...(mapping.shape === 'wide' ? [null] : [status])];
  const isShown = (column: string | null) => column === null || identity?.includes(column) === true;
  const isWhole = identity === null;
  if (isWhole || (mapping.shape === 'snapshot' && wanted.every(isShown))) return null;
  return `a deleted row shows only its key: ALTER TABLE ${table} REPLICA IDENTITY FULL lets it say whose it was; else ${TO_CENSUS}`;
}

/** Of a wide row without a status of its own: the stage with the latest time, which as text sorts alike. */
function lastStatus({ mapping }: DatabaseWitness, { types }: PublishedTable, tuple: Tuple): string | null {
  const read = (column: string) => readText(tuple, column, types.get(column)) ?? null;
  const stated = mapping.columns.status === null ? null : read(mapping.columns.status);
  if (stated !== null) return stated;
  let last: { readonly stage: string; readonly at: string } | null = null;
  for (const [stage, column] of Object.entries(mapping.columns.stages)) {
    const at = read(column);
    if (at !== null && (last === null || at >= last.at)) last = { stage, at };
  }
  return last?.stage ?? null;
}
