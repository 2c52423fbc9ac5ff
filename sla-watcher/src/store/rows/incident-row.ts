import { postSubject } from '../../domain/delivery.ts';
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
  /** What is read only whole, as JSON; null: an earlier program wrote the row. */
  readonly life: string | null;
}

const LIFE_KEYS = [
  'losses',
  'frozen',
  'toldAt',
  'escalatedAt',
  'changedAt',
  'handledAt',
  'posts',
  'postedAt',
  'acknowledged',
  'snoozedUntil',
] as const satisfies readonly (keyof Incident)[];
type Life = Pick<Incident, (typeof LIFE_KEYS)[number]>;

/** The subjects of all that was posted of it. */
export function postSubjectsOf({ id, life }: Pick<IncidentRow, 'id' | 'life'>): readonly string[] {
  const { posts = 1 } = life === null ? {} : (JSON.parse(life) as Partial<Life>);
  return Array.from({ length: Math.max(1, posts) }, (_, i) => postSubject(id, i + 1));
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
    life: encodeLife(incident),
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
    ...decodeLife(row),
  };
}

function encodeLife(incident: Incident): string {
  return JSON.stringify(Object.fromEntries(LIFE_KEYS.map((key) => [key, incident[key]])));
}

/**
 * What an earlier program left out is filled in: all orders that an incident had are frozen, and it was told
 * when it opened. A notice that is due says that it has changed.
 */
function decodeLife(row: IncidentRow): Life {
  const told = row.revision > 0;
  const life = row.life === null ? {} : (JSON.parse(row.life) as Partial<Life>);
  const toldAt = life.toldAt ?? null;
  const before: Life = {
    losses: [],
    frozen: told ? row.total : null,
    toldAt: told ? row.opened_at : null,
    escalatedAt: null,
    changedAt: row.notify_at === null ? null : row.opened_at,
    handledAt: null,
    posts: told ? 1 : 0,
    postedAt: told ? (toldAt ?? row.opened_at) : null,
    acknowledged: null,
    snoozedUntil: null,
  };
  return { ...before, ...life };
}
