import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import protobuf from 'protobufjs';
import type { LogsRequest, TraceRequest } from './request.ts';

const root = protobuf.parse(readFileSync(join(import.meta.dirname, 'otlp.proto'), 'utf8')).root;
const MESSAGES = { traces: 'otlp.TracesData', logs: 'otlp.LogsData' } as const;
const IDS: ReadonlySet<string> = new Set(['traceId', 'spanId', 'parentSpanId']);

/** How a body came over the wire. */
export interface Encoding {
  readonly contentType: string;
  readonly compression: string;
}

interface Requests {
  traces: TraceRequest;
  logs: LogsRequest;
}

/** Any encoding of OTLP/HTTP → its JSON encoding. Not by our own decoder, which is what is tested. */
export function decodeRequest<S extends keyof Requests>(
  signal: S,
  body: Buffer,
  { contentType, compression }: Encoding,
): Requests[S] {
  const bytes = compression === 'gzip' ? gunzipSync(body) : body;
  if (contentType.startsWith('application/json')) return JSON.parse(bytes.toString('utf8'));
  const type = root.lookupType(MESSAGES[signal]);
  const plain = type.toObject(type.decode(bytes), { longs: String, bytes: Buffer, arrays: false });
  return withHexIds(plain) as Requests[S];
}

function withHexIds(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withHexIds);
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [
      key,
      IDS.has(key) && Buffer.isBuffer(child) ? child.toString('hex') : withHexIds(child),
    ]),
  );
}
