import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Context, propagation, ROOT_CONTEXT, SpanKind } from '@opentelemetry/api';
import type { AsyncContext } from '../context/async-context.ts';
import { suppressTracing } from '../context/suppress.ts';
import { WorkContext } from '../context/work-context.ts';
import { isMetricsRequest } from '../metrics/server.ts';
import { withoutQuery } from '../privacy/attribute-rules.ts';
import { guard } from '../start/guard.ts';
import { type SpanPlace, SpanPlaces } from '../trace/shared-attributes.ts';
import type { WorkSpan } from '../trace/work-span.ts';
import type { WorkTracer } from '../trace/work-tracer.ts';
import { type Scheme, serverAddress } from './address.ts';
import { knownMethod, recordFailure, recordStatus } from './method.ts';
import { bindToWork, type RequestWork } from './request-work.ts';

export interface HttpDeps {
  tracer: WorkTracer;
  contexts: AsyncContext;
}

interface RequestStart {
  request: IncomingMessage;
  response: ServerResponse;
}

const SILENT = suppressTracing(ROOT_CONTEXT);

/**
 * Requests that are served: Node tells of each before anybody handles it, and what is entered then is
 * the context of all its handlers. Nothing is patched.
 */
export function traceServer(deps: HttpDeps): void {
  subscribe('http.server.request.start', (message) => {
    guard('http server', () => serve(message as RequestStart, deps));
  });
}

function serve({ request, response }: RequestStart, { tracer, contexts }: HttpDeps): void {
  if (isMetricsRequest(request)) {
    contexts.enter(SILENT);
    return;
  }
  const parent = propagation.extract(ROOT_CONTEXT, request.headers);
  const span = startSpan(request, tracer, parent);
  contexts.enter(WorkContext.on(parent, span));
  const work: RequestWork = {
    span,
    place: contexts.here(),
    mount: '',
    route: undefined,
    onClose: (closed) => finish(work, request, closed),
    onError: (error) => recordFailure(span, error),
  };
  bindToWork(work, request, response);
}

function startSpan(request: IncomingMessage, tracer: WorkTracer, parent: Context): WorkSpan {
  const { name, shared } = placeOf(request);
  const path = withoutQuery(request.url ?? '/');
  const attributes = { 'url.path': path, 'http.route': undefined, 'http.response.status_code': undefined };
  return tracer.begin({ name, kind: SpanKind.SERVER, attributes, shared, parent });
}

const places = new SpanPlaces<string>();

/** What requests have alike that came by one method to one name of this server. */
function placeOf(request: IncomingMessage): SpanPlace {
  const { method = 'GET', httpVersion, headers, socket } = request;
  const scheme: Scheme = 'encrypted' in socket ? 'https' : 'http';
  const named = headers.forwarded ?? headers['x-forwarded-host'] ?? headers.host ?? '';
  const key = `${method} ${scheme} ${httpVersion} ${named} ${headers['x-forwarded-proto'] ?? ''}`;
  const known = places.get(key);
  if (known !== undefined) return known;
  const verb = knownMethod(method);
  const { host, port } = serverAddress(request, scheme);
  return places.add(key, verb === '_OTHER' ? 'HTTP' : verb, {
    'http.request.method': verb,
    'http.request.method_original': verb === method ? undefined : method,
    'url.scheme': scheme,
    'server.address': host,
    'server.port': port,
    'network.protocol.version': httpVersion,
  });
}

function finish({ span, route }: RequestWork, request: IncomingMessage, response: ServerResponse): void {
  if (!span.isRecording()) return;
  // A client that went away before the answer began was given none.
  if (response.headersSent) recordStatus(span, response.statusCode, 500);
  else span.attributes['error.type'] ??= 'aborted';
  if (route !== undefined) {
    span.attributes['http.route'] = route;
    span.name = `${request.method} ${route}`;
  }
  span.end();
}
