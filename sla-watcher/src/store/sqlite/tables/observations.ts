import type { Observation } from '../../../domain/observation.ts';
import type { StoreReads, StoreTx } from '../../../ports.ts';
import { decodeObservation, encodeObservation, type ObservationRow } from '../../rows/observation-row.ts';
import { isStorable, storableNote } from '../../rows/storable-text.ts';
import { changesOf, type Database, rowsOf } from '../database.ts';

const APPEND = 'INSERT INTO observation (at, id, order_id, body) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING';
const OF_ORDER = 'SELECT * FROM observation WHERE order_id = ? ORDER BY at, id LIMIT ?';
const AFTER = `SELECT * FROM observation WHERE (order_id, at, id) > (?, ?, ?)
  ORDER BY order_id, at, id LIMIT ?`;
const REJECT = 'INSERT INTO rejection (at, witness, position, reason, detail) VALUES (?, ?, ?, ?, ?)';
const REJECTIONS =
  'SELECT at, witness, position, reason, detail FROM rejection ORDER BY at DESC, serial DESC LIMIT ?';

/** Rows in memory at once while all are streamed. */
const STREAM_ROWS = 2_000;

export function sqliteObservationCalls(
  database: Database,
): Pick<StoreTx, 'appendObservations' | 'appendRejections'> {
  return {
    async appendObservations(observations) {
      const append = database.statement(APPEND);
      let appended = 0;
      for (const observation of observations) {
        const row = encodeObservation(observation);
        appended += changesOf(append, row.at, row.id, row.order_id, row.body);
      }
      return appended;
    },
    async appendRejections(rejections, at) {
      const append = database.statement(REJECT);
      for (const { witness, position, reason, detail } of rejections) {
        append.run(at, storableNote(witness), storableNote(position), reason, storableNote(detail));
      }
    },
  };
}

export function sqliteObservationReads(
  database: Database,
): Pick<StoreReads, 'observations' | 'allObservations' | 'rejections'> {
  return {
    async observations(order, limit) {
      if (!isStorable(order)) return [];
      return rowsOf<ObservationRow>(database.statement(OF_ORDER), order, limit).map(decodeObservation);
    },
    allObservations: () => streamAll(database),
    async rejections(limit) {
      return rowsOf(database.statement(REJECTIONS), limit);
    },
  };
}

/** Page by page: one long read would keep the log from being copied into the file and let it grow. */
async function* streamAll(database: Database): AsyncIterable<Observation> {
  let last: ObservationRow | undefined = { order_id: '', at: Number.MIN_SAFE_INTEGER, id: '', body: '' };
  while (last !== undefined) {
    const { order_id, at, id }: ObservationRow = last;
    const rows: ObservationRow[] = rowsOf(database.statement(AFTER), order_id, at, id, STREAM_ROWS);
    yield* rows.map(decodeObservation);
    last = rows.length < STREAM_ROWS ? undefined : rows.at(-1);
  }
}
