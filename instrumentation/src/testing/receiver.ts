import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ReceivedRecord, type ReceivedSpan, readTelemetry } from './received.ts';

/** How the receiver answers; `hang` takes the request and says nothing, like a black hole. */
export type Answer = { status: number; headers?: Record<string, string> } | 'hang';

/** A fake OTLP/HTTP receiver over real HTTP; it keeps what it was sent, as JSON. */
export interface Receiver {
  url: string;
  spans: ReceivedSpan[];
  records: ReceivedRecord[];
  requests: { url: string; headers: Record<string, unknown>; body: Buffer }[];
  answer: Answer;
  /** Waits until `holds`; a test that waits in vain fails with what arrived. */
  until(holds: (receiver: Receiver) => boolean): Promise<void>;
  close(): Promise<void>;
}

const PATIENCE_MS = 20_000;

export async function startReceiver(answer: Answer = { status: 200 }): Promise<Receiver> {
  const events = new EventEmitter();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      receiver.requests.push({ url: request.url ?? '', headers: request.headers, body });
      const said = receiver.answer;
      if (said !== 'hang') {
        const accepted = said.status === 200;
        if (accepted) readTelemetry(body, request.headers, receiver);
        response.writeHead(said.status, { 'content-type': 'application/json', ...said.headers }).end('{}');
      }
      events.emit('request');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans: [],
    records: [],
    requests: [],
    answer,
    async until(holds) {
      const signal = AbortSignal.timeout(PATIENCE_MS);
      while (!holds(receiver)) {
        await once(events, 'request', { signal }).catch(() => {
          throw new Error(`waited in vain; what arrived:\n${renderSpans(receiver.spans)}`);
        });
      }
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return receiver;
}

/** The spans as trees, each line with its kind, name and order; links are named by the span they lead to. */
export function renderSpans(spans: readonly ReceivedSpan[]): string {
  const names = new Map(spans.map((span) => [span.spanId, span.name]));
  const roots = spans.filter(({ parentSpanId }) => parentSpanId === '' || !names.has(parentSpanId));
  const draw = (span: ReceivedSpan, indent: string): string[] => [
    `${indent}${line(span, names)}`,
    ...spans
      .filter(({ parentSpanId }) => parentSpanId === span.spanId)
      .sort(byStart)
      .flatMap((child) => draw(child, `${indent}  `)),
  ];
  return roots
    .sort(byStart)
    .flatMap((root) => draw(root, ''))
    .join('\n');
}

function byStart(a: ReceivedSpan, b: ReceivedSpan): number {
  return a.startedAt < b.startedAt ? -1 : a.startedAt > b.startedAt ? 1 : 0;
}

function line(span: ReceivedSpan, names: ReadonlyMap<string, string>): string {
  const order = span.attributes['order.id'];
  const outcome = span.attributes['orderwatch.messaging.outcome'];
  return [
    span.service,
    span.kind,
    span.name,
    ...(order === undefined ? [] : [`order=${order}`]),
    ...(outcome === undefined ? [] : [`outcome=${outcome}`]),
    ...span.links.map((spanId) => `link=${names.get(spanId) ?? 'unknown'}`),
  ].join(' ');
}
