import { StoreConflict } from '../../../domain/errors.ts';
import type { JourneyRecord } from '../../../domain/journey-record.ts';
import type { StoreTx } from '../../../ports.ts';
import { decodeJourney, encodeJourney, type JourneyRow } from '../../rows/journey-row.ts';
import { readableOf, UNREADABLE_FOR_MS } from '../../rows/readable.ts';
import { storableKey } from '../../rows/storable-text.ts';
import type { Sweep } from '../../sweep.ts';
import { type Standing, standingOf, standingOfRow, type Tally } from '../../tally.ts';
import { type Session, type Statement, statement } from '../session.ts';
import { claimOtherModel } from './other-model.ts';

// Sorted before they are locked: two batches meet at their smallest common id, and one waits.
const LOCK = statement(
  'journey-lock',
  'SELECT * FROM journey WHERE id = ANY($1::text[]) ORDER BY id FOR UPDATE',
);
const NEWS = `unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::bigint[],
  $8::bigint[], $9::bigint[], $10::text[])
  AS n (id, revision, model_version, state, stage, since, started_at, due_at, next_at, payload)`;
const INSERT = statement(
  'journey-insert',
  `INSERT INTO journey (id, revision, model_version, state, stage, since, started_at, due_at, next_at, payload)
  SELECT * FROM ${NEWS} ON CONFLICT DO NOTHING`,
);
const UPDATE = statement(
  'journey-update',
  `UPDATE journey SET revision = n.revision, model_version = n.model_version, state = n.state, stage = n.stage,
  since = n.since, started_at = n.started_at, due_at = n.due_at, next_at = n.next_at, payload = n.payload
  FROM ${NEWS} WHERE journey.id = n.id AND journey.revision = n.revision - 1`,
);
// A statement of its own, after the insert: it must see what was committed while that waited.
const TAKEN = statement('journey-taken', 'SELECT id FROM alias WHERE id = ANY($1::text[]) LIMIT 1');
const REMOVE = statement(
  'journey-remove',
  `WITH locked AS (SELECT id FROM journey WHERE id = ANY($1::text[]) ORDER BY id FOR UPDATE)
  DELETE FROM journey USING locked WHERE journey.id = locked.id RETURNING journey.*`,
);
const DUE = statement(
  'journey-due',
  'SELECT * FROM journey WHERE next_at <= $1 ORDER BY next_at LIMIT $2 FOR UPDATE SKIP LOCKED',
);
const PUT_OFF = statement(
  'journey-put-off',
  'UPDATE journey SET next_at = $2::bigint WHERE id = ANY($1::text[])',
);
const WAKE = statement(
  'journey-wake',
  `WITH asleep AS (SELECT id FROM journey WHERE state IN ('late', 'undetermined')
    AND state IN ('late', 'undetermined', 'at-risk') AND (next_at IS NULL OR next_at > $1)
    ORDER BY id FOR UPDATE)
  UPDATE journey SET next_at = $1 FROM asleep WHERE journey.id = asleep.id`,
);

type JourneyCalls = Pick<
  StoreTx,
  'lockJourneys' | 'saveJourneys' | 'removeJourneys' | 'claimDue' | 'claimOtherModel' | 'wakeUnsure'
>;

export function postgresJourneys(session: Session, tally: Tally, sweep: Sweep): JourneyCalls {
  const loaded = new Map<string, Standing>();

  function remember(records: readonly JourneyRecord[]): readonly JourneyRecord[] {
    for (const record of records) loaded.set(record.journey.order, standingOf(record));
    return records;
  }
  async function lock(ids: readonly string[]): Promise<readonly JourneyRecord[]> {
    if (ids.length === 0) return [];
    return remember((await session.rows<JourneyRow>(LOCK, ids.map(storableKey))).map(decodeJourney));
  }
  async function write(how: Statement, records: readonly JourneyRecord[]): Promise<void> {
    if (records.length === 0) return;
    const written = await session.count(how, ...columnsOf(records));
    if (written === records.length) return;
    throw new StoreConflict(
      `${records.length - written} of ${records.length} orders were written by another meanwhile`,
    );
  }
  /**
   * An id is an order or an alias, never both, and the key of `journey` is where that is decided: who
   * makes an alias reserves its id there first (see aliases.ts). If we inserted first, they wait for us
   * and find our row; if they were first, our insert waited for them, and we find their alias here. So
   * batches wait for each other only over the very same id, and only new orders pay, with one look.
   */
  async function insert(records: readonly JourneyRecord[]): Promise<void> {
    if (records.length === 0) return;
    await write(INSERT, records);
    const ids = records.map(({ journey }) => journey.order);
    const [taken] = await session.rows<{ id: string }>(TAKEN, ids);
    if (taken !== undefined) throw new StoreConflict(`${taken.id} became an alias meanwhile`);
  }
  function count(record: JourneyRecord): void {
    const after = standingOf(record);
    tally.changed(record.revision === 0 ? null : (loaded.get(record.journey.order) ?? null), after);
    loaded.set(record.journey.order, after);
  }

  return {
    async lockJourneys(orders) {
      return new Map((await lock(orders)).map((record) => [record.journey.order, record]));
    },
    async saveJourneys(records) {
      const known = records.filter(({ revision }) => revision !== 0);
      await lock(known.map(({ journey }) => journey.order).filter((id) => !loaded.has(id)));
      await write(UPDATE, known);
      await insert(records.filter(({ revision }) => revision === 0));
      records.forEach(count);
    },
    async removeJourneys(orders) {
      const rows = await session.rows<JourneyRow>(REMOVE, orders.map(storableKey));
      for (const row of rows) tally.changed(standingOfRow(row), null);
      for (const order of orders) loaded.delete(order);
    },
    async claimDue(now, limit) {
      for (;;) {
        const rows = await session.rows<JourneyRow>(DUE, now, limit);
        const { records, unreadable } = readableOf(rows);
        if (unreadable.length > 0) await session.count(PUT_OFF, unreadable, now + UNREADABLE_FOR_MS);
        // A page of nothing else must not look as if nothing were due.
        if (records.length > 0 || rows.length === 0) return remember(records);
      }
    },
    async claimOtherModel(modelVersion, limit) {
      return remember(readableOf(await claimOtherModel(session, sweep, modelVersion, limit)).records);
    },
    async wakeUnsure(now) {
      return session.count(WAKE, now);
    },
  };
}

/** One array a column, in the order of ids. */
function columnsOf(records: readonly JourneyRecord[]): unknown[] {
  const rows = records.map(encodeJourney).sort((a, b) => (a.id < b.id ? -1 : 1));
  const column = <K extends keyof JourneyRow>(name: K) => rows.map((row) => row[name]);
  return [
    ...[column('id'), column('revision'), column('model_version'), column('state'), column('stage')],
    ...[column('since'), column('started_at'), column('due_at'), column('next_at'), column('payload')],
  ];
}
