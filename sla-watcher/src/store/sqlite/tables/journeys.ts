import { StoreConflict } from '../../../domain/errors.ts';
import type { JourneyRecord } from '../../../domain/journey-record.ts';
import type { StoreTx } from '../../../ports.ts';
import { decodeJourney, encodeJourney, type JourneyRow } from '../../rows/journey-row.ts';
import { readableOf, UNREADABLE_FOR_MS } from '../../rows/readable.ts';
import { storableKey } from '../../rows/storable-text.ts';
import type { Sweep } from '../../sweep.ts';
import { type Standing, standingOf, standingOfRow, type Tally } from '../../tally.ts';
import { changesOf, type Database, rowOf, rowsOf } from '../database.ts';
import { claimOtherModel } from './other-model.ts';

const LOAD = 'SELECT * FROM journey WHERE id = ?';
/** An id is an order or an alias, never both. */
const INSERT = `INSERT INTO journey
  (state, model_version, stage, since, started_at, due_at, next_at, payload, id, revision)
  SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10 WHERE NOT EXISTS (SELECT 1 FROM alias WHERE id = ?9)
  ON CONFLICT DO NOTHING`;
const UPDATE = `UPDATE journey SET
  state = ?, model_version = ?, stage = ?, since = ?, started_at = ?, due_at = ?, next_at = ?, payload = ?
  , revision = revision + 1 WHERE id = ? AND revision = ? - 1`;
const REMOVE = 'DELETE FROM journey WHERE id = ? RETURNING *';
const DUE = 'SELECT * FROM journey WHERE next_at <= ? ORDER BY next_at LIMIT ?';
const PUT_OFF = 'UPDATE journey SET next_at = ? WHERE id = ?';
const WAKE = `UPDATE journey SET next_at = ?1 WHERE state IN ('late', 'undetermined')
  AND state IN ('late', 'undetermined', 'at-risk') AND (next_at IS NULL OR next_at > ?1)`;

type JourneyCalls = Pick<
  StoreTx,
  'lockJourneys' | 'saveJourneys' | 'removeJourneys' | 'claimDue' | 'claimOtherModel' | 'wakeUnsure'
>;

/** With one writer there is nothing to lock: the transaction has the whole file. */
export function sqliteJourneys(database: Database, tally: Tally, sweep: Sweep): JourneyCalls {
  const loaded = new Map<string, Standing>();

  function remember(record: JourneyRecord): JourneyRecord {
    loaded.set(record.journey.order, standingOf(record));
    return record;
  }
  function load(id: string): JourneyRecord | null {
    const row = rowOf<JourneyRow>(database.statement(LOAD), id);
    return row === null ? null : remember(decodeJourney(row));
  }
  function save(record: JourneyRecord): void {
    const row = encodeJourney(record);
    const before = record.revision === 0 ? null : (loaded.get(row.id) ?? standingOfStored(load(row.id)));
    const written = changesOf(
      database.statement(record.revision === 0 ? INSERT : UPDATE),
      ...[row.state, row.model_version, row.stage, row.since, row.started_at, row.due_at, row.next_at],
      ...[row.payload, row.id, row.revision],
    );
    if (written !== 1) throw new StoreConflict(`order ${row.id} was written by another meanwhile`);
    tally.changed(before, standingOf(record));
    loaded.set(row.id, standingOf(record));
  }
  function remove(id: string): void {
    const row = rowOf<JourneyRow>(database.statement(REMOVE), storableKey(id));
    if (row !== null) tally.changed(standingOfRow(row), null);
    loaded.delete(id);
  }

  return {
    async lockJourneys(orders) {
      const found = orders.map((id) => load(storableKey(id))).filter((record) => record !== null);
      return new Map(found.map((record) => [record.journey.order, record]));
    },
    async saveJourneys(records) {
      records.forEach(save);
    },
    async removeJourneys(orders) {
      orders.forEach(remove);
    },
    async claimDue(now, limit) {
      for (;;) {
        const rows = rowsOf<JourneyRow>(database.statement(DUE), now, limit);
        const { records, unreadable } = readableOf(rows);
        for (const id of unreadable) database.statement(PUT_OFF).run(now + UNREADABLE_FOR_MS, id);
        // A page of nothing else must not look as if nothing were due.
        if (records.length > 0 || rows.length === 0) return records.map(remember);
      }
    },
    async claimOtherModel(modelVersion, limit) {
      return readableOf(claimOtherModel(database, sweep, modelVersion, limit)).records.map(remember);
    },
    async wakeUnsure(now) {
      return changesOf(database.statement(WAKE), now);
    },
  };
}

function standingOfStored(record: JourneyRecord | null): Standing | null {
  return record === null ? null : standingOf(record);
}
