import type { ServerResponse } from 'node:http';
import type { Fault } from './faults.ts';
import type { MethodAnswer } from './methods.ts';

/** What a call comes to without a fault: the method's answer, or a 429. */
export type Served = MethodAnswer | { readonly afterSeconds: number };

/** For the record of calls. */
export function nameOf(served: Served | null): string {
  if (served === null || 'afterSeconds' in served) return 'HTTP 429';
  if (served.ok) return 'ok';
  return served.at === undefined ? served.error : `${served.error} (${served.at})`;
}

export function nameOfFault(fault: Fault): string {
  switch (fault.kind) {
    case 'status':
      return `HTTP ${fault.status}`;
    case 'rate-limit':
      return 'HTTP 429';
    case 'error':
      return fault.error;
    default:
      return fault.kind;
  }
}

export function reply(response: ServerResponse, served: Served): void {
  if ('afterSeconds' in served) {
    tooMany(response, served.afterSeconds);
    return;
  }
  const at = 'at' in served && served.at !== undefined ? [`[ERROR] ${served.at}`] : [];
  const body = served.ok ? served : { ok: false, error: served.error, response_metadata: { messages: at } };
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}

export function fail(response: ServerResponse, fault: Fault): void {
  switch (fault.kind) {
    case 'hang':
      break;
    case 'reset':
      response.socket?.resetAndDestroy();
      break;
    case 'status':
      response.writeHead(fault.status, { 'content-type': 'text/html' }).end('<html>upstream</html>');
      break;
    case 'rate-limit':
      tooMany(response, fault.afterSeconds);
      break;
    case 'error':
      reply(response, { ok: false, error: fault.error });
      break;
  }
}

function tooMany(response: ServerResponse, afterSeconds: number | null): void {
  const after = afterSeconds === null ? {} : { 'retry-after': String(afterSeconds) };
  response.writeHead(429, { 'content-type': 'application/json; charset=utf-8', ...after });
  response.end(JSON.stringify({ ok: false, error: 'ratelimited' }));
}
