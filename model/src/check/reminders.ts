import type { NotifyPolicy } from '../model.ts';
import { renderDuration } from '../time/duration.ts';
import type { CheckContext } from './context.ts';

/** What lasts is repeated and escalated as it was meant, and to somebody. */
export function checkReminders(context: CheckContext): void {
  const { draft, model } = context;
  for (const { index, entry } of draft.notify) {
    const policy = model.notify.get(entry.severity);
    // Of two policies for one severity, which is told elsewhere, the last one is read.
    if (
      policy === undefined ||
      draft.notify.findLast((one) => one.entry.severity === entry.severity)?.index !== index
    )
      continue;
    checkRepeat(context, index, policy);
    checkEscalation(context, index, policy);
  }
}

function checkRepeat({ report }: CheckContext, index: number, policy: NotifyPolicy): void {
  const { repeatMs, groupIntervalMs, dailyAtMinute } = policy;
  if (repeatMs === null) return;
  if (dailyAtMinute !== null) {
    report.errorAtKey(['notify', index, 'repeat'], {
      code: 'misplaced-key',
      message: 'what waits for the day is told each day, for as long as it lasts',
      fix: 'remove repeat, or daily',
    });
    return;
  }
  if (repeatMs >= groupIntervalMs) return;
  report.error(['notify', index, 'repeat'], {
    code: 'too-soon',
    message: `repeat is shorter than group_interval (${renderDuration(groupIntervalMs)}): each message would be posted anew`,
    fix: `write ${renderDuration(groupIntervalMs)} or more, 4h is usual`,
  });
}

function checkEscalation({ report }: CheckContext, index: number, policy: NotifyPolicy): void {
  const { escalate, to, groupWaitMs, groupIntervalMs, joinForMs } = policy;
  if (escalate === null) return;
  const place = ['notify', index, 'escalate'] as const;
  if (escalate.to.every((channel) => to.includes(channel))) {
    report.error([...place, 'to'], {
      code: 'nobody-told',
      message: 'it is escalated to nobody who is not told already',
      fix: 'name a channel that is not in to',
    });
  }
  const earliestMs = groupWaitMs + groupIntervalMs;
  if (escalate.afterMs < earliestMs) {
    report.error([...place, 'after'], {
      code: 'too-soon',
      message: `after is shorter than group_wait and group_interval together (${renderDuration(earliestMs)}): nobody could acknowledge before`,
      fix: `write ${renderDuration(earliestMs)} or more, 30m is usual`,
    });
  }
  if (policy.dailyAtMinute === null && escalate.afterMs > joinForMs) {
    report.warning([...place, 'after'], {
      code: 'escalates-late',
      message: `an incident takes orders for ${renderDuration(joinForMs)} (join_for): trouble that goes on is several incidents by then`,
      fix: `write ${renderDuration(joinForMs)} or less, or a longer join_for`,
    });
  }
}
