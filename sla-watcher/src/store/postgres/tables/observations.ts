import type { Observation, Rejection } from '../../../domain/observation.ts';
import type { StoreReads, StoreTx } from '../../../ports.ts';
import { decodeObservation, encodeObservation, type ObservationRow } from '../../rows/observation-row.ts';
import { isStorable, storableNote } from '../../rows/storable-text.ts';
import type { Partitions } from '../partitions.ts';
import { type Session, statement } from '../session.ts';

const APPEND = statement(
  'observation-append',
  `INSERT INTO observation (at, id, order_id, body)
  SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[]) ON CONFLICT DO NOTHING`,
);
const OF_ORDER = statement(
  'observations-of-order',
  'SELECT * FROM observation WHERE order_id = $1 ORDER BY at, id LIMIT $2',
);
const AFTER = statement(
  'observations-after',
  `SELECT * FROM observation WHERE (order_id, at, id) > ($1::text, $2::bigint, $3::text)
  ORDER BY order_id, at, id LIMIT $4`,
);
const REJECT = statement(
  'rejection-append',
  `INSERT INTO rejection (at, witness, position, reason, detail)
  SELECT $1, * FROM unnest($2::text[], $3::text[], $4::text[], $5::text[])`,
);
const REJECTIONS = statement(
  'rejections',
  'SELECT at, witness, position, reason, detail FROM rejection ORDER BY at DESC, serial DESC LIMIT $1',
);

/** Rows in memory at once while all are streamed. */
const STREAM_ROWS = 2_000;

export function postgresObservationCalls(
  session: Session,
  partitions: Partitions,
): Pick<StoreTx, 'appendObservations' | 'appendRejections'> {
  return {
    async appendObservations(observations) {
      if (observations.length === 0) return 0;
      const rows = observations.map(encodeObservation).sort(byKey);
      await partitions.ensure(rows.map(({ at }) => at));
      const column = <K extends keyof ObservationRow>(name: K) => rows.map((row) => row[name]);
      return session.count(APPEND, column('at'), column('id'), column('order_id'), column('body'));
    },
    async appendRejections(rejections, at) {
      if (rejections.length === 0) return;
      const column = (name: keyof Rejection) => rejections.map((one) => storableNote(one[name]));
      await session.count(
        REJECT,
        at,
        column('witness'),
        column('position'),
        column('reason'),
        column('detail'),
      );
    },
  };
}

/** Two that bring the same observations meet at the first, and one waits. */
function byKey(a: ObservationRow, b: ObservationRow): number {
  return a.at - b.at || (a.id < b.id ? -1 : 1);
}

export function postgresObservationReads(
  session: Session,
): Pick<StoreReads, 'observations' | 'allObservations' | 'rejections'> {
  return {
    async observations(order, limit) {
      if (!isStorable(order)) return [];
      return (await session.rows<ObservationRow>(OF_ORDER, order, limit)).map(decodeObservation);
    },
    allObservations: () => streamAll(session),
    rejections: (limit) => session.rows(REJECTIONS, limit),
  };
}

/** Page by page: one long read would keep the server from cleaning up what transitions leave behind. */
async function* streamAll(session: Session): AsyncIterable<Observation> {
  let last: ObservationRow | undefined = { order_id: '', at: Number.MIN_SAFE_INTEGER, id: '', body: '' };
  while (last !== undefined) {
    const { order_id, at, id }: ObservationRow = last;
    const rows: ObservationRow[] = await session.rows(AFTER, order_id, at, id, STREAM_ROWS);
    yield* rows.map(decodeObservation);
    last = rows.length < STREAM_ROWS ? undefined : rows.at(-1);
  }
}
