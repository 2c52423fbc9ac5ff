import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { type Context, propagation, SpanKind, type TextMapSetter } from '@opentelemetry/api';
import { isTracingSuppressed } from '../context/suppress.ts';
import { WorkContext } from '../context/work-context.ts';
import { withoutQuery } from '../privacy/attribute-rules.ts';
import { guard } from '../start/guard.ts';
import type { WorkSpan } from '../trace/work-span.ts';
import type { WorkTracer } from '../trace/work-tracer.ts';
import { parseAuthority } from './address.ts';
import { knownMethod, recordFailure, recordStatus } from './method.ts';
import type { HttpDeps } from './server.ts';

/** Requests that are sent by `node:http`. Node keeps the caller's context for their events itself. */
export function traceClient({ tracer, contexts }: HttpDeps): void {
  const spans = new WeakMap<ClientRequest, WorkSpan>();

  subscribe('http.client.request.created', (message) => {
    guard('http client', () => {
      const { request } = message as { request: ClientRequest };
      const active = contexts.active();
      if (isTracingSuppressed(active)) return;
      const span = startSpan(request, tracer, active);
      spans.set(request, span);
      // Headers that came as a list are on their way already.
      if (!request.headersSent) propagation.inject(WorkContext.on(active, span), request, SETTER);
      request.once('close', () => span.isRecording() && span.end());
    });
  });

  subscribe('http.client.response.finish', (message) => {
    const { request, response } = message as { request: ClientRequest; response: IncomingMessage };
    const span = spans.get(request);
    if (span === undefined) return;
    span.attributes['network.protocol.version'] = response.httpVersion;
    recordStatus(span, response.statusCode ?? 0, 400);
  });

  subscribe('http.client.request.error', (message) => {
    const { request, error } = message as { request: ClientRequest; error: unknown };
    const span = spans.get(request);
    if (span?.isRecording()) recordFailure(span, error);
  });
}

const SETTER: TextMapSetter<ClientRequest> = {
  set: (request, name, value) => void request.setHeader(name, value),
};

function startSpan(request: ClientRequest, tracer: WorkTracer, parent: Context): WorkSpan {
  const { method, protocol } = request;
  const known = knownMethod(method);
  const authority = request.getHeader('host');
  const named = typeof authority === 'string' ? authority : request.host;
  const { port } = parseAuthority(named, protocol.slice(0, -1));
  return tracer.begin({
    name: known === '_OTHER' ? 'HTTP' : known,
    kind: SpanKind.CLIENT,
    parent,
    attributes: {
      'http.request.method': known,
      'http.request.method_original': known === method ? undefined : method,
      'url.full': withoutQuery(`${protocol}//${named}${request.path}`),
      'server.address': request.host,
      'server.port': port,
      'http.response.status_code': undefined,
      'network.protocol.version': undefined,
    },
  });
}
