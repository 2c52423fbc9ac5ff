import type { Values } from './read-variables.ts';

export type Signal = 'traces' | 'logs';

/** Where the batches of one signal go, and how. */
export interface OtlpTarget {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly gzip: boolean;
  readonly encoding: 'protobuf' | 'json';
  /** Files, read when the first connection is made. */
  readonly tls: { readonly ca?: string; readonly cert?: string; readonly key?: string };
}

const DEFAULT_ENDPOINT = 'http://localhost:4318';
const DEFAULT_TIMEOUT_MS = 10_000;

/** A variable of the signal wins over the general one, and that over code. */
export function otlpTarget(signal: Signal, values: Values, endpoint: string | undefined): OtlpTarget {
  const name = signal === 'traces' ? 'TRACES' : 'LOGS';
  const protocol =
    values[`OTEL_EXPORTER_OTLP_${name}_PROTOCOL`] ?? values.OTEL_EXPORTER_OTLP_PROTOCOL ?? 'http/protobuf';
  const compression =
    values[`OTEL_EXPORTER_OTLP_${name}_COMPRESSION`] ?? values.OTEL_EXPORTER_OTLP_COMPRESSION;
  const timeoutMs = values[`OTEL_EXPORTER_OTLP_${name}_TIMEOUT`] ?? values.OTEL_EXPORTER_OTLP_TIMEOUT;
  const base = values.OTEL_EXPORTER_OTLP_ENDPOINT ?? endpoint ?? DEFAULT_ENDPOINT;
  return {
    url: values[`OTEL_EXPORTER_OTLP_${name}_ENDPOINT`] ?? `${base.replace(/\/+$/, '')}/v1/${signal}`,
    headers: {
      ...values.OTEL_EXPORTER_OTLP_HEADERS,
      ...values[`OTEL_EXPORTER_OTLP_${name}_HEADERS`],
    },
    timeoutMs: timeoutMs ?? DEFAULT_TIMEOUT_MS,
    gzip: compression === 'gzip',
    encoding: protocol === 'http/json' ? 'json' : 'protobuf',
    tls: {
      ...given('ca', values.OTEL_EXPORTER_OTLP_CERTIFICATE),
      ...given('cert', values.OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE),
      ...given('key', values.OTEL_EXPORTER_OTLP_CLIENT_KEY),
    },
  };
}

function given<K extends string>(key: K, value: string | undefined): { [P in K]?: string } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]?: string });
}
