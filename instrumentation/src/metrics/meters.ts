import type { WorkSpan } from '../trace/work-span.ts';
import {
  METRIC_ORDER_STATUS_CHANGES,
  METRIC_ORDERWATCH_MESSAGING_IN_FLIGHT,
  METRIC_ORDERWATCH_MESSAGING_PROCESSED,
  METRIC_ORDERWATCH_MESSAGING_PUBLISHED,
  type MessagingDirection,
  type MessagingOutcome,
} from '@orderwatch/conventions';
import { Counter, collectDefaultMetrics, Gauge, Registry } from '@prometheus-io/client';
import { boundedLabel } from './bounded-label.ts';
import { type Pool, poolName } from '../pg/pools.ts';
import { createRequestMeter } from './requests.ts';

/** What is counted while the service runs. */
export interface Meters {
  readonly registry: Registry;
  spanEnded(span: WorkSpan): void;
  statusChanged(status: string, channel: unknown): void;
  messageClosed(direction: MessagingDirection, place: string, outcome: MessagingOutcome): void;
}

/** What is asked for when metrics are read. */
export interface MeterSources {
  pools(): Iterable<Pool>;
  inFlight(direction: MessagingDirection): number;
  telemetry(): { spans: number; dropped: number };
}

const MAX_STATUSES = 64;
const MAX_CHANNELS = 16;
const MAX_PLACES = 100;

/** Every series of ours in one registry: OpenMetrics, since only that has exemplars. */
export function createMeters(sources: MeterSources, given?: Registry): Meters {
  const registry = given ?? new Registry(Registry.OPENMETRICS_CONTENT_TYPE);
  // A registry that the service brought may have them already.
  if (registry.getSingleMetric('process_cpu_seconds_total') === undefined) {
    collectDefaultMetrics({ register: registry });
  }
  const statusChanges = createStatusMeter(registry);
  const messages = createMessageMeter(registry);
  gaugeInFlight(registry, sources);
  gaugePools(registry, sources);
  gaugeTelemetry(registry, sources);
  return {
    registry,
    spanEnded: createRequestMeter(registry),
    statusChanged: statusChanges,
    messageClosed: messages,
  };
}

/** As Prometheus spells a name of the conventions; a counter gets its `_total` from the library. */
const spelled = (name: string): string => name.replaceAll('.', '_');

function createStatusMeter(registry: Registry): Meters['statusChanged'] {
  const counter = new Counter({
    name: `${spelled(METRIC_ORDER_STATUS_CHANGES)}_total`,
    help: 'Status changes that the service recorded.',
    labelNames: ['order_status', 'order_channel'],
    registers: [registry],
  });
  const status = boundedLabel(MAX_STATUSES);
  const channel = boundedLabel(MAX_CHANNELS);
  return (value, from) => {
    counter.inc({
      order_status: status(value),
      order_channel: channel(from === undefined ? undefined : String(from)),
    });
  };
}

function createMessageMeter(registry: Registry): Meters['messageClosed'] {
  const published = new Counter({
    name: `${spelled(METRIC_ORDERWATCH_MESSAGING_PUBLISHED)}_total`,
    help: 'Messages published, by what became of them.',
    labelNames: ['exchange', 'outcome'],
    registers: [registry],
  });
  const processed = new Counter({
    name: `${spelled(METRIC_ORDERWATCH_MESSAGING_PROCESSED)}_total`,
    help: 'Messages processed, by what became of them.',
    labelNames: ['queue', 'outcome'],
    registers: [registry],
  });
  const exchange = boundedLabel(MAX_PLACES);
  const queue = boundedLabel(MAX_PLACES);
  return (direction, place, outcome) => {
    if (direction === 'publish') published.inc({ exchange: exchange(place, 'default'), outcome });
    else processed.inc({ queue: queue(place), outcome });
  };
}

function gaugeInFlight(registry: Registry, { inFlight }: MeterSources): void {
  new Gauge({
    name: spelled(METRIC_ORDERWATCH_MESSAGING_IN_FLIGHT),
    help: 'Messages that were published or received and whose fate is not known yet.',
    labelNames: ['direction'],
    registers: [registry],
    collect() {
      for (const direction of ['publish', 'process'] as const) this.set({ direction }, inFlight(direction));
    },
  });
}

/** By database, which are few; several pools of one database are one. */
function gaugePools(registry: Registry, { pools }: MeterSources): void {
  const name = boundedLabel(MAX_CHANNELS);
  new Gauge({
    name: 'db_client_connection_count',
    help: 'Connections of the pools, by what they do.',
    labelNames: ['db_client_connection_pool_name', 'db_client_connection_state'],
    registers: [registry],
    collect() {
      this.reset();
      for (const pool of pools()) {
        const db_client_connection_pool_name = name(poolName(pool), 'default');
        const count = (db_client_connection_state: string, value: number) =>
          this.inc({ db_client_connection_pool_name, db_client_connection_state }, value);
        count('used', pool.totalCount - pool.idleCount);
        count('idle', pool.idleCount);
      }
    },
  });
  new Gauge({
    name: 'db_client_connection_pending_requests',
    help: 'Requests that wait for a connection of the pool.',
    labelNames: ['db_client_connection_pool_name'],
    registers: [registry],
    collect() {
      this.reset();
      for (const pool of pools()) {
        this.inc({ db_client_connection_pool_name: name(poolName(pool), 'default') }, pool.waitingCount);
      }
    },
  });
}

function gaugeTelemetry(registry: Registry, { telemetry }: MeterSources): void {
  for (const [name, help, key] of [
    ['orderwatch_spans_total', 'Spans that ended and were to be sent.', 'spans'],
    [
      'orderwatch_spans_dropped_total',
      'Spans that were dropped: the queue was full, or they were refused.',
      'dropped',
    ],
  ] as const) {
    new Counter({
      name,
      help,
      registers: [registry],
      collect() {
        this.reset();
        this.inc(telemetry()[key]);
      },
    });
  }
}
