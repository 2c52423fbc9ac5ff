import type { BacktestReport } from '@orderwatch/sla-watcher';
import { counted } from '../show/plural.ts';

const DAY = 86_400_000;

/**
 * `743 messages in 715 days: 1.0 a day`. The days are those since somebody first had to be told: before
 * that there may have been no orders at all.
 */
export function renderMessages(report: BacktestReport): string {
  const { messages, updates, incidents } = report.messages;
  if (messages === 0) return 'none';
  const days = daysSinceFirst(report);
  const rate = days === null ? '' : ` in ${counted(days, 'day')}: ${perDay(messages, days)} a day`;
  const changes = updates === 0 ? [] : [`${counted(updates, 'update')} of messages`];
  return [`${counted(messages, 'message')}${rate}`, ...changes, counted(incidents, 'incident')].join('; ');
}

/** Whole days, at least one; null: nobody was told by name. */
function daysSinceFirst({ rules, now }: BacktestReport): number | null {
  let first = Number.POSITIVE_INFINITY;
  for (const { findings } of rules) {
    for (const { toldAt } of findings) if (toldAt !== null && toldAt < first) first = toldAt;
  }
  return first > now ? null : Math.max(1, Math.ceil((now - first) / DAY));
}

function perDay(messages: number, days: number): string {
  const rate = messages / days;
  return rate < 0.1 ? 'less than 0.1' : rate.toFixed(1);
}
