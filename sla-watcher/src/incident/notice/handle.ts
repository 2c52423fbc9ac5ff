import type { Handling } from '../../domain/handling.ts';
import type { Incident } from '../../domain/incident.ts';
import { hasWorsened, isAttended } from './attention.ts';
import { type NoticeContext, nextNoticeAt } from './dues.ts';

/** The incident with what was done about it, which is told at once; the same one where that was known. */
export function handled(
  incident: Incident,
  handling: Handling,
  now: number,
  context: NoticeContext,
): Incident {
  switch (handling.kind) {
    case 'acknowledge':
      return acknowledged(incident, handling.by, now, context);
    case 'snooze':
      return noted({ ...incident, snoozedUntil: now + handling.forMs }, now, context);
  }
}

/** Said again it changes nothing, unless another says it, or it is worse by now. */
function acknowledged(incident: Incident, by: string | null, now: number, context: NoticeContext): Incident {
  const isSame = by === null || by === incident.acknowledged?.by;
  if (isAttended(incident) && isSame && !hasWorsened(incident)) return incident;
  const acknowledgement = { at: now, by, total: incident.total, lapsedAt: null };
  return noted({ ...incident, acknowledged: acknowledgement }, now, context);
}

function noted(incident: Incident, now: number, context: NoticeContext): Incident {
  const changed = { ...incident, handledAt: incident.handledAt ?? now };
  return { ...changed, notifyAt: nextNoticeAt(changed, context) };
}
