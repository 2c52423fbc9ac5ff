import type { Incident, IncidentKind } from '../../domain/incident.ts';
import { storableKey, storableNote } from './storable-text.ts';

/** One row of table `incident`, without the flag `joinable`, which the statements keep. */
export interface IncidentRow {
  readonly id: string;
  readonly key: string;
  readonly kind: string;
  readonly severity: string;
  readonly rule: string;
  readonly place: string;
  readonly opened_at: number;
  readonly join_until: number;
  readonly resolved_at: number | null;
  readonly total: number;
  readonly open: number;
  readonly revision: number;
  readonly notify_at: number | null;
  readonly detail: string | null;
}

export function encodeIncident(incident: Incident): IncidentRow {
  return {
    id: storableKey(incident.id),
    key: storableKey(incident.key),
    kind: incident.kind,
    severity: incident.severity,
    rule: incident.rule,
    place: incident.place,
    opened_at: incident.openedAt,
    join_until: incident.joinUntil,
    resolved_at: incident.resolvedAt,
    total: incident.total,
    open: incident.open,
    revision: incident.revision,
    notify_at: incident.notifyAt,
    detail: incident.detail === null ? null : storableNote(incident.detail),
  };
}

export function decodeIncident(row: IncidentRow): Incident {
  return {
    id: row.id,
    key: row.key,
    kind: row.kind as IncidentKind,
    severity: row.severity as Incident['severity'],
    rule: row.rule,
    place: row.place,
    openedAt: row.opened_at,
    joinUntil: row.join_until,
    resolvedAt: row.resolved_at,
    total: row.total,
    open: row.open,
    revision: row.revision,
    notifyAt: row.notify_at,
    detail: row.detail,
  };
}
