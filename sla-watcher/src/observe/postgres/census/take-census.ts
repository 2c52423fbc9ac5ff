import type { DatabaseWitness } from '@orderwatch/model';
import { WitnessUnavailable } from '../../../domain/errors.ts';
import type { AskExpected, ExpectedOrder } from '../../../domain/expected.ts';
import type { RawRecord } from '../../../domain/observation.ts';
import type { Clock } from '../../../ports.ts';
import type { Position, Seen } from '../position.ts';
import type { Connection } from '../source/connection.ts';
import type { Query } from '../source/session.ts';
import type { SourceTable } from '../source/source-table.ts';
import { asked, type Census, isResting, tooSlow } from './census.ts';
import { readShown } from './shown.ts';
import { tellOf } from './tell.ts';

/**
 * Asks after a page of orders in flight by their ids. A poll reads what is written; so it never sees that a row
 * is gone (deleted, lost with a failover, restored from an older backup), nor that one was set back without
 * moving its cursor.
 *
 * 1. What is expected is read first, and then the table: a row that was told of was committed before.
 * 2. On a standby that holds only where as much is replayed as any page had behind it (`Position.reached`).
 * 3. It never makes the witness blind: whoever reads what is written has seen no less for it.
 */
export interface CensusTaken {
  readonly census: Census;
  readonly records: readonly RawRecord[];
  /** What kept it from asking this time; null: nothing, or it rests (`restingBecause`). */
  readonly warning: string | null;
}

export interface CensusDeps {
  readonly config: DatabaseWitness;
  readonly clock: Clock;
  readonly expected: AskExpected;
}

interface Source {
  readonly connection: Connection;
  readonly table: SourceTable;
  readonly signal: AbortSignal;
}

/** What the census needs to know of where reading stands. */
export type CensusPosition = Pick<Position, 'census' | 'reached' | 'last'> & {
  readonly seen: Pick<Seen, 'skewMs'> | null;
};

export async function takeCensus(
  deps: CensusDeps,
  source: Source,
  position: CensusPosition,
): Promise<CensusTaken> {
  const { config, clock } = deps;
  const { census } = position;
  const none = (now: Census, warning: string | null = null) => ({ census: now, records: [], warning });
  if (restingBecause(config, source.table, census, clock.wall()) !== null) return none(census);
  const page = await deps.expected(census.after, census.size);
  if (page.items.length === 0) return none(asked(census, page.next));
  const counted = await askAfter(deps, source, position, page.items);
  switch (counted.reason) {
    case 'counted':
      return { census: asked(census, page.next), records: counted.records, warning: null };
    case 'too-slow':
      return none(tooSlow(census, page.next, clock.wall()));
    case 'behind':
      return none(census, BEHIND);
    case 'in-the-way':
      return none(census);
  }
}

/** Said with every batch, because the health of the last one stands until the next poll; null: it does not rest. */
export function restingBecause(
  { table, mapping }: DatabaseWitness,
  { orderLookup }: SourceTable,
  census: Census,
  wall: number,
): string | null {
  const advice = `an index of ${table} that begins with "${mapping.columns.order}" makes it quick`;
  if (orderLookup === 'scan')
    return `rows that are gone are not noticed: ${advice}, and without it nobody asks`;
  if (!isResting(census, wall)) return null;
  return `rows that are gone are not noticed for some minutes: to ask after ${census.size} orders took longer than statement_timeout allows; ${advice}`;
}

const BEHIND = 'rows that are gone are not noticed: this standby is behind what was read before';

type Counted =
  | { readonly reason: 'counted'; readonly records: readonly RawRecord[] }
  | { readonly reason: 'too-slow' | 'behind' | 'in-the-way' };

/** SQLSTATE: statement_timeout; a lock that is held; a standby that cancels what is in the way of its replay. */
const PUT_OFF: ReadonlyMap<string, 'too-slow' | 'in-the-way'> = new Map([
  ['57014', 'too-slow'],
  ['55P03', 'in-the-way'],
  ['40001', 'in-the-way'],
]);

async function askAfter(
  deps: CensusDeps,
  { connection, table, signal }: Source,
  { reached, seen, last }: CensusPosition,
  orders: readonly ExpectedOrder[],
): Promise<Counted> {
  try {
    const wasStandby = (last?.replayed ?? null) !== null;
    if (wasStandby && reached !== null && !(await connection.mayStayAt(reached, signal)))
      return { reason: 'behind' };
    return await connection.transaction(async (query): Promise<Counted> => {
      // The transaction's one snapshot is taken here, and what it shows is not older than this time.
      const { at, isStandby } = await readTime(query);
      if (isStandby && !wasStandby) return { reason: 'behind' };
      const ids = orders.flatMap((order) => order.ids);
      const shown = await readShown(query, deps.config, table, ids);
      if (shown === null) return { reason: 'too-slow' };
      const skewMs = seen?.skewMs ?? 0;
      const now = deps.clock.at(at - skewMs) + skewMs;
      return { reason: 'counted', records: tellOf(deps.config, orders, shown, now) };
    }, signal);
  } catch (error) {
    const cause = error instanceof WitnessUnavailable ? error.cause : null;
    const reason = cause instanceof Error && 'code' in cause ? PUT_OFF.get(String(cause.code)) : undefined;
    if (reason === undefined) throw error;
    return { reason };
  }
}

/** By the clock of the source, whose rows the answer is compared with; a standby shows the past. */
async function readTime(query: Query): Promise<{ readonly at: number; readonly isStandby: boolean }> {
  const [row] = await query(
    `SELECT pg_is_in_recovery()::text AS standby, floor(extract(epoch FROM
       least(transaction_timestamp(), pg_last_xact_replay_timestamp())) * 1000)::bigint::text AS replayed,
       floor(extract(epoch FROM transaction_timestamp()) * 1000)::bigint::text AS at`,
  );
  const isStandby = row?.standby === 'true';
  return { at: Number(isStandby ? row?.replayed : row?.at), isStandby };
}
