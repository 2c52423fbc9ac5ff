import type { Observation } from '../../../domain/observation.ts';
import type { StoreReads } from '../../../ports.ts';
import { BEFORE_ALL, decodeObservation, type ObservationRow } from '../../rows/observation-row.ts';
import { isStorable } from '../../rows/storable-text.ts';
import { type Session, statement } from '../session.ts';

/**
 * What was seen under an id stays under it when the id becomes an alias: to move a hot order's rows would
 * cost as much as it has. Whoever reads an order reads all its ids.
 */
const ORDER_OF = statement('observations-order', 'SELECT order_id FROM alias WHERE id = $1');
/** Of each id no more than the page holds. */
const OF_ORDERS = statement(
  'observations-of-orders',
  `SELECT f.order_id, o.at, o.id, o.body
  FROM (SELECT id, order_id FROM alias WHERE order_id = ANY($1::text[])
    UNION ALL SELECT own COLLATE "C", own COLLATE "C" FROM unnest($1::text[]) own) AS f
  CROSS JOIN LATERAL (SELECT at, id, body FROM observation WHERE order_id = f.id
    AND (at, id) > (CASE f.order_id WHEN $2 THEN $3::bigint ELSE ${Number.MIN_SAFE_INTEGER} END,
      CASE f.order_id WHEN $2 THEN $4 ELSE '' END) ORDER BY at, id LIMIT $5) AS o
  ORDER BY f.order_id, o.at, o.id LIMIT $5`,
);
const AFTER = statement(
  'observations-after',
  `SELECT * FROM observation WHERE (order_id, at, id) > ($1::text, $2::bigint, $3::text)
  ORDER BY order_id, at, id LIMIT $4`,
);
/** Which of the ids belong to orders of several. */
const MERGED = statement(
  'observations-merged',
  `SELECT id FROM alias WHERE id = ANY($1::text[])
  UNION ALL SELECT order_id FROM alias WHERE order_id = ANY($1::text[])`,
);
const NEXT_MERGED = statement(
  'observations-next-merged',
  'SELECT DISTINCT order_id FROM alias WHERE order_id > $1 ORDER BY order_id LIMIT $2',
);
const REJECTIONS = statement(
  'rejections',
  'SELECT at, witness, position, reason, detail FROM rejection ORDER BY at DESC, serial DESC LIMIT $1',
);

/** Rows in memory at once while all are streamed, and orders of several ids that are read together. */
const STREAM_ROWS = 2_000;
const STREAM_ORDERS = 100;

export function postgresObservationReads(
  session: Session,
): Pick<StoreReads, 'observations' | 'allObservations' | 'rejections'> {
  return {
    async observations(id, limit) {
      if (!isStorable(id)) return [];
      const [alias] = await session.rows<{ order_id: string }>(ORDER_OF, id);
      const order = alias?.order_id ?? id;
      return (await pageOf(session, [order], BEFORE_ALL, limit)).map(decodeObservation);
    },
    allObservations: () => streamAll(session),
    rejections: (limit) => session.rows(REJECTIONS, limit),
  };
}

function pageOf(
  session: Session,
  orders: readonly string[],
  after: ObservationRow,
  limit: number,
): Promise<ObservationRow[]> {
  return session.rows(OF_ORDERS, orders, after.order_id, after.at, after.id, limit);
}

/**
 * Page by page: one long read would keep the server from cleaning up what transitions leave behind. An
 * order that is merged meanwhile may come twice, under its old id and under the new.
 */
async function* streamAll(session: Session): AsyncIterable<Observation> {
  yield* streamPlain(session);
  yield* streamMerged(session);
}

/** Orders of one id, which nearly all are. */
async function* streamPlain(session: Session): AsyncIterable<Observation> {
  let last: ObservationRow | undefined = BEFORE_ALL;
  while (last !== undefined) {
    const { order_id, at, id }: ObservationRow = last;
    const rows: ObservationRow[] = await session.rows(AFTER, order_id, at, id, STREAM_ROWS);
    const ids = [...new Set(rows.map((row) => row.order_id))];
    const merged = new Set((await session.rows<{ id: string }>(MERGED, ids)).map((row) => row.id));
    yield* rows.filter((row) => !merged.has(row.order_id)).map(decodeObservation);
    last = rows.length < STREAM_ROWS ? undefined : rows.at(-1);
  }
}

async function* streamMerged(session: Session): AsyncIterable<Observation> {
  let behind: string | undefined = '';
  while (behind !== undefined) {
    const found: { order_id: string }[] = await session.rows(NEXT_MERGED, behind, STREAM_ORDERS);
    const orders = found.map((row) => row.order_id);
    behind = orders.length < STREAM_ORDERS ? undefined : orders.at(-1);
    let last: ObservationRow | undefined = BEFORE_ALL;
    while (last !== undefined) {
      const after: ObservationRow = last;
      const left = orders.slice(Math.max(0, orders.indexOf(after.order_id)));
      const rows: ObservationRow[] = await pageOf(session, left, after, STREAM_ROWS);
      yield* rows.map(decodeObservation);
      last = rows.length < STREAM_ROWS ? undefined : rows.at(-1);
    }
  }
}
