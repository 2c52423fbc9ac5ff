import type { StoreReads, StoreTx } from '../../../ports.ts';
import { decodeMember, encodeMember, type MemberRow } from '../../rows/member-row.ts';
import { isStorable } from '../../rows/storable-text.ts';
import { type Session, type Statement, statement } from '../session.ts';
import { lastOfEach } from './last-of-each.ts';

const SAVE = statement(
  'member-save',
  `INSERT INTO member SELECT * FROM json_populate_recordset(NULL::member, $1) ORDER BY incident_id, order_id
  ON CONFLICT (incident_id, order_id) DO UPDATE SET (joined_at, due_at, left_at, left_reason, sighting) =
  (excluded.joined_at, excluded.due_at, excluded.left_at, excluded.left_reason, excluded.sighting)`,
);
const SOME = statement(
  'member-load',
  'SELECT * FROM member WHERE incident_id = $1 AND order_id = ANY($2::text[]) ORDER BY order_id',
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

type MemberCalls = Pick<StoreTx, 'saveMembers' | 'loadMembers' | 'openMembers' | 'lastMembers'>;

export function postgresMemberCalls(session: Session): MemberCalls {
  return {
    async saveMembers(members) {
      const rows = lastOfEach(members, ({ incident, order }) => `${incident} ${order}`).map(encodeMember);
      if (rows.length > 0) await session.count(SAVE, JSON.stringify(rows));
    },
    loadMembers: (incident, orders) => load(session, SOME, incident, orders),
    openMembers: (incident, limit) => load(session, OPEN, incident, limit),
    lastMembers: (incident, limit) => load(session, LEFT, incident, limit),
  };
}

export function postgresMemberReads(session: Session): Pick<StoreReads, 'members'> {
  return {
    async members(incident, { open, limit }) {
      return isStorable(incident) ? load(session, open ? OPEN : ALL, incident, limit) : [];
    },
  };
}

async function load(session: Session, query: Statement, ...values: unknown[]) {
  return (await session.rows<MemberRow>(query, ...values)).map(decodeMember);
}
