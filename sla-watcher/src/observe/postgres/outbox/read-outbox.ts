import type { OutboxWitness } from '@orderwatch/model';
import { type Activity, readActivity } from '../commits/look.ts';
import { findRelation, type Relation, readIndexes, refusal } from '../source/catalog.ts';
import { quoteName } from '../source/cursor-column.ts';
import { keyLookupOf } from '../source/key-lookup.ts';
import { selectText } from '../source/row-columns.ts';
import { LOG_REACHED } from '../source/server.ts';
import type { Query } from '../source/session.ts';
import type { OutboxLook } from './waiting.ts';

/** One look at an outbox, all in one snapshot. */
export interface OutboxReading {
  readonly oid: string;
  readonly activity: Activity;
  readonly rows: OutboxLook['rows'];
  readonly beyond: ReadonlySet<string>;
  /** There are more rows than one page has. */
  readonly isCut: boolean;
  /** How far the log reached behind them. */
  readonly log: string | null;
  readonly warnings: readonly string[];
}

/** Longer ones name no message. */
const LONGEST_KEY = 200;

/** The oldest rows, and which of the keys `known` are there behind them. `wall`: our own clock. */
export async function readOutbox(
  query: Query,
  config: OutboxWitness,
  known: readonly string[],
  wall: () => number,
): Promise<OutboxReading> {
  // First, because the snapshot of all that follows is not older than its time.
  const activity = await readActivity(query, wall);
  const relation = await findRelation(query, config.table, columnsOf(config));
  refuseTime(config, relation);
  const found = await query(renderPage(config, relation));
  const page = found.slice(0, config.pageRows).filter(({ k }) => k.length <= LONGEST_KEY);
  const unread = Math.min(found.length, config.pageRows) - page.length;
  const isCut = found.length > config.pageRows;
  const keys = new Set(page.map(({ k }) => k as string));
  const missing = known.filter((key) => !keys.has(key));
  const [reached] = await query(`SELECT ${LOG_REACHED} AS log`);
  return {
    oid: relation.oid,
    activity,
    rows: page.map(({ k, o, s, at }) => ({
      key: k,
      order: o,
      status: s,
      at: at === null ? null : Number(at),
    })),
    beyond: isCut ? await findKeys(query, config, relation, missing) : new Set(),
    isCut,
    log: reached?.log ?? null,
    warnings: [...(unread === 0 ? [] : [tooLong(unread)]), ...(await findWarnings(query, config, relation))],
  };
}

function tooLong(rows: number): string {
  return `${rows} rows have a key of more than ${LONGEST_KEY} characters, and are not read`;
}

function columnsOf({ columns }: OutboxWitness): readonly string[] {
  const { key, order, status, at } = columns;
  return [...new Set([key, order, status, at].filter((column) => column !== null))];
}

function refuseTime({ columns: { at }, table }: OutboxWitness, { columns }: Relation): void {
  const type = at === null ? null : columns.get(at)?.type;
  if (at === null || type === 'timestamp with time zone') return;
  throw refusal(
    `column "${at}" of ${table} is ${type}, which says no instant: leave columns.at out, or show it as timestamptz in a view`,
  );
}

function renderPage({ columns, pageRows }: OutboxWitness, { name }: Relation): string {
  const { key, order, status, at } = columns;
  const time = at === null ? 'NULL' : millis(quoteName(at));
  return `SELECT ${quoteName(key)}::text AS k, ${selectText(order)} AS o, ${selectText(status)} AS s, ${time} AS at
    FROM ${name} WHERE ${quoteName(key)} IS NOT NULL ORDER BY ${quoteName(key)} LIMIT ${pageRows + 1}`;
}

function millis(column: string): string {
  return `(CASE WHEN isfinite(${column}) THEN floor(extract(epoch FROM ${column}) * 1000)::bigint END)::text`;
}

async function findKeys(
  query: Query,
  { columns: { key } }: OutboxWitness,
  { name, columns }: Relation,
  keys: readonly string[],
): Promise<ReadonlySet<string>> {
  const lookup = keyLookupOf(columns.get(key)?.type ?? '');
  const fitting = keys.filter(lookup.fits);
  if (fitting.length === 0) return new Set();
  const column = lookup.column(quoteName(key));
  const found = await query(
    `SELECT ${quoteName(key)}::text AS k FROM ${name} WHERE ${column} = ANY(${lookup.values('$1')})`,
    [fitting],
  );
  return new Set(found.map(({ k }) => k));
}

async function findWarnings(
  query: Query,
  { table, columns: { key } }: OutboxWitness,
  { kind, oid }: Relation,
): Promise<readonly string[]> {
  if (kind === 'view') return [];
  const indexes = await readIndexes(query, oid);
  if (indexes.some(({ column, isUnique }) => column === key && isUnique)) return [];
  return [`no unique index of ${table} is on "${key}": every poll reads the whole table`];
}
