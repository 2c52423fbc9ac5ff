import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decodeRequest, type Encoding } from './otlp/decode.ts';
import type { LogsRequest, TraceRequest } from './otlp/request.ts';

/** One request as a service sent it, and how the watcher answered. */
export interface Sent {
  readonly path: string;
  readonly encoding: Encoding;
  readonly answer: number;
}

/** Takes OTLP/HTTP like a Collector: keeps what it was sent, and hands the same bytes on to the watcher. */
export interface Tee {
  readonly url: string;
  readonly sent: readonly Sent[];
  readonly traces: readonly TraceRequest[];
  readonly logs: readonly LogsRequest[];
  /** Headers of requests that are no telemetry: of a third party that a service calls. */
  readonly calls: readonly Readonly<Record<string, unknown>>[];
  /** Waits until it holds; in vain, it fails with what `describe` says. */
  until(holds: () => boolean, describe: () => string): Promise<void>;
  close(): Promise<void>;
}

const PATIENCE_MS = 60_000;

export async function startTee(watcherUrl: string): Promise<Tee> {
  const news = new EventEmitter();
  const sent: Sent[] = [];
  const traces: TraceRequest[] = [];
  const logs: LogsRequest[] = [];
  const calls: Record<string, unknown>[] = [];
  const faults: string[] = [];

  async function take(request: IncomingMessage): Promise<number> {
    const body = Buffer.concat(await request.toArray());
    const path = request.url ?? '';
    if (!path.startsWith('/v1/')) {
      calls.push(request.headers);
      return 200;
    }
    const encoding = encodingOf(request);
    const taken = path === '/v1/traces' ? decodeRequest('traces', body, encoding) : null;
    const told = path === '/v1/logs' ? decodeRequest('logs', body, encoding) : null;
    const answer = await handOn(watcherUrl + path, body, encoding);
    // Only now: whoever waits for what was sent may ask the watcher about it.
    if (taken !== null) traces.push(taken);
    if (told !== null) logs.push(told);
    sent.push({ path, encoding, answer });
    return answer;
  }

  const server = createServer(async (request, response) => {
    const status = await take(request).catch((error: unknown) => {
      faults.push(String(error));
      return 500;
    });
    response.writeHead(status, { 'content-type': 'application/json' }).end('{}');
    news.emit('request');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sent,
    traces,
    logs,
    calls,
    async until(holds, describe) {
      const signal = AbortSignal.timeout(PATIENCE_MS);
      while (!holds()) {
        await once(news, 'request', { signal }).catch((cause) => {
          throw new Error(`waited in vain; what arrived:\n${[...faults, describe()].join('\n')}`, { cause });
        });
      }
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function encodingOf({ headers }: IncomingMessage): Encoding {
  return {
    contentType: headers['content-type'] ?? '',
    compression: String(headers['content-encoding'] ?? 'none'),
  };
}

async function handOn(url: string, body: Buffer, { contentType, compression }: Encoding): Promise<number> {
  const headers = {
    'content-type': contentType,
    ...(compression === 'none' ? {} : { 'content-encoding': compression }),
  };
  const { status } = await fetch(url, { method: 'POST', body, headers });
  return status;
}
