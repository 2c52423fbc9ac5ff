import type { Model, Severity } from '@orderwatch/model';
import type { DeliveryOutcome } from '../domain/delivery.ts';
import type { LeaveReason } from '../domain/incident.ts';
import { NOTICE_REASONS } from '../domain/notice.ts';
import { REJECTION_REASONS } from '../domain/observation.ts';
import { ORDER_STATES } from '../domain/verdict.ts';
import type { LabelSet } from './metric-table.ts';

/** What a value becomes that is in no set: counted, without letting a stranger make up series. */
export const OTHER = 'other';

// Records, so that the compiler demands every member of the union.
const SEVERITIES: Readonly<Record<Severity, true>> = { page: true, digest: true };
const LEAVE_REASONS: Readonly<Record<LeaveReason, true>> = {
  moved: true,
  ended: true,
  'late-news': true,
  're-dued': true,
  'left-out': true,
  'not-seen': true,
  proven: true,
  agreed: true,
  're-judged': true,
};
const DELIVERY_OUTCOMES: Readonly<Record<DeliveryOutcome['reason'], true>> = {
  accepted: true,
  retry: true,
  'post-anew': true,
  failed: true,
};

/** The values that each set of labels may take under this model. */
export function labelSets(
  model: Model,
  watcherVersion: string,
): Readonly<Record<LabelSet, readonly string[]>> {
  return {
    'order-state': ORDER_STATES,
    witness: [...model.witnesses.keys()],
    'rejection-reason': REJECTION_REASONS,
    rule: [...new Set(model.limits.map((limit) => limit.rule))],
    'leave-reason': Object.keys(LEAVE_REASONS),
    severity: Object.keys(SEVERITIES),
    'notice-reason': NOTICE_REASONS,
    channel: [...model.channels.keys()],
    'delivery-outcome': Object.keys(DELIVERY_OUTCOMES),
    'watcher-version': [watcherVersion],
    'model-version': [model.version],
  };
}

/** Every combination of the values: the series that exist from the start. */
export function combinations(
  sets: readonly (readonly [label: string, values: readonly string[]])[],
): readonly Readonly<Record<string, string>>[] {
  const [first, ...rest] = sets;
  if (first === undefined) return [{}];
  const [label, values] = first;
  const tails = combinations(rest);
  return values.flatMap((value) => tails.map((tail) => ({ [label]: value, ...tail })));
}
