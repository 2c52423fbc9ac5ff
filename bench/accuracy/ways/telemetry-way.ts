import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type OtlpBody, orderOf, serviceOf, spansOf } from './otlp-json.ts';

/** One request of telemetry on its way to the watcher. */
export interface Batch {
  readonly path: string;
  readonly body: OtlpBody;
}

/** What arrives of a batch, and how much later; an empty list: nothing. */
export type Change = (batch: Batch) => readonly { readonly batch: Batch; readonly afterMs: number }[];

export const STRAIGHT: Change = (batch) => [{ batch, afterMs: 0 }];

/** A span as the oracle looks at it: whose, of which order, and whether the watcher ever got it. */
export interface SentSpan {
  readonly service: string;
  readonly order: string | null;
  readonly kind: number;
  readonly spanId: string;
  readonly endedAt: number;
  arrived: boolean;
}

/** A Collector in small, which loses, repeats, delays and rewrites what it is told to. */
export interface TelemetryWay {
  readonly url: string;
  readonly sent: ReadonlyMap<string, SentSpan>;
  /** Until then services are asked to try again. */
  handOnTo(watcherUrl: string): void;
  change(next: Change): void;
  /** Shut, it answers nobody. */
  shut(isShut: boolean): void;
  /** Answers of the watcher other than a full success. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

const MAX_SPANS = 500_000;
/** As a Collector does. */
const TRIES = 10;
const RETRY_MS = 500;

export async function startTelemetryWay(): Promise<TelemetryWay> {
  const state = { watcherUrl: null as string | null, change: STRAIGHT, isShut: false, isClosed: false };
  const sent = new Map<string, SentSpan>();
  const complaints: string[] = [];
  const timers = new Set<NodeJS.Timeout>();
  const sockets = new Set<Socket>();

  async function handOn({ path, body }: Batch): Promise<void> {
    const headers = { 'content-type': 'application/json' };
    const request = { method: 'POST', headers, body: JSON.stringify(body) };
    for (let tried = 0; tried < TRIES && !state.isClosed; tried++) {
      if (tried > 0) await sleep(RETRY_MS);
      const answer = await fetch(`${state.watcherUrl}${path}`, request).catch((error: Error) => error);
      const said = answer instanceof Error ? answer.message : `${answer.status} ${await answer.text()}`;
      if (said === '200 {}') {
        for (const { span } of spansOf(body)) markArrived(sent, span.spanId);
        return;
      }
      if (!state.isClosed) complaints.push(said.slice(0, 200));
      // What is refused for good is not tried again.
      if (!(answer instanceof Error) && answer.status < 500) return;
    }
  }

  const server = createServer(async (request, response) => {
    const text = Buffer.concat(await request.toArray()).toString();
    if (state.watcherUrl === null) return void response.writeHead(503, { 'retry-after': '1' }).end();
    const batch = { path: request.url ?? '', body: JSON.parse(text) as OtlpBody };
    note(sent, batch.body);
    const now = [];
    for (const { batch: part, afterMs } of state.change(batch)) {
      if (afterMs === 0) now.push(handOn(part));
      else {
        const timer = setTimeout(() => {
          timers.delete(timer);
          void handOn(part);
        }, afterMs);
        timers.add(timer);
      }
    }
    await Promise.all(now);
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  server.on('connection', (socket) => {
    if (state.isShut) return void socket.destroy();
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sent,
    complaints,
    handOnTo(url) {
      state.watcherUrl = url;
    },
    change(next) {
      state.change = next;
    },
    shut(isShut) {
      state.isShut = isShut;
      if (isShut) for (const socket of sockets) socket.destroy();
    },
    async close() {
      state.isClosed = true;
      for (const timer of timers) clearTimeout(timer);
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function note(sent: Map<string, SentSpan>, body: OtlpBody): void {
  for (const { group, span } of spansOf(body)) {
    if (sent.size >= MAX_SPANS) return;
    sent.set(span.spanId, {
      service: serviceOf(group),
      order: orderOf(span.attributes),
      kind: span.kind,
      spanId: span.spanId,
      endedAt: Number(BigInt(span.endTimeUnixNano) / 1_000_000n),
      arrived: false,
    });
  }
}

function markArrived(sent: ReadonlyMap<string, SentSpan>, spanId: string): void {
  const span = sent.get(spanId);
  if (span !== undefined) span.arrived = true;
}
