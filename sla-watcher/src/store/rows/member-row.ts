import type { LeaveReason, Member, Sighting } from '../../domain/incident.ts';
import { storableKey } from './storable-text.ts';

/** One row of table `member`. */
export interface MemberRow {
  readonly incident_id: string;
  readonly order_id: string;
  readonly joined_at: number;
  readonly due_at: number | null;
  readonly left_at: number | null;
  readonly left_reason: string | null;
  readonly sighting: string;
}

export function encodeMember(member: Member): MemberRow {
  return {
    incident_id: storableKey(member.incident),
    order_id: storableKey(member.order),
    joined_at: member.joinedAt,
    due_at: member.dueAt,
    left_at: member.leftAt,
    left_reason: member.left,
    sighting: JSON.stringify(member.sighting),
  };
}

export function decodeMember(row: MemberRow): Member {
  return {
    incident: row.incident_id,
    order: row.order_id,
    joinedAt: row.joined_at,
    dueAt: row.due_at,
    leftAt: row.left_at,
    left: row.left_reason as LeaveReason | null,
    sighting: JSON.parse(row.sighting) as Sighting,
  };
}
