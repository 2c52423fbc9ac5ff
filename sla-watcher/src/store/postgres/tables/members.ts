import type { MemberKey, StoreReads, StoreTx } from '../../../ports.ts';
import {
  type DepartureRow,
  decodeDeparture,
  decodeMember,
  encodeMember,
  type MemberRow,
  PROOF_LIST,
} from '../../rows/member-row.ts';
import { isStorable } from '../../rows/storable-text.ts';
import { type Session, type Statement, statement } from '../session.ts';
import { lastOfEach } from './last-of-each.ts';

const SAVE = statement(
  'member-save',
  `INSERT INTO member SELECT * FROM json_populate_recordset(NULL::member, $1) ORDER BY incident_id, order_id
  ON CONFLICT (incident_id, order_id) DO UPDATE SET (joined_at, due_at, left_at, left_reason, sighting) =
  (excluded.joined_at, excluded.due_at, excluded.left_at, excluded.left_reason, excluded.sighting)`,
);
const KEYS = 'unnest($1::text[], $2::text[]) AS k (incident_id, order_id)';
const SOME = statement(
  'member-load',
  `SELECT member.* FROM ${KEYS} JOIN member USING (incident_id, order_id) ORDER BY incident_id, order_id`,
);
const OF_ORDERS = statement(
  'member-of-orders',
  'SELECT * FROM member WHERE order_id = ANY($1::text[]) ORDER BY incident_id, order_id',
);
const REMOVE = statement(
  'member-remove',
  `DELETE FROM member USING ${KEYS} WHERE member.incident_id = k.incident_id AND member.order_id = k.order_id`,
);
/** Longest overdue first. */
const DUE_ORDER = 'ORDER BY coalesce(due_at, 9007199254740991), order_id LIMIT $2';
const OPEN = statement(
  'members-open',
  `SELECT * FROM member WHERE incident_id = $1 AND left_at IS NULL ${DUE_ORDER}`,
);
const ALL = statement('members-all', `SELECT * FROM member WHERE incident_id = $1 ${DUE_ORDER}`);
const LEFT = statement(
  'members-left',
  `SELECT * FROM member WHERE incident_id = $1 AND left_at IS NOT NULL ORDER BY left_at DESC, order_id LIMIT $2`,
);
const STRAGGLERS = statement(
  'members-stragglers',
  `SELECT * FROM member WHERE incident_id = $1 AND left_at IS NOT NULL
  AND left_reason NOT IN (${PROOF_LIST}) ORDER BY left_at DESC, order_id LIMIT $2`,
);
const DEPARTURES = statement(
  'members-departures',
  `SELECT left_reason, count(*) AS count, max(left_at) AS last_at,
  max(left_at - coalesce(due_at, joined_at)) AS longest_ms
  FROM member WHERE incident_id = $1 AND left_reason IS NOT NULL GROUP BY left_reason ORDER BY 2 DESC, 1`,
);

type MemberCalls = Pick<
  StoreTx,
  | 'saveMembers'
  | 'loadMembers'
  | 'membersOf'
  | 'removeMembers'
  | 'openMembers'
  | 'lastMembers'
  | 'stragglers'
  | 'departures'
>;

export function postgresMemberCalls(session: Session): MemberCalls {
  return {
    async saveMembers(members) {
      const rows = lastOfEach(members, ({ incident, order }) => `${incident} ${order}`).map(encodeMember);
      if (rows.length > 0) await session.count(SAVE, JSON.stringify(rows));
    },
    async loadMembers(keys) {
      return keys.length === 0 ? [] : load(session, SOME, ...columnsOf(keys));
    },
    async membersOf(orders) {
      return orders.length === 0 ? [] : load(session, OF_ORDERS, orders);
    },
    async removeMembers(keys) {
      if (keys.length > 0) await session.count(REMOVE, ...columnsOf(keys));
    },
    openMembers: (incident, limit) => load(session, OPEN, incident, limit),
    lastMembers: (incident, limit) => load(session, LEFT, incident, limit),
    stragglers: (incident, limit) => load(session, STRAGGLERS, incident, limit),
    async departures(incident) {
      return (await session.rows<DepartureRow>(DEPARTURES, incident)).map(decodeDeparture);
    },
  };
}

export function postgresMemberReads(session: Session): Pick<StoreReads, 'members'> {
  return {
    async members(incident, { open, limit }) {
      return isStorable(incident) ? load(session, open ? OPEN : ALL, incident, limit) : [];
    },
  };
}

function columnsOf(keys: readonly MemberKey[]): readonly (readonly string[])[] {
  return [keys.map(({ incident }) => incident), keys.map(({ order }) => order)];
}

async function load(session: Session, query: Statement, ...values: unknown[]) {
  return (await session.rows<MemberRow>(query, ...values)).map(decodeMember);
}
