import { StoreConflict } from '../../../domain/errors.ts';
import type { Incident } from '../../../domain/incident.ts';
import type { StoreReads, StoreTx } from '../../../ports.ts';
import { decodeIncident, encodeIncident, type IncidentRow } from '../../rows/incident-row.ts';
import { isStorable } from '../../rows/storable-text.ts';
import { type Session, type Statement, statement } from '../session.ts';
import { lastOfEach } from './last-of-each.ts';

const CLOSE_TO_NEW = statement(
  'incident-close',
  `WITH passed AS (SELECT id FROM incident WHERE key = ANY($1::text[]) AND joinable
    AND (resolved_at IS NOT NULL OR join_until <= $2) ORDER BY id FOR UPDATE)
  UPDATE incident SET joinable = false FROM passed WHERE incident.id = passed.id`,
);
const JOINABLE = statement(
  'incident-joinable',
  'SELECT * FROM incident WHERE key = ANY($1::text[]) AND joinable ORDER BY id FOR UPDATE',
);
const LOCK = statement(
  'incident-lock',
  'SELECT * FROM incident WHERE id = ANY($1::text[]) ORDER BY id FOR UPDATE',
);
const FIELDS =
  'key, kind, severity, rule, place, opened_at, join_until, resolved_at, total, open, revision, notify_at, detail, life';
/** Another may open one of the same key, or the very same one in the same millisecond. */
const INSERT = statement(
  'incident-insert',
  `INSERT INTO incident (id, ${FIELDS}, joinable)
  SELECT id, ${FIELDS}, resolved_at IS NULL FROM json_populate_recordset(NULL::incident, $1) ORDER BY id
  ON CONFLICT DO NOTHING`,
);
/** Once closed to new orders, an incident stays so. */
const UPDATE = statement(
  'incident-update',
  `UPDATE incident SET (${FIELDS}) = ROW (${FIELDS.replace(/\w+/g, 'n.$&')}),
  joinable = incident.joinable AND n.resolved_at IS NULL
  FROM json_populate_recordset(NULL::incident, $1) n WHERE incident.id = n.id`,
);
const NOTICES = statement(
  'incident-notices',
  'SELECT * FROM incident WHERE notify_at <= $1 ORDER BY notify_at, id LIMIT $2 FOR UPDATE SKIP LOCKED',
);
/** Of what an earlier program wrote, a notice that is due says that it has changed: it keeps its own. */
const NOTICE = statement(
  'incident-notice-unresolved',
  `WITH unresolved AS
    (SELECT id FROM incident WHERE resolved_at IS NULL AND life IS NOT NULL ORDER BY id FOR UPDATE)
  UPDATE incident SET notify_at = $1 FROM unresolved WHERE incident.id = unresolved.id`,
);
const NOTICE_ANEW = statement(
  'incident-notice-anew',
  `WITH unresolved AS (SELECT id FROM incident WHERE resolved_at IS NULL ORDER BY id FOR UPDATE)
  UPDATE incident SET notify_at = $1, life = (coalesce(life, '{}')::jsonb || '{"toldAt": null}')::text
  FROM unresolved WHERE incident.id = unresolved.id`,
);
const ONE = statement('incident', 'SELECT * FROM incident WHERE id = $1');
const OPEN = statement(
  'incidents-open',
  'SELECT * FROM incident WHERE resolved_at IS NULL ORDER BY opened_at DESC, id LIMIT $1',
);
const ALL = statement('incidents-all', 'SELECT * FROM incident ORDER BY opened_at DESC, id LIMIT $1');

type IncidentCalls = Pick<
  StoreTx,
  'lockJoinable' | 'lockIncidents' | 'saveIncidents' | 'claimNotices' | 'noticeUnresolved'
>;

export function postgresIncidentCalls(session: Session): IncidentCalls {
  const locked = new Set<string>();

  async function load(...query: Parameters<Session['rows']>): Promise<Incident[]> {
    const incidents = (await session.rows<IncidentRow>(...query)).map(decodeIncident);
    for (const { id } of incidents) locked.add(id);
    return incidents;
  }
  async function write(how: Statement, rows: readonly IncidentRow[]): Promise<void> {
    if (rows.length === 0 || (await session.count(how, JSON.stringify(rows))) === rows.length) return;
    throw new StoreConflict('another opened the same incident first');
  }
  return {
    async lockJoinable(keys, now) {
      if (keys.length === 0) return new Map();
      await session.count(CLOSE_TO_NEW, keys, now);
      return new Map((await load(JOINABLE, keys)).map((incident) => [incident.key, incident]));
    },
    async lockIncidents(ids) {
      if (ids.length === 0) return new Map();
      return new Map((await load(LOCK, ids)).map((incident) => [incident.id, incident]));
    },
    async saveIncidents(incidents) {
      const rows = lastOfEach(incidents, ({ id }) => id).map(encodeIncident);
      await write(
        UPDATE,
        rows.filter(({ id }) => locked.has(id)),
      );
      await write(
        INSERT,
        rows.filter(({ id }) => !locked.has(id)),
      );
      for (const { id } of rows) locked.add(id);
    },
    claimNotices: (now, limit) => load(NOTICES, now, limit),
    noticeUnresolved: (now, told) => session.count(told === 'kept' ? NOTICE : NOTICE_ANEW, now),
  };
}

export function postgresIncidentReads(session: Session): Pick<StoreReads, 'incident' | 'incidents'> {
  return {
    async incident(id) {
      if (!isStorable(id)) return null;
      const [row] = await session.rows<IncidentRow>(ONE, id);
      return row === undefined ? null : decodeIncident(row);
    },
    async incidents({ state, limit }) {
      return (await session.rows<IncidentRow>(state === 'open' ? OPEN : ALL, limit)).map(decodeIncident);
    },
  };
}
