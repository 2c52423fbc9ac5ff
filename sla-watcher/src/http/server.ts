import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from './app.ts';
import type { HttpDeps } from './deps.ts';
import { sendProblem } from './errors.ts';
import { Problem } from './problem.ts';

/** A client that trickles its request may hold a connection no longer than this. */
const REQUEST_TIMEOUT_MS = 30_000;

export interface HttpServer {
  /** Port 0 takes a free one. Rejects when the address cannot be bound. */
  listen(host: string, port: number): Promise<{ readonly url: string }>;
  /** Takes no more requests, lets those under way finish until the deadline, then cuts them off. */
  close(deadlineMs: number): Promise<void>;
}

/** The API, the metrics and the page on one port. States: created → listening → closing → closed. */
export function createHttpServer(deps: HttpDeps): HttpServer {
  const app = createApp(deps);
  let closing = false;
  const server = createServer({ requestTimeout: REQUEST_TIMEOUT_MS }, (request, response) => {
    // A request on a kept-alive connection may come in after closing began.
    if (closing) {
      response.shouldKeepAlive = false;
      return sendProblem(response, new Problem('shutting-down', 'Ask another replica, or try again.'));
    }
    // Kept alive, a connection would outlive its last answer and hold up the closing.
    response.once('close', () => setImmediate(() => closing && server.closeIdleConnections()));
    app(request, response);
  });
  return {
    listen: (host, port) => listen(server, host, port),
    async close(deadlineMs) {
      closing = true;
      if (!server.listening) return;
      await closeServer(server, deadlineMs);
    },
  };
}

function listen(server: Server, host: string, port: number): Promise<{ readonly url: string }> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve({ url: urlOf(server.address() as AddressInfo) });
    });
  });
}

function urlOf({ address, family, port }: AddressInfo): string {
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}

function closeServer(server: Server, deadlineMs: number): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), deadlineMs);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}
