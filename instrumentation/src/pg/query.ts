import type { AsyncResource } from 'node:async_hooks';
import { EventEmitter, errorMonitor } from 'node:events';
import { type Context, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { AsyncContext } from '../context/async-context.ts';
import { isTracingSuppressed } from '../context/suppress.ts';
import { guard } from '../start/guard.ts';
import type { WorkSpan } from '../trace/work-span.ts';
import type { WorkTracer } from '../trace/work-tracer.ts';
import { type Database, type Tell, tellerOf } from './statement.ts';

const TELL = Symbol('orderwatch.tell');

/** The part of pg's Client that is wrapped. */
export interface Client {
  connectionParameters: Database;
  [TELL]?: Tell;
  query(...args: unknown[]): unknown;
}

export interface PgDeps {
  tracer: WorkTracer;
  contexts: AsyncContext;
}

type Callback = (error: unknown, result?: unknown) => unknown;

/** A span for each query; what is told of it comes from its text alone, never from its values. */
export function wrapQuery(prototype: Client, deps: PgDeps): void {
  const { query } = prototype;
  prototype.query = function (...args) {
    const active = deps.contexts.active();
    if (isTracingSuppressed(active)) return query.apply(this, args);
    const span = guard('pg query', () => startSpan(this, args[0], deps.tracer, active));
    if (span === undefined) return query.apply(this, args);
    const hasCallback = bindCallback(args, (callback) => finishing(callback, span, deps.contexts.here()));
    try {
      const result = query.apply(this, args);
      return hasCallback ? result : follow(result, span);
    } catch (error) {
      fail(span, error);
      throw error;
    }
  };
}

function startSpan(client: Client, query: unknown, tracer: WorkTracer, parent: Context): WorkSpan {
  client[TELL] ??= tellerOf(client.connectionParameters);
  const { name, shared } = client[TELL](query);
  return tracer.begin({ name, kind: SpanKind.CLIENT, attributes: {}, shared, parent });
}

/** Puts ours in the place of the host's, wherever it is; false where there is none. */
function bindCallback(args: unknown[], wrap: (callback: Callback) => Callback): boolean {
  const last = args.length - 1;
  if (typeof args[last] === 'function') {
    args[last] = wrap(args[last] as Callback);
    return true;
  }
  const config = args[0] as { callback?: Callback; submit?: unknown } | string | null | undefined;
  if (typeof config !== 'object' || typeof config?.callback !== 'function') return false;
  const callback = wrap(config.callback);
  // A query object is given back and has its own life; a configuration may be used again.
  if (typeof config.submit === 'function') config.callback = callback;
  else args[0] = { ...config, callback };
  return true;
}

function finishing(callback: Callback, span: WorkSpan, place: AsyncResource): Callback {
  return function (this: unknown, error, result) {
    if (error) fail(span, error);
    else span.end();
    return place.runInAsyncScope(callback, this, error, result);
  };
}

/** Without a callback it is a promise, or a query object that tells by events. */
function follow(result: unknown, span: WorkSpan): unknown {
  if (result instanceof EventEmitter) {
    // Heard by nobody else: an error without a listener stays one.
    result.once(errorMonitor, (error: unknown) => fail(span, error));
    result.once('end', () => span.isRecording() && span.end());
    result.once('close', () => span.isRecording() && span.end());
    return result;
  }
  if (typeof (result as PromiseLike<unknown> | undefined)?.then !== 'function') {
    span.end();
    return result;
  }
  return (result as Promise<unknown>).then(
    (value) => {
      span.end();
      return value;
    },
    (error: unknown) => {
      fail(span, error);
      throw error;
    },
  );
}

/** The message of a refused statement quotes what was refused, so only its code is told. */
function fail(span: WorkSpan, error: unknown): void {
  if (!span.isRecording()) return;
  const { name, code } = (error ?? {}) as { name?: unknown; code?: unknown };
  const told = `PostgreSQL error of type '${String(name ?? 'Error')}' (code: ${String(code ?? 'unknown')})`;
  span.attributes['error.type'] = String(code ?? name ?? '_OTHER');
  if (typeof code === 'string') span.attributes['db.response.status_code'] = code;
  span.recordException(told);
  span.setStatus({ code: SpanStatusCode.ERROR, message: told });
  span.end();
}
