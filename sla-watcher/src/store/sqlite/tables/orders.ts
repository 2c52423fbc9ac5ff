import { ORDER_STATES, type OrderState } from '../../../domain/verdict.ts';
import type { OrderQuery, StoreReads } from '../../../ports.ts';
import { type InFlightRow, inFlightOf } from '../../rows/in-flight.ts';
import { decodeJourney, type JourneyRow } from '../../rows/journey-row.ts';
import { FIRST_PAGE, pageOf, parseCursor } from '../../rows/page.ts';
import { isStorable } from '../../rows/storable-text.ts';
import { begunBy, hourOf } from '../../tally.ts';
import { type Database, rowOf, rowsOf } from '../database.ts';

const ORDER = `SELECT journey.* FROM journey WHERE id = ?1
  UNION ALL SELECT journey.* FROM alias JOIN journey ON journey.id = alias.order_id WHERE alias.id = ?1`;
const DUE_ORDER = `(coalesce(due_at, 9007199254740991), id) > (?, ?)
  ORDER BY coalesce(due_at, 9007199254740991), id LIMIT ?`;
/** The second condition says to the planner that the partial index serves. */
const LIST_ATTENTION = `SELECT * FROM journey
  WHERE state = ? AND state IN ('late', 'undetermined', 'at-risk') AND ${DUE_ORDER}`;
/** These walk the whole table; nobody looks at them every minute. */
const LIST_STATE = `SELECT * FROM journey WHERE state = ? AND ${DUE_ORDER}`;
const LIST_ALL = `SELECT * FROM journey WHERE ${DUE_ORDER}`;
/** What is over comes without its payload, which nobody needs to unpack (rows/in-flight.ts). */
const IN_FLIGHT = `SELECT id, revision, model_version, state, stage, since, started_at, due_at, next_at,
  CASE WHEN state NOT IN ('ended', 'left-out') THEN payload END AS payload
  FROM journey WHERE id > ? ORDER BY id LIMIT ?`;
const STARTS = 'SELECT hour, count FROM start_count WHERE hour BETWEEN ? AND ? AND count <> 0 ORDER BY hour';
const LAST_START = `SELECT last_at FROM start_count WHERE hour <= ? AND count > 0
  ORDER BY hour DESC LIMIT 1`;
const ATTENTION: readonly OrderState[] = ['late', 'undetermined', 'at-risk'];

type OrderReads = Pick<StoreReads, 'order' | 'orders' | 'inFlight' | 'countByState' | 'startsByHour'>;

export function sqliteOrders(database: Database): OrderReads {
  return {
    async order(id) {
      if (!isStorable(id)) return null;
      const row = rowOf<JourneyRow>(database.statement(ORDER), id);
      return row === null ? null : decodeJourney(row);
    },
    async orders(query) {
      return pageOf(listOrders(database, query), query.limit);
    },
    async inFlight({ after, limit }) {
      return inFlightOf(rowsOf<InFlightRow>(database.statement(IN_FLIGHT), after ?? '', limit), limit);
    },
    async countByState() {
      const rows = rowsOf<{ state: OrderState; count: number }>(
        database.statement('SELECT state, sum(count) AS count FROM state_count GROUP BY state'),
      );
      const counts = Object.fromEntries(ORDER_STATES.map((state) => [state, 0])) as Record<
        OrderState,
        number
      >;
      for (const { state, count } of rows) counts[state] = count;
      return counts;
    },
    async startsByHour(since, now) {
      const range = [hourOf(since), hourOf(now)];
      const rows = rowsOf<{ hour: number; count: number }>(database.statement(STARTS), ...range);
      const last = rowOf<{ last_at: number }>(database.statement(LAST_START), hourOf(now));
      const hours = new Map(rows.map(({ hour, count }) => [hour, count]));
      return { hours, lastAt: last === null ? null : begunBy(last.last_at, now) };
    },
  };
}

function listOrders(database: Database, query: OrderQuery): JourneyRow[] {
  const { dueAt, id } = query.after === undefined ? FIRST_PAGE : parseCursor(query.after);
  // One more than asked for says whether there is a next page.
  const range = [dueAt, id, query.limit + 1] as const;
  if (query.state === undefined) return rowsOf(database.statement(LIST_ALL), ...range);
  const sql = ATTENTION.includes(query.state) ? LIST_ATTENTION : LIST_STATE;
  return rowsOf(database.statement(sql), query.state, ...range);
}
