import { StoreConflict } from '../../../domain/errors.ts';
import type { Incident } from '../../../domain/incident.ts';
import type { StoreReads, StoreTx } from '../../../ports.ts';
import { decodeIncident, encodeIncident, type IncidentRow } from '../../rows/incident-row.ts';
import { isStorable } from '../../rows/storable-text.ts';
import { changesOf, type Database, rowOf, rowsOf } from '../database.ts';

const CLOSE_TO_NEW = `UPDATE incident SET joinable = 0
  WHERE key = ? AND joinable = 1 AND (resolved_at IS NOT NULL OR join_until <= ?)`;
const JOINABLE = 'SELECT * FROM incident WHERE key = ? AND joinable = 1';
const BY_ID = 'SELECT * FROM incident WHERE id = ?';
const INSERT = `INSERT INTO incident (id, key, kind, severity, rule, place, opened_at, join_until,
  resolved_at, total, open, revision, notify_at, detail, life, joinable)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?9 IS NULL) ON CONFLICT DO NOTHING`;
/** Once closed to new orders, an incident stays so. */
const UPDATE = `UPDATE incident SET
  (key, kind, severity, rule, place, opened_at, join_until, resolved_at, total, open, revision, notify_at, detail,
  life) = (?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15), joinable = joinable AND ?9 IS NULL WHERE id = ?1`;
const NOTICES = 'SELECT * FROM incident WHERE notify_at <= ? ORDER BY notify_at, id LIMIT ?';
/** Of what an earlier program wrote, a notice that is due says that it has changed: it keeps its own. */
const NOTICE = 'UPDATE incident SET notify_at = ? WHERE resolved_at IS NULL AND life IS NOT NULL';
const NOTICE_ANEW = `UPDATE incident SET notify_at = ?, life = json_set(coalesce(life, '{}'), '$.toldAt', NULL)
  WHERE resolved_at IS NULL`;
const OPEN = 'SELECT * FROM incident WHERE resolved_at IS NULL ORDER BY opened_at DESC, id LIMIT ?';
const ALL = 'SELECT * FROM incident ORDER BY opened_at DESC, id LIMIT ?';

type IncidentCalls = Pick<
  StoreTx,
  'lockJoinable' | 'lockIncidents' | 'saveIncidents' | 'claimNotices' | 'noticeUnresolved'
>;

export function sqliteIncidentCalls(database: Database): IncidentCalls {
  const locked = new Set<string>();

  function lock(found: readonly (Incident | null)[]): Incident[] {
    const incidents = found.filter((incident) => incident !== null);
    for (const { id } of incidents) locked.add(id);
    return incidents;
  }
  function joinable(key: string, now: number): Incident | null {
    database.statement(CLOSE_TO_NEW).run(key, now);
    return readOne(database, JOINABLE, key);
  }
  function save(incident: Incident): void {
    const row = encodeIncident(incident);
    const written = changesOf(
      database.statement(locked.has(row.id) ? UPDATE : INSERT),
      ...[row.id, row.key, row.kind, row.severity, row.rule, row.place, row.opened_at, row.join_until],
      ...[row.resolved_at, row.total, row.open, row.revision, row.notify_at, row.detail, row.life],
    );
    if (written !== 1) throw new StoreConflict('another opened the same incident first');
    locked.add(row.id);
  }
  return {
    async lockJoinable(keys, now) {
      return new Map(lock(keys.map((key) => joinable(key, now))).map((incident) => [incident.key, incident]));
    },
    async lockIncidents(ids) {
      return new Map(
        lock(ids.map((id) => readOne(database, BY_ID, id))).map((incident) => [incident.id, incident]),
      );
    },
    async saveIncidents(incidents) {
      incidents.forEach(save);
    },
    async claimNotices(now, limit) {
      return lock(rowsOf<IncidentRow>(database.statement(NOTICES), now, limit).map(decodeIncident));
    },
    async noticeUnresolved(now, told) {
      return changesOf(database.statement(told === 'kept' ? NOTICE : NOTICE_ANEW), now);
    },
  };
}

export function sqliteIncidentReads(database: Database): Pick<StoreReads, 'incident' | 'incidents'> {
  return {
    async incident(id) {
      return isStorable(id) ? readOne(database, BY_ID, id) : null;
    },
    async incidents({ state, limit }) {
      const rows = rowsOf<IncidentRow>(database.statement(state === 'open' ? OPEN : ALL), limit);
      return rows.map(decodeIncident);
    },
  };
}

function readOne(database: Database, sql: string, value: string): Incident | null {
  const row = rowOf<IncidentRow>(database.statement(sql), value);
  return row === null ? null : decodeIncident(row);
}
