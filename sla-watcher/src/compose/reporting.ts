import type { DeliveryEvents } from '../deliver/events.ts';
import { ORDER_STATES } from '../domain/verdict.ts';
import type { HealthByWitness } from '../domain/witness-health.ts';
import type { PipelineEvents } from '../pipeline/deps.ts';
import type { Clock, StoreReads } from '../ports.ts';
import type { Logger } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';

/** How many open incidents a scrape counts at most; beyond that nobody needs the exact number. */
const INCIDENTS_COUNTED = 10_000;

/** What the pipeline does, as metrics and log lines. */
export function pipelineEvents(metrics: Metrics, log: Logger): PipelineEvents {
  return {
    observed: (witness, count) => metrics.observations.inc({ witness }, count),
    rejected({ witness, reason, position, detail }) {
      metrics.rejections.inc({ witness, reason });
      log.warn({ witness, reason, position }, `rejected: ${detail}`);
    },
    raised: (rule, count) => metrics.alarmsRaised.inc({ rule }, count),
    cleared(reason, count) {
      metrics.alarmsCleared.inc({ reason }, count);
      if (reason === 'late-news') metrics.falseAlarms.inc({}, count);
    },
    noticed(reason, severity, count) {
      metrics.notices.inc({ reason, severity }, count);
      log.debug({ reason, severity, incidents: count }, 'decided whether to tell of incidents');
    },
    decided: (latenessMs) => metrics.tickLateness.observe({}, Math.max(0, latenessMs) / 1000),
    poisoned: (order, error) =>
      log.error({ err: error, order }, 'an order cannot be judged and was set aside for an hour'),
  };
}

export function deliveryEvents(metrics: Metrics, log: Logger): DeliveryEvents {
  return {
    accepted: ({ channel }) => metrics.deliveries.inc({ channel, outcome: 'accepted' }),
    retried({ channel, error, retryAt }) {
      metrics.deliveries.inc({ channel, outcome: 'retry' });
      log.warn(
        { channel, error, retryAt: new Date(retryAt).toISOString() },
        'a message is tried again later',
      );
    },
    failed({ channel, error, fallback }) {
      metrics.deliveries.inc({ channel, outcome: 'failed' });
      log.error({ channel, error, fallback }, 'a channel refuses for good');
    },
    repeated: ({ channel }) => metrics.possibleRepeats.inc({ channel }),
    leaseLost: ({ channel, subject }) =>
      log.warn({ channel, subject }, 'a delivery took longer than its lease'),
    interrupted: (error) => log.error({ err: error }, 'delivery was interrupted and goes on'),
  };
}

/** Measures what is only known by asking the store. */
export async function refreshGauges(
  metrics: Metrics,
  store: StoreReads,
  health: HealthByWitness,
  clock: Clock,
): Promise<void> {
  const counts = await store.countByState();
  for (const state of ORDER_STATES) metrics.orders.set({ state }, counts[state]);
  const open = await store.incidents({ state: 'open', limit: INCIDENTS_COUNTED });
  for (const severity of ['page', 'digest'] as const) {
    metrics.incidentsOpen.set({ severity }, open.filter((incident) => incident.severity === severity).length);
  }
  for (const { witness, state, watermark, skewMs } of health.values()) {
    metrics.witnessUp.set({ witness }, state === 'unknown' ? Number.NaN : state === 'healthy' ? 1 : 0);
    metrics.witnessWatermarkLag.set(
      { witness },
      watermark === null ? Number.NaN : (clock.now() - watermark) / 1000,
    );
    metrics.witnessSkew.set({ witness }, skewMs / 1000);
  }
}
