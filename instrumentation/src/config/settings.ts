import { ATTR_ORDER_CHANNEL, ATTR_ORDER_COMPLEXITY, ATTR_ORDER_PARTNER_ID } from '@orderwatch/conventions';
import type { SpanLimits } from '../trace/work-span.ts';
import { INSTRUMENTATIONS, type InstrumentationName, type StartOptions } from './options.ts';
import { type OtlpTarget, otlpTarget, type Signal } from './otlp-target.ts';
import { type Environment, readVariables, type Values } from './read-variables.ts';

export type ExporterKind = 'otlp' | 'console' | 'none';

/** Limits of one queue, after which it drops and counts. */
export interface BatchLimits {
  readonly maxItems: number;
  readonly maxBytes: number;
  readonly maxBatch: number;
  readonly delayMs: number;
}

export interface SignalSettings {
  readonly exporter: ExporterKind;
  readonly target: OtlpTarget;
  readonly batch: BatchLimits;
}

/** What holds once environment and code are put together. */
export interface Settings {
  readonly disabled: boolean;
  readonly resource: Readonly<Record<string, string>>;
  readonly sampler: { readonly name: NonNullable<Values['OTEL_TRACES_SAMPLER']>; readonly ratio: number };
  readonly propagators: { readonly traceContext: boolean; readonly baggage: boolean };
  readonly traces: SignalSettings;
  readonly logs: SignalSettings;
  readonly valueLimit: number;
  readonly spanLimits: SpanLimits;
  readonly logLevel: NonNullable<Values['OTEL_LOG_LEVEL']>;
  readonly instrumentations: ReadonlySet<InstrumentationName>;
  /** Null: nobody chose, so trace context goes everywhere and the order nowhere. */
  readonly baggageHosts: readonly string[] | null;
  readonly acceptsBaggage: boolean;
  readonly orderAttributes: ReadonlySet<string>;
  readonly attributes: readonly string[];
  readonly heartbeatMs: number;
  readonly exitDeadlineMs: number;
  readonly settleTimeoutMs: number;
  readonly metrics: { readonly port: number | null; readonly host: string };
  readonly problems: readonly string[];
}

const DEFAULT_ORDER_ATTRIBUTES = [ATTR_ORDER_CHANNEL, ATTR_ORDER_PARTNER_ID, ATTR_ORDER_COMPLEXITY];

/** The only place where the environment is read. */
export function settingsFrom(options: StartOptions, environment: Environment = process.env): Settings {
  const { values, problems } = readVariables(environment);
  return Object.freeze({
    disabled: values.OTEL_SDK_DISABLED ?? false,
    resource: resourceOf(options, values),
    sampler: {
      name: values.OTEL_TRACES_SAMPLER ?? 'parentbased_always_on',
      ratio: values.OTEL_TRACES_SAMPLER_ARG ?? 1,
    },
    propagators: propagatorsOf(values.OTEL_PROPAGATORS ?? ['tracecontext', 'baggage']),
    traces: signalSettings('traces', values, options),
    logs: signalSettings('logs', values, options),
    valueLimit:
      values.OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT ?? values.OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT ?? 1024,
    spanLimits: spanLimitsOf(values),
    logLevel: values.OTEL_LOG_LEVEL ?? 'warn',
    instrumentations: instrumentationsOf(options, values),
    baggageHosts: values.ORDERWATCH_BAGGAGE_HOSTS ?? options.baggageHosts ?? null,
    acceptsBaggage: values.ORDERWATCH_BAGGAGE_ACCEPT ?? true,
    orderAttributes: new Set(
      values.ORDERWATCH_ORDER_ATTRIBUTES ?? options.orderAttributes ?? DEFAULT_ORDER_ATTRIBUTES,
    ),
    attributes: values.ORDERWATCH_ATTRIBUTES ?? options.attributes ?? [],
    heartbeatMs: values.ORDERWATCH_HEARTBEAT_MS ?? 10_000,
    exitDeadlineMs: values.ORDERWATCH_EXIT_DEADLINE_MS ?? 1_500,
    settleTimeoutMs: values.ORDERWATCH_SETTLE_TIMEOUT_MS ?? 60_000,
    metrics: {
      port: values.ORDERWATCH_METRICS_PORT ?? options.metrics?.port ?? null,
      host: values.ORDERWATCH_METRICS_HOST ?? options.metrics?.host ?? '127.0.0.1',
    },
    problems,
  });
}

function signalSettings(signal: Signal, values: Values, options: StartOptions): SignalSettings {
  const spans = signal === 'traces';
  return {
    exporter: (spans ? values.OTEL_TRACES_EXPORTER : values.OTEL_LOGS_EXPORTER) ?? 'otlp',
    target: otlpTarget(signal, values, options.endpoint),
    batch: {
      maxItems: (spans ? values.OTEL_BSP_MAX_QUEUE_SIZE : values.OTEL_BLRP_MAX_QUEUE_SIZE) ?? 8192,
      maxBytes: values.ORDERWATCH_QUEUE_BYTES ?? 16 * 1024 * 1024,
      maxBatch:
        (spans ? values.OTEL_BSP_MAX_EXPORT_BATCH_SIZE : values.OTEL_BLRP_MAX_EXPORT_BATCH_SIZE) || 512,
      delayMs: (spans ? values.OTEL_BSP_SCHEDULE_DELAY : values.OTEL_BLRP_SCHEDULE_DELAY) ?? 1000,
    },
  };
}

const DEFAULT_LIMIT = 128;

function spanLimitsOf(values: Values): SpanLimits {
  const attributes = values.OTEL_ATTRIBUTE_COUNT_LIMIT;
  return {
    attributes: values.OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT ?? attributes ?? DEFAULT_LIMIT,
    events: values.OTEL_SPAN_EVENT_COUNT_LIMIT ?? DEFAULT_LIMIT,
    links: values.OTEL_SPAN_LINK_COUNT_LIMIT ?? DEFAULT_LIMIT,
    attributesPerEvent: values.OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT ?? attributes ?? DEFAULT_LIMIT,
    attributesPerLink: values.OTEL_LINK_ATTRIBUTE_COUNT_LIMIT ?? attributes ?? DEFAULT_LIMIT,
  };
}

function resourceOf(options: StartOptions, values: Values): Record<string, string> {
  const { serviceName, serviceVersion, resourceAttributes } = options;
  return {
    ...(serviceName === undefined ? {} : { 'service.name': serviceName }),
    ...(serviceVersion === undefined ? {} : { 'service.version': serviceVersion }),
    ...resourceAttributes,
    ...values.OTEL_RESOURCE_ATTRIBUTES,
    ...(values.OTEL_SERVICE_NAME === undefined ? {} : { 'service.name': values.OTEL_SERVICE_NAME }),
  };
}

function propagatorsOf(names: readonly string[]): Settings['propagators'] {
  return { traceContext: names.includes('tracecontext'), baggage: names.includes('baggage') };
}

function instrumentationsOf(options: StartOptions, values: Values): ReadonlySet<InstrumentationName> {
  const asked: readonly string[] =
    values.OTEL_NODE_ENABLED_INSTRUMENTATIONS ?? options.instrumentations ?? INSTRUMENTATIONS;
  const refused = values.OTEL_NODE_DISABLED_INSTRUMENTATIONS ?? [];
  return new Set(INSTRUMENTATIONS.filter((name) => asked.includes(name) && !refused.includes(name)));
}
