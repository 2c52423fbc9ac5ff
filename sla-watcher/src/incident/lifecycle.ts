import { createHash } from 'node:crypto';
import type { NotifyPolicy } from '@orderwatch/model';
import type { Incident } from '../domain/incident.ts';
import type { AlarmCause } from './alarm-causes.ts';

/** The next instant of a local time of day after `after`; zone arithmetic is handed in. */
export type DailyAt = (zone: string, minute: number, after: number) => number;

export interface NoticeContext {
  readonly policy: NotifyPolicy;
  readonly timezone: string;
  readonly dailyAt: DailyAt;
}

/**
 * An incident's life, as pure steps. It opens with its first order and collects for `group_wait`;
 * it takes further orders until `joinUntil`; every change is told at the next `group_interval`, or
 * in the next digest; it is resolved when it is told to be empty.
 */
export function openIncident(
  cause: AlarmCause,
  detail: string | null,
  now: number,
  context: NoticeContext,
): Incident {
  return {
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
    notifyAt: nextNotice(now, context.policy.groupWaitMs, context),
    detail,
  };
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
  return {
    ...incident,
    total: incident.total + change.joined,
    open: incident.open + change.joined - change.left,
    notifyAt: incident.notifyAt ?? nextNotice(now, context.policy.groupIntervalMs, context),
  };
}

export type Notice =
  | { readonly reason: 'tell'; readonly incident: Incident }
  /** It came and went within `group_wait`, and nobody heard of it. */
  | { readonly reason: 'over-before-told'; readonly incident: Incident };

/** What is known of an empty incident's orders when its notice is due. */
export interface Departed {
  readonly lastLeftAt: number | null;
  /** The longest that any of them was overdue before it left. */
  readonly longestMs: number;
}

/** What to do with an incident whose notice is due. */
export function noticeOf(
  incident: Incident,
  departed: Departed,
  now: number,
  context: NoticeContext,
): Notice {
  const over = incident.open <= 0;
  const resolvedAt = over ? (departed.lastLeftAt ?? now) : null;
  if (over && incident.revision === 0 && departed.longestMs < context.policy.groupWaitMs) {
    return { reason: 'over-before-told', incident: { ...incident, resolvedAt, notifyAt: null } };
  }
  const again = context.policy.dailyAtMinute !== null && !over ? nextNotice(now, 0, context) : null;
  return {
    reason: 'tell',
    incident: { ...incident, resolvedAt, revision: incident.revision + 1, notifyAt: again },
  };
}

function nextNotice(now: number, waitMs: number, { policy, timezone, dailyAt }: NoticeContext): number {
  return policy.dailyAtMinute === null ? now + waitMs : dailyAt(timezone, policy.dailyAtMinute, now);
}

/** Short, and the same for two replicas that open the same incident at the same instant. */
function incidentId(cause: string, now: number): string {
  return createHash('sha256').update(`${cause}|${now}`).digest('hex').slice(0, 12);
}
