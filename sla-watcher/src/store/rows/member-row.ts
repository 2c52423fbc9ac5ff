import {
  type Departure,
  type LeaveReason,
  type Member,
  PROOF,
  type Sighting,
} from '../../domain/incident.ts';
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

/** As SQL has a list: these are our own words. */
export const PROOF_LIST = PROOF.map((reason) => `'${reason}'`).join(', ');

export interface DepartureRow {
  readonly left_reason: string;
  readonly count: number;
  readonly last_at: number;
  readonly longest_ms: number;
}

export function decodeDeparture(row: DepartureRow): Departure {
  return {
    left: row.left_reason as LeaveReason,
    count: row.count,
    lastAt: row.last_at,
    longestMs: row.longest_ms,
  };
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
