import type { StoreReads, StoreTx } from '../../../ports.ts';
import {
  type DepartureRow,
  decodeDeparture,
  decodeMember,
  encodeMember,
  type MemberRow,
  PROOF_LIST,
} from '../../rows/member-row.ts';
import { isStorable } from '../../rows/storable-text.ts';
import { type Database, rowOf, rowsOf } from '../database.ts';

const SAVE = `INSERT INTO member (incident_id, order_id, joined_at, due_at, left_at, left_reason, sighting)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (incident_id, order_id) DO UPDATE SET
  (joined_at, due_at, left_at, left_reason, sighting) = (?3, ?4, ?5, ?6, ?7)`;
const ONE = 'SELECT * FROM member WHERE incident_id = ? AND order_id = ?';
const OF_ORDER = 'SELECT * FROM member WHERE order_id = ? ORDER BY incident_id';
const REMOVE = 'DELETE FROM member WHERE incident_id = ? AND order_id = ?';
/** Longest overdue first. */
const DUE_ORDER = 'ORDER BY coalesce(due_at, 9007199254740991), order_id LIMIT ?';
const OPEN = `SELECT * FROM member WHERE incident_id = ? AND left_at IS NULL ${DUE_ORDER}`;
const LEFT = `SELECT * FROM member WHERE incident_id = ? AND left_at IS NOT NULL
  ORDER BY left_at DESC, order_id LIMIT ?`;
const STRAGGLERS = `SELECT * FROM member WHERE incident_id = ? AND left_at IS NOT NULL
  AND left_reason NOT IN (${PROOF_LIST}) ORDER BY left_at DESC, order_id LIMIT ?`;
const DEPARTURES = `SELECT left_reason, count(*) AS count, max(left_at) AS last_at,
  max(left_at - coalesce(due_at, joined_at)) AS longest_ms
  FROM member WHERE incident_id = ? AND left_reason IS NOT NULL GROUP BY left_reason ORDER BY 2 DESC, 1`;
const ALL = `SELECT * FROM member WHERE incident_id = ? ${DUE_ORDER}`;

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

export function sqliteMemberCalls(database: Database): MemberCalls {
  return {
    async saveMembers(members) {
      for (const member of members) {
        const row = encodeMember(member);
        database
          .statement(SAVE)
          .run(
            ...[
              row.incident_id,
              row.order_id,
              row.joined_at,
              row.due_at,
              row.left_at,
              row.left_reason,
              row.sighting,
            ],
          );
      }
    },
    async loadMembers(keys) {
      const rows = keys.map(({ incident, order }) =>
        rowOf<MemberRow>(database.statement(ONE), incident, order),
      );
      return rows.filter((row) => row !== null).map(decodeMember);
    },
    async membersOf(orders) {
      return orders.flatMap((order) =>
        rowsOf<MemberRow>(database.statement(OF_ORDER), order).map(decodeMember),
      );
    },
    async removeMembers(keys) {
      for (const { incident, order } of keys) database.statement(REMOVE).run(incident, order);
    },
    async openMembers(incident, limit) {
      return rowsOf<MemberRow>(database.statement(OPEN), incident, limit).map(decodeMember);
    },
    async lastMembers(incident, limit) {
      return rowsOf<MemberRow>(database.statement(LEFT), incident, limit).map(decodeMember);
    },
    async stragglers(incident, limit) {
      return rowsOf<MemberRow>(database.statement(STRAGGLERS), incident, limit).map(decodeMember);
    },
    async departures(incident) {
      return rowsOf<DepartureRow>(database.statement(DEPARTURES), incident).map(decodeDeparture);
    },
  };
}

export function sqliteMemberReads(database: Database): Pick<StoreReads, 'members'> {
  return {
    async members(incident, { open, limit }) {
      if (!isStorable(incident)) return [];
      return rowsOf<MemberRow>(database.statement(open ? OPEN : ALL), incident, limit).map(decodeMember);
    },
  };
}
