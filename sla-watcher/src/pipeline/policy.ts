import type { Model, NotifyPolicy, Severity } from '@orderwatch/model';
import { dailyAt } from '../deadline/calendar.ts';
import type { NoticeContext } from '../incident/notice/dues.ts';

const MINUTE = 60_000;

/** A severity for which the model says nothing is kept and shown, and told to nobody. */
export function policyFor(severity: Severity, model: Model): NotifyPolicy {
  return (
    model.notify.get(severity) ?? {
      severity,
      to: [],
      groupWaitMs: MINUTE / 2,
      groupIntervalMs: MINUTE,
      joinForMs: 24 * 60 * MINUTE,
      dailyAtMinute: null,
      repeatMs: null,
      escalate: null,
    }
  );
}

/** By what it is decided when incidents of a severity are told. */
export function noticeContext(severity: Severity, model: Model): NoticeContext {
  return { policy: policyFor(severity, model), timezone: model.timezone, dailyAt };
}
