import { subscribe } from 'node:diagnostics_channel';
import { type Context, propagation, SpanKind, type TextMapSetter } from '@opentelemetry/api';
import { isTracingSuppressed } from '../context/suppress.ts';
import { WorkContext } from '../context/work-context.ts';
import { withoutQuery } from '../privacy/attribute-rules.ts';
import { guard } from '../start/guard.ts';
import type { WorkSpan } from '../trace/work-span.ts';
import type { WorkTracer } from '../trace/work-tracer.ts';
import { knownMethod, recordFailure, recordStatus } from './method.ts';
import type { HttpDeps } from './server.ts';

/** What undici tells of a request; before its version 6 headers are a text. */
interface UndiciRequest {
  origin: string | URL;
  path: string;
  method: string;
  headers?: string | (string | Buffer)[];
  addHeader?(name: string, value: string): void;
}

/** Requests of `fetch` and undici, whichever copy of it: https://undici.nodejs.org/#/docs/api/DiagnosticsChannel */
export function traceUndici({ tracer, contexts }: HttpDeps): void {
  const spans = new WeakMap<UndiciRequest, WorkSpan>();
  const on = (event: string, handle: (message: never, span: WorkSpan | undefined) => void): void =>
    subscribe(`undici:${event}`, (message) => {
      const { request } = message as { request: UndiciRequest };
      guard(`undici ${event}`, () => handle(message as never, spans.get(request)));
    });

  on('request:create', ({ request }: { request: UndiciRequest }) => {
    const active = contexts.active();
    if (isTracingSuppressed(active)) return;
    const span = startSpan(request, tracer, active);
    spans.set(request, span);
    propagation.inject(WorkContext.on(active, span), request, SETTER);
  });
  on('client:sendHeaders', ({ socket }: { socket: { alpnProtocol?: unknown } }, span) => {
    if (span === undefined) return;
    span.attributes['network.protocol.version'] = socket.alpnProtocol === 'h2' ? '2' : '1.1';
  });
  on('request:headers', ({ response }: { response: { statusCode: number } }, span) => {
    if (span !== undefined) recordStatus(span, response.statusCode, 400);
  });
  on('request:trailers', (_message, span) => {
    if (span?.isRecording()) span.end();
  });
  on('request:error', ({ error }: { error: unknown }, span) => {
    if (!span?.isRecording()) return;
    // Who asked may stop waiting; that is no failure.
    if ((error as Partial<Error> | undefined)?.name !== 'AbortError') recordFailure(span, error);
    span.end();
  });
}

const SETTER: TextMapSetter<UndiciRequest> = {
  set(request, name, value) {
    if (request.addHeader !== undefined) request.addHeader(name, value);
    else if (typeof request.headers === 'string') request.headers += `${name}: ${value}\r\n`;
    else request.headers?.push(name, value);
  },
};

function startSpan(request: UndiciRequest, tracer: WorkTracer, parent: Context): WorkSpan {
  const { method, path } = request;
  const known = knownMethod(method);
  const { protocol, hostname, host, port } = new URL(request.origin);
  const scheme = protocol.slice(0, -1);
  return tracer.begin({
    name: known === '_OTHER' ? 'HTTP' : known,
    kind: SpanKind.CLIENT,
    parent,
    attributes: {
      'http.request.method': known,
      'http.request.method_original': method,
      'url.full': withoutQuery(`${protocol}//${host}${path}`),
      'url.path': withoutQuery(path),
      'url.scheme': scheme,
      'server.address': hostname,
      'server.port': port === '' ? (scheme === 'https' ? 443 : 80) : Number(port),
      'network.protocol.version': undefined,
      'http.response.status_code': undefined,
    },
  });
}
