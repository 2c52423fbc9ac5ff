import type { Incident } from '../../domain/incident.ts';
import type { QuietReason, TellReason } from '../../domain/notice.ts';
import { hasWorsened } from './attention.ts';
import { type Due, duesOf, type NoticeContext, nextNoticeAt } from './dues.ts';

/** What to do with an incident whose notice is due. `how`: `posted` is seen by people, `updated` is found. */
export type Notice =
  | { readonly reason: TellReason; readonly incident: Incident; readonly how: 'posted' | 'updated' }
  | { readonly reason: QuietReason; readonly incident: Incident };

/** What is known of an empty incident's orders when its notice is due. */
export interface Departed {
  readonly lastLeftAt: number | null;
  /** The longest that any of them was overdue before it left. */
  readonly longestMs: number;
}

/** Of several reasons the first speaks; what is due beside it is done all the same. */
const STRONGEST: readonly Due['reason'][] = [
  'first',
  'escalated',
  'repeated',
  'snooze-over',
  'handled',
  'changed',
];

/** Decides by what is due now. It is resolved when it is told to be empty, and not while it is snoozed. */
export function noticeOf(
  incident: Incident,
  departed: Departed,
  now: number,
  context: NoticeContext,
): Notice {
  const due = new Set(
    duesOf(incident, context)
      .filter(({ at }) => at <= now)
      .map(({ reason }) => reason),
  );
  const reason = STRONGEST.find((one) => due.has(one));
  if (reason === undefined) {
    return { reason: 'nothing-new', incident: { ...incident, notifyAt: nextNoticeAt(incident, context) } };
  }
  // That somebody did something about it is no reason to end it before its time.
  const endsNow = incident.open <= 0 && [...due].some((one) => one !== 'handled');
  if (endsNow) return ended(incident, departed, now, context);
  const isWorse = hasWorsened(incident) && (incident.snoozedUntil ?? now) <= now;
  // Whoever snoozed it waits for a word, which an update in place would not be.
  const isPosted = isWorse || reason === 'first' || reason === 'snooze-over' || due.has('repeated');
  const told = {
    ...toldNow(incident, now, isPosted, reason === 'first'),
    // An empty one is told to be over when that is due.
    changedAt: incident.open <= 0 ? incident.changedAt : null,
    escalatedAt: due.has('escalated') ? now : incident.escalatedAt,
    acknowledged:
      isWorse && incident.acknowledged ? { ...incident.acknowledged, lapsedAt: now } : incident.acknowledged,
  };
  return {
    reason: isWorse && reason !== 'first' ? 'worse' : reason,
    incident: { ...told, notifyAt: nextNoticeAt(told, context) },
    how: isPosted ? 'posted' : 'updated',
  };
}

function ended(incident: Incident, departed: Departed, now: number, { policy }: NoticeContext): Notice {
  const isUntold = incident.toldAt === null;
  const over = { ...incident, resolvedAt: departed.lastLeftAt ?? now, notifyAt: null, changedAt: null };
  if (isUntold && departed.longestMs < policy.groupWaitMs) {
    return { reason: 'over-before-told', incident: { ...over, handledAt: null, snoozedUntil: null } };
  }
  const told = toldNow(over, now, isUntold, isUntold);
  return { reason: 'resolved', incident: told, how: isUntold ? 'posted' : 'updated' };
}

function toldNow(incident: Incident, now: number, isPosted: boolean, isFirst: boolean): Incident {
  const { revision, frozen, total, posts, postedAt, snoozedUntil } = incident;
  return {
    ...incident,
    revision: revision + 1,
    frozen: frozen ?? total,
    toldAt: now,
    handledAt: null,
    snoozedUntil: snoozedUntil !== null && snoozedUntil <= now ? null : snoozedUntil,
    // What was told in shadow only is posted where that stands.
    posts: isFirst ? Math.max(1, posts) : posts + (isPosted ? 1 : 0),
    postedAt: isPosted ? now : postedAt,
  };
}
