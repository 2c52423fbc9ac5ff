import { createHash } from 'node:crypto';
import type { Incident } from '../domain/incident.ts';
import type { AlarmCause } from './alarm-causes.ts';
import { type NoticeContext, nextNoticeAt } from './notice/dues.ts';

/**
 * An incident's life, as pure steps. It opens with its first order and collects for `group_wait`;
 * it takes further orders until `joinUntil`; every change is told at the next `group_interval`, or
 * in the next digest; what lasts is repeated and escalated, unless somebody takes care of it; it is
 * resolved when it is told to be empty (notice/notice.ts).
 */
export function openIncident(
  cause: AlarmCause,
  detail: string | null,
  now: number,
  context: NoticeContext,
): Incident {
  const incident: Incident = {
    id: incidentId(`${cause.key}|${cause.dueAt}`, now),
    key: cause.key,
    kind: cause.kind,
    severity: cause.severity,
    rule: cause.rule,
    place: cause.place,
    openedAt: sinceWhen(cause.dueAt, now),
    joinUntil: now + context.policy.joinForMs,
    resolvedAt: null,
    total: 0,
    open: 0,
    revision: 0,
    notifyAt: null,
    detail,
    losses: cause.losses,
    frozen: null,
    toldAt: null,
    escalatedAt: null,
    changedAt: now,
    handledAt: null,
    posts: 0,
    postedAt: null,
    acknowledged: null,
    snoozedUntil: null,
  };
  return { ...incident, notifyAt: nextNoticeAt(incident, context) };
}

/** Trouble began when its order was due, however late it is noticed. */
export function sinceWhen(dueAt: number | null, now: number): number {
  return Math.min(dueAt ?? now, now);
}

/** `joined` new orders, of which `open` are still in it after `left` others went. */
export function withMembers(
  incident: Incident,
  change: { readonly joined: number; readonly left: number },
  now: number,
  context: NoticeContext,
): Incident {
  if (change.joined === 0 && change.left === 0) return incident;
  const total = incident.total + change.joined;
  const open = incident.open + change.joined - change.left;
  return changed(incident, { total, open }, now, context);
}

/** What changed is told in time with what changed before it. */
export function changed(
  incident: Incident,
  change: Partial<Pick<Incident, 'total' | 'open' | 'detail'>>,
  now: number,
  context: NoticeContext,
): Incident {
  const after = { ...incident, ...change, changedAt: incident.changedAt ?? now };
  return { ...after, notifyAt: nextNoticeAt(after, context) };
}

/** Short, and the same for two replicas that open the same incident at the same instant. */
function incidentId(cause: string, now: number): string {
  return createHash('sha256').update(`${cause}|${now}`).digest('hex').slice(0, 12);
}
