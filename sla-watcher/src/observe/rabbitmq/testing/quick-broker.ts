import { type NativeRabbitmq, startNativeRabbitmq } from '../../../../../scripts/services/rabbitmq.ts';

/** How old the figures of such a broker are at most, with room for a busy machine. */
export const QUICK_LAG_MS = 4000;

/** A broker whose figures are a second or two old instead of ten: tests wait for them. */
export function startQuickBroker(): Promise<NativeRabbitmq> {
  return startNativeRabbitmq(() => {}, {
    collect_statistics_interval: '200',
    'management.sample_retention_policies.global.minute': '1',
    'management.sample_retention_policies.basic.minute': '1',
    'management.sample_retention_policies.detailed.10': '1',
  });
}
