/** One environment variable: how it is read, and what it says. */
export interface Variable {
  readonly type: 'boolean' | 'integer' | 'number' | 'string' | 'list' | 'pairs';
  readonly allowed?: readonly string[];
  readonly meaning: string;
}

const EXPORTERS = ['otlp', 'console', 'none'] as const;
const PROTOCOLS = ['http/protobuf', 'http/json'] as const;
const COMPRESSIONS = ['gzip', 'none'] as const;
const SAMPLERS = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;

/** Every variable we read. Those of OpenTelemetry mean what its specification says, and win over code. */
export const VARIABLES = {
  OTEL_SDK_DISABLED: { type: 'boolean', meaning: 'true: nothing is patched, recorded or sent' },
  OTEL_SERVICE_NAME: { type: 'string', meaning: 'service.name' },
  OTEL_RESOURCE_ATTRIBUTES: { type: 'pairs', meaning: 'further resource attributes: key=value,key=value' },
  OTEL_PROPAGATORS: { type: 'list', meaning: 'tracecontext, baggage or none; default: the first two' },
  OTEL_TRACES_SAMPLER: { type: 'string', allowed: SAMPLERS, meaning: 'default: parentbased_always_on' },
  OTEL_TRACES_SAMPLER_ARG: { type: 'number', meaning: 'the share of traces that is sampled, 0 to 1' },
  OTEL_TRACES_EXPORTER: { type: 'string', allowed: EXPORTERS, meaning: 'default: otlp' },
  OTEL_LOGS_EXPORTER: { type: 'string', allowed: EXPORTERS, meaning: 'default: otlp' },
  OTEL_EXPORTER_OTLP_ENDPOINT: { type: 'string', meaning: 'default: http://localhost:4318' },
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: { type: 'string', meaning: 'the whole URL, for traces' },
  OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: { type: 'string', meaning: 'the whole URL, for logs' },
  OTEL_EXPORTER_OTLP_HEADERS: { type: 'pairs', meaning: 'headers of every export' },
  OTEL_EXPORTER_OTLP_TRACES_HEADERS: { type: 'pairs', meaning: 'and of traces' },
  OTEL_EXPORTER_OTLP_LOGS_HEADERS: { type: 'pairs', meaning: 'and of logs' },
  OTEL_EXPORTER_OTLP_PROTOCOL: { type: 'string', allowed: PROTOCOLS, meaning: 'default: http/protobuf' },
  OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: { type: 'string', allowed: PROTOCOLS, meaning: 'of traces' },
  OTEL_EXPORTER_OTLP_LOGS_PROTOCOL: { type: 'string', allowed: PROTOCOLS, meaning: 'of logs' },
  OTEL_EXPORTER_OTLP_COMPRESSION: { type: 'string', allowed: COMPRESSIONS, meaning: 'default: none' },
  OTEL_EXPORTER_OTLP_TRACES_COMPRESSION: { type: 'string', allowed: COMPRESSIONS, meaning: 'of traces' },
  OTEL_EXPORTER_OTLP_LOGS_COMPRESSION: { type: 'string', allowed: COMPRESSIONS, meaning: 'of logs' },
  OTEL_EXPORTER_OTLP_TIMEOUT: { type: 'integer', meaning: 'of one export, in ms; default: 10000' },
  OTEL_EXPORTER_OTLP_TRACES_TIMEOUT: { type: 'integer', meaning: 'of traces, in ms' },
  OTEL_EXPORTER_OTLP_LOGS_TIMEOUT: { type: 'integer', meaning: 'of logs, in ms' },
  OTEL_EXPORTER_OTLP_CERTIFICATE: { type: 'string', meaning: "file with the server's certificate authority" },
  OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE: { type: 'string', meaning: 'file with our certificate, for mTLS' },
  OTEL_EXPORTER_OTLP_CLIENT_KEY: { type: 'string', meaning: 'file with its key' },
  OTEL_BSP_SCHEDULE_DELAY: {
    type: 'integer',
    meaning: 'how long a span waits for others, in ms; default: 1000',
  },
  OTEL_BSP_MAX_QUEUE_SIZE: { type: 'integer', meaning: 'spans that wait at most; default: 8192' },
  OTEL_BSP_MAX_EXPORT_BATCH_SIZE: { type: 'integer', meaning: 'spans of one export; default: 512' },
  OTEL_BLRP_SCHEDULE_DELAY: { type: 'integer', meaning: 'the same for log records; default: 1000' },
  OTEL_BLRP_MAX_QUEUE_SIZE: { type: 'integer', meaning: 'log records that wait at most; default: 8192' },
  OTEL_BLRP_MAX_EXPORT_BATCH_SIZE: { type: 'integer', meaning: 'log records of one export; default: 512' },
  OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: { type: 'integer', meaning: 'characters of a value; default: 1024' },
  OTEL_ATTRIBUTE_COUNT_LIMIT: {
    type: 'integer',
    meaning: 'of a span, an event, a link or a record; default: 128',
  },
  OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT: { type: 'integer', meaning: 'the same for spans alone' },
  OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT: { type: 'integer', meaning: 'the same for spans alone' },
  OTEL_SPAN_EVENT_COUNT_LIMIT: { type: 'integer', meaning: 'events of a span; default: 128' },
  OTEL_SPAN_LINK_COUNT_LIMIT: { type: 'integer', meaning: 'links of a span; default: 128' },
  OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT: { type: 'integer', meaning: 'attributes of an event; default: 128' },
  OTEL_LINK_ATTRIBUTE_COUNT_LIMIT: { type: 'integer', meaning: 'attributes of a link; default: 128' },
  OTEL_LOG_LEVEL: {
    type: 'string',
    allowed: ['none', 'error', 'warn', 'info', 'debug', 'verbose', 'all'],
    meaning: 'what the instrumentation says of itself on standard error; default: warn',
  },
  OTEL_NODE_ENABLED_INSTRUMENTATIONS: {
    type: 'list',
    meaning: 'only these: http, undici, express, pg, amqplib, pino',
  },
  OTEL_NODE_DISABLED_INSTRUMENTATIONS: { type: 'list', meaning: 'not these' },
  ORDERWATCH_BAGGAGE_HOSTS: {
    type: 'list',
    meaning:
      'hosts that learn of the order over HTTP: name, name:port or *.domain; unset: none. Once it is set, other hosts get no trace context either',
  },
  ORDERWATCH_BAGGAGE_ACCEPT: {
    type: 'boolean',
    meaning:
      'false: an order in the baggage of an HTTP request is not believed, for services that face the public',
  },
  ORDERWATCH_ORDER_ATTRIBUTES: {
    type: 'list',
    meaning:
      'what may ride and be recorded beside order.id; default: order.channel,order.partner.id,order.complexity',
  },
  ORDERWATCH_ATTRIBUTES: {
    type: 'list',
    meaning:
      "the service's own attributes that may leave it: names, or prefixes that end in a dot and a star",
  },
  ORDERWATCH_QUEUE_BYTES: {
    type: 'integer',
    meaning: 'memory that spans, and again log records, may wait in; default: 16777216',
  },
  ORDERWATCH_HEARTBEAT_MS: { type: 'integer', meaning: 'between heartbeats; default: 10000; 0: none' },
  ORDERWATCH_EXIT_DEADLINE_MS: { type: 'integer', meaning: 'for the last export at exit; default: 1500' },
  ORDERWATCH_SETTLE_TIMEOUT_MS: {
    type: 'integer',
    meaning: 'after which an AMQP message counts as unconfirmed or unsettled; default: 60000',
  },
  ORDERWATCH_METRICS_PORT: { type: 'integer', meaning: 'serves /metrics there; unset: no server' },
  ORDERWATCH_METRICS_HOST: { type: 'string', meaning: 'default: 127.0.0.1' },
} as const satisfies Readonly<Record<string, Variable>>;

export type VariableName = keyof typeof VARIABLES;
