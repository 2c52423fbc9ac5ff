import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { diag } from '@opentelemetry/api';
import { running } from '../start/running.ts';
import type { Meters } from './meters.ts';

/** Servers whose requests are no work of the host. */
const OURS = new WeakSet<object>();

export function isMetricsRequest(request: IncomingMessage): boolean {
  const { server } = request.socket as { server?: object };
  return server !== undefined && OURS.has(server);
}

/**
 * A handler for express, or for `node:http`: `app.get('/metrics', metricsHandler())`. Metrics are kept
 * from the first call on.
 */
export function metricsHandler(): (request: unknown, response: ServerResponse) => void {
  const started = running()?.startMeters();
  return async (_request, response) => {
    const meters = await started;
    if (meters !== undefined) respond(meters, response);
    else response.writeHead(503).end('the instrumentation is not running\n');
  };
}

/** Serves /metrics on a port of its own; does not keep the process alive. */
export function serveMetrics(meters: Meters, host: string, port: number): Server {
  const server = createServer((request, response) => {
    const found = request.method === 'GET' && request.url?.split('?', 1)[0] === '/metrics';
    if (found) respond(meters, response);
    else response.writeHead(404).end('GET /metrics\n');
  });
  OURS.add(server);
  server.on('error', (error) => diag.error(`orderwatch: no metrics on ${host}:${port}: ${error.message}`));
  server.listen(port, host);
  server.unref();
  return server;
}

function respond({ registry }: Meters, response: ServerResponse): void {
  registry.metrics().then(
    (text) => response.writeHead(200, { 'content-type': registry.contentType }).end(text),
    (error: unknown) => response.writeHead(500).end(`${String(error)}\n`),
  );
}
