import { SpanKind } from '@opentelemetry/api';
import { allAttributes } from '../trace/finished-span.ts';
import type { WorkSpan } from '../trace/work-span.ts';
import { Histogram, Registry } from '@prometheus-io/client';
import { boundedLabel } from './bounded-label.ts';

const MAX_ROUTES = 200;
/** Those of OpenTelemetry's convention, in seconds. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/**
 * Rate, errors and duration of requests by route, from the spans of the server, with a trace as
 * exemplar. Routes are templates; a request that matched none is `unmatched`, never its path.
 */
export function createRequestMeter(registry: Registry): (span: WorkSpan) => void {
  const exemplars = registry.contentType === Registry.OPENMETRICS_CONTENT_TYPE;
  const duration = new Histogram<string>({
    name: 'http_server_request_duration_seconds',
    help: 'Duration of HTTP server requests.',
    labelNames: ['http_request_method', 'http_route', 'http_response_status_code'],
    buckets: BUCKETS,
    enableExemplars: exemplars,
    registers: [registry],
  });
  const route = boundedLabel(MAX_ROUTES);
  const method = boundedLabel(12);
  return (span) => {
    if (span.kind !== SpanKind.SERVER) return;
    const attributes = allAttributes(span);
    const verb = attributes['http.request.method'];
    if (typeof verb !== 'string') return;
    const path = attributes['http.route'];
    const labels = {
      http_request_method: method(verb),
      http_route: route(typeof path === 'string' ? path : undefined, 'unmatched'),
      // A client that went away has no status.
      http_response_status_code: String(attributes['http.response.status_code'] ?? 'none'),
    };
    const value = span.durationSeconds;
    if (!exemplars) {
      duration.observe(labels, value);
      return;
    }
    const { traceId, spanId } = span.spanContext();
    const exemplarLabels = { trace_id: traceId, span_id: spanId };
    duration.observe({ labels, value, exemplarLabels });
  };
}
