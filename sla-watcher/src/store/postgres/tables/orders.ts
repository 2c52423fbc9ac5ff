import type { OrderState } from '../../../domain/verdict.ts';
import type { OrderQuery, StoreReads } from '../../../ports.ts';
import { type InFlightRow, inFlightOf } from '../../rows/in-flight.ts';
import { decodeJourney, type JourneyRow } from '../../rows/journey-row.ts';
import { FIRST_PAGE, pageOf, parseCursor } from '../../rows/page.ts';
import { isStorable } from '../../rows/storable-text.ts';
import { type Session, statement } from '../session.ts';

const ORDER = statement(
  'order',
  `SELECT * FROM journey WHERE id = $1
  UNION ALL SELECT journey.* FROM alias JOIN journey ON journey.id = alias.order_id WHERE alias.id = $1`,
);
const AFTER = '(coalesce(due_at, 9007199254740991), id) > ($1::bigint, $2::text)';
const DUE_ORDER = 'ORDER BY coalesce(due_at, 9007199254740991), id LIMIT $3';
/** The second condition says to the planner that the partial index serves. */
const LIST_ATTENTION = statement(
  'orders-attention',
  `SELECT * FROM journey WHERE state = $4 AND state IN ('late', 'undetermined', 'at-risk') AND ${AFTER} ${DUE_ORDER}`,
);
/** These walk the whole table; nobody looks at them every minute. */
const LIST_STATE = statement(
  'orders-state',
  `SELECT * FROM journey WHERE state = $4 AND ${AFTER} ${DUE_ORDER}`,
);
const LIST_ALL = statement('orders-all', `SELECT * FROM journey WHERE ${AFTER} ${DUE_ORDER}`);
/** What is over comes without its payload, which nobody needs to bring over or unpack (rows/in-flight.ts). */
const IN_FLIGHT = statement(
  'orders-in-flight',
  `SELECT id, revision, model_version, state, stage, since, started_at, due_at, next_at,
    CASE WHEN state NOT IN ('ended', 'left-out') THEN payload END AS payload
  FROM journey WHERE id > $1 ORDER BY id LIMIT $2`,
);
const ATTENTION: readonly OrderState[] = ['late', 'undetermined', 'at-risk'];

export function postgresOrders(session: Session): Pick<StoreReads, 'order' | 'orders' | 'inFlight'> {
  return {
    async order(id) {
      if (!isStorable(id)) return null;
      const [row] = await session.rows<JourneyRow>(ORDER, id);
      return row === undefined ? null : decodeJourney(row);
    },
    async orders(query) {
      return pageOf(await listOrders(session, query), query.limit);
    },
    async inFlight({ after, limit }) {
      return inFlightOf(await session.rows<InFlightRow>(IN_FLIGHT, after ?? '', limit), limit);
    },
  };
}

function listOrders(session: Session, query: OrderQuery): Promise<JourneyRow[]> {
  const { dueAt, id } = query.after === undefined ? FIRST_PAGE : parseCursor(query.after);
  // One more than asked for says whether there is a next page.
  const range = [dueAt, id, query.limit + 1] as const;
  if (query.state === undefined) return session.rows(LIST_ALL, ...range);
  return session.rows(ATTENTION.includes(query.state) ? LIST_ATTENTION : LIST_STATE, ...range, query.state);
}
