import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A span as its service sent it. */
export interface SentSpan {
  readonly service: string;
  readonly name: string;
  /** As OTLP counts: 2 server, 3 client, 4 producer, 5 consumer. */
  readonly kind: number;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly startNs: bigint;
  readonly endNs: bigint;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** The spans that it links to, by their ids. */
  readonly links: readonly string[];
}

export interface SentRecord {
  readonly service: string;
  readonly traceId: string;
  readonly eventName: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** A Collector in small: keeps what services send and hands it on, as it came, to the watcher. */
export interface Relay {
  readonly url: string;
  readonly spans: readonly SentSpan[];
  readonly records: readonly SentRecord[];
  /** What the watcher answered other than a full success. */
  readonly complaints: readonly string[];
  /** Until then it asks services to try again. */
  handOnTo(watcherUrl: string): void;
  close(): Promise<void>;
}

interface KeyValue {
  key: string;
  value: Record<string, unknown>;
}
interface OtlpSpan {
  name: string;
  kind: number;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes?: KeyValue[];
  links?: { spanId: string }[];
}
interface OtlpRecord {
  traceId?: string;
  eventName?: string;
  body?: { stringValue?: string };
  attributes?: KeyValue[];
}
interface Group {
  resource: { attributes: KeyValue[] };
  scopeSpans?: { spans: OtlpSpan[] }[];
  scopeLogs?: { logRecords: OtlpRecord[] }[];
}

export async function startRelay(): Promise<Relay> {
  let watcherUrl: string | null = null;
  const [spans, records, complaints]: [SentSpan[], SentRecord[], string[]] = [[], [], []];
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray());
    if (watcherUrl === null) return void response.writeHead(503, { 'retry-after': '1' }).end();
    const { resourceSpans = [], resourceLogs = [] } = JSON.parse(body.toString()) as Record<string, Group[]>;
    for (const { resource, scopeSpans = [] } of resourceSpans) {
      spans.push(
        ...scopeSpans.flatMap((scope) => scope.spans.map((span) => readSpan(serviceOf(resource), span))),
      );
    }
    for (const { resource, scopeLogs = [] } of resourceLogs) {
      const own = scopeLogs.flatMap(({ logRecords }) => logRecords);
      records.push(...own.map((record) => readRecord(serviceOf(resource), record)));
    }
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${watcherUrl}${request.url}`, { method: 'POST', headers, body });
    const said = await answer.text();
    if (answer.status !== 200 || said !== '{}') complaints.push(`${answer.status} ${said}`);
    response.writeHead(answer.status, headers).end(said);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ spans, records, complaints },
    handOnTo(url) {
      watcherUrl = url;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function serviceOf({ attributes }: Group['resource']): string {
  return String(readAttributes(attributes)['service.name']);
}

function readSpan(service: string, span: OtlpSpan): SentSpan {
  const { name, kind, traceId, spanId, parentSpanId = '', links = [] } = span;
  return {
    ...{ service, name, kind, traceId, spanId, parentSpanId },
    startNs: BigInt(span.startTimeUnixNano),
    endNs: BigInt(span.endTimeUnixNano),
    attributes: readAttributes(span.attributes),
    links: links.map((link) => link.spanId),
  };
}

function readRecord(service: string, record: OtlpRecord): SentRecord {
  const { traceId = '', eventName = '', body } = record;
  const attributes = readAttributes(record.attributes);
  return { service, traceId, eventName, body: body?.stringValue ?? '', attributes };
}

function readAttributes(attributes: KeyValue[] = []): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
}
