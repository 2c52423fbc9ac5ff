import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';

/** An export request of OTLP as JSON, and when it came. */
export interface Received {
  readonly receivedAt: number;
  readonly signal: 'traces' | 'logs';
  readonly body: Record<string, unknown>;
}

export interface Receiver {
  readonly url: string;
  readonly received: readonly Received[];
  close(): Promise<void>;
}

/** A peer of OTLP/HTTP that keeps what it is sent. Loopback only. */
export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const receivedAt = Date.now();
    const text = Buffer.concat(await request.toArray()).toString();
    const signal = request.url === '/v1/traces' ? 'traces' : request.url === '/v1/logs' ? 'logs' : null;
    if (signal !== null) received.push({ receivedAt, signal, body: JSON.parse(text) });
    response.setHeader('content-type', 'application/json').end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
