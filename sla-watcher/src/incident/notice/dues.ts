import type { NotifyPolicy } from '@orderwatch/model';
import type { Incident } from '../../domain/incident.ts';
import type { TellReason } from '../../domain/notice.ts';
import { isAttended } from './attention.ts';

/** The next instant of a local time of day after `after`; zone arithmetic is handed in. */
export type DailyAt = (zone: string, minute: number, after: number) => number;

export interface NoticeContext {
  readonly policy: NotifyPolicy;
  readonly timezone: string;
  readonly dailyAt: DailyAt;
}

/** What there will be to tell, and when: unless something changes, and as long as the policy is this. */
export interface Due {
  readonly reason: Exclude<TellReason, 'worse' | 'resolved'>;
  readonly at: number;
}

/** When somebody must look at the incident again to tell of it; null: not before it changes. */
export function nextNoticeAt(incident: Incident, context: NoticeContext): number | null {
  const dues = duesOf(incident, context);
  return dues.length === 0 ? null : Math.min(...dues.map(({ at }) => at));
}

/**
 * 1. Nothing else is due before the first message.
 * 2. Whoever snoozes it sees that it is, and then nothing until the snooze ends.
 * 3. What somebody takes care of is told when it changes, and neither repeated nor escalated.
 */
export function duesOf(incident: Incident, context: NoticeContext): readonly Due[] {
  const { resolvedAt, toldAt, snoozedUntil } = incident;
  if (resolvedAt !== null) return [];
  if (toldAt === null) return [firstDue(incident, context)];
  const handled = handledDue(incident, context);
  if (snoozedUntil !== null) {
    return [...handled, { reason: 'snooze-over', at: inTime(snoozedUntil, 0, context) }];
  }
  const changed = changedDue(incident, context);
  const isReminded = incident.open > 0 && incident.kind !== 'backlog' && !isAttended(incident);
  if (!isReminded) return [...handled, ...changed];
  return [
    ...handled,
    ...changed,
    ...repeatedDue(incident, context, toldAt),
    ...escalatedDue(incident, context, toldAt),
  ];
}

function firstDue({ changedAt, openedAt, snoozedUntil }: Incident, context: NoticeContext): Due {
  // It was told in shadow only, and has waited long enough.
  const at = changedAt === null ? openedAt : inTime(changedAt, context.policy.groupWaitMs, context);
  return { reason: 'first', at: snoozedUntil === null ? at : Math.max(at, inTime(snoozedUntil, 0, context)) };
}

function handledDue({ handledAt }: Incident, context: NoticeContext): readonly Due[] {
  return handledAt === null ? [] : [{ reason: 'handled', at: inTime(handledAt, 0, context) }];
}

function changedDue({ changedAt }: Incident, context: NoticeContext): readonly Due[] {
  if (changedAt === null) return [];
  return [{ reason: 'changed', at: inTime(changedAt, context.policy.groupIntervalMs, context) }];
}

/** An update in place is seen by nobody: it is the last post that counts. What lasts is in each day's digest. */
function repeatedDue(incident: Incident, context: NoticeContext, toldAt: number): readonly Due[] {
  const { dailyAtMinute, repeatMs } = context.policy;
  if (dailyAtMinute !== null) return [{ reason: 'repeated', at: inTime(toldAt, 0, context) }];
  return repeatMs === null ? [] : [{ reason: 'repeated', at: (incident.postedAt ?? toldAt) + repeatMs }];
}

/** Whoever was told first has one interval at least to say that he takes care of it. */
function escalatedDue(incident: Incident, context: NoticeContext, toldAt: number): readonly Due[] {
  const { escalate, groupIntervalMs } = context.policy;
  if (escalate === null || incident.escalatedAt !== null) return [];
  const alone = (incident.acknowledged?.lapsedAt ?? incident.openedAt) + escalate.afterMs;
  return [{ reason: 'escalated', at: inTime(Math.max(alone, toldAt + groupIntervalMs), 0, context) }];
}

/** So long after an instant, or in the next digest. */
function inTime(at: number, waitMs: number, { policy, timezone, dailyAt }: NoticeContext): number {
  return policy.dailyAtMinute === null ? at + waitMs : dailyAt(timezone, policy.dailyAtMinute, at);
}
