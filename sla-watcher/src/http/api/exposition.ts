import { type Metric, Registry, type RegistryContentType } from '@prometheus-io/client';

/**
 * Writes a registry as Prometheus text or as OpenMetrics. A registry of the client library knows one
 * format: writing the other would need a change of its state, and OpenMetrics renames its counters for
 * good. So the values are copied into a registry made for this answer.
 */
export async function renderMetrics(source: Registry, contentType: RegistryContentType): Promise<string> {
  const copy = new Registry(contentType);
  for (const snapshot of await source.getMetricsAsJSON()) {
    // Returns itself, so that the name that the format asks for is also the one that is written.
    const metric = { ...snapshot, get: () => Promise.resolve(metric) };
    // As much of a metric as a registry reads; the declared type lists the classes only.
    copy.registerMetric(metric as unknown as Metric<string>);
  }
  return copy.metrics();
}

/** OpenMetrics when it is asked for and not refused; scrapers that do not ask get text. */
export function metricsContentType(accept: string): RegistryContentType {
  const asked = accept.split(',').some((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    return type === 'application/openmetrics-text' && !parameters.includes('q=0');
  });
  return asked ? Registry.OPENMETRICS_CONTENT_TYPE : Registry.PROMETHEUS_CONTENT_TYPE;
}
