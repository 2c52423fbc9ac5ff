import type { Model, NotifyPolicy, Severity } from '@orderwatch/model';

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
    }
  );
}
