import { createHash } from 'node:crypto';
import type { DatabaseWitness } from '@orderwatch/model';
import { FIRST_CENSUS } from './census/census.ts';
import { forgetTransactions } from './poll-run.ts';
import { type Position, readPosition } from './position.ts';
import type { SourceTable } from './source/source-table.ts';

export interface Resumed {
  readonly position: Position;
  /** Null: it goes on as if nothing had been. */
  readonly warning: string | null;
}

/** Where to go on, and what to warn of where that is not where it stood. */
export function resume(
  cursor: string | null,
  config: DatabaseWitness,
  table: SourceTable,
  server: string | null,
): Resumed {
  const source = sourceOf(config, table);
  const begin = (warning: string | null) => ({ position: beginning(source, server), warning });
  if (cursor === null) return begin(null);
  const position = readPosition(cursor);
  if (position === null) return begin('its stored position is not readable: it reads everything again');
  if (position.source !== source)
    return begin('its table or columns are others than before: it reads everything again');
  if (position.server === server) return { position, warning: null };
  const warning =
    'another server answers than before, or its timeline is another: it reads again what was changed lately';
  return { position: forgetTransactions(position, server), warning };
}

function beginning(source: string, server: string | null): Position {
  return {
    source,
    server,
    last: null,
    milestones: [],
    seen: null,
    poll: null,
    sweep: null,
    census: FIRST_CENSUS,
    reached: null,
    slack: 0n,
  };
}

function sourceOf({ table, key, cursor, mapping }: DatabaseWitness, { oid }: SourceTable): string {
  return createHash('sha256')
    .update(JSON.stringify([oid, table, key, cursor, mapping]))
    .digest('base64url')
    .slice(0, 16);
}
