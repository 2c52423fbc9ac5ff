import type { Registry } from '@prometheus-io/client';

/** The libraries that are instrumented. */
export const INSTRUMENTATIONS = ['http', 'undici', 'express', 'pg', 'amqplib', 'pino'] as const;

export type InstrumentationName = (typeof INSTRUMENTATIONS)[number];

/** What code may say at `start()`. The `OTEL_*` and `ORDERWATCH_*` variables win over it. */
export interface StartOptions {
  serviceName?: string;
  serviceVersion?: string;
  resourceAttributes?: Readonly<Record<string, string>>;
  /** Base URL of the OTLP/HTTP receiver, such as `http://collector:4318`. */
  endpoint?: string;
  /** All when not given. */
  instrumentations?: readonly InstrumentationName[];
  /** Hosts that learn of the order over HTTP: `name`, `name:port` or `*.domain`. */
  baggageHosts?: readonly string[];
  /** What may ride and be recorded beside `order.id`. */
  orderAttributes?: readonly string[];
  /** The service's own attributes that may leave it: names, or prefixes like `shop.*`. */
  attributes?: readonly string[];
  /** Metrics are kept when this is given, or a port is, or when `metricsHandler()` is called. */
  metrics?: { registry?: Registry; port?: number; host?: string };
}
