import { readFileSync } from 'node:fs';
import * as http from 'node:http';
import * as https from 'node:https';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import type { OtlpTarget } from '../config/otlp-target.ts';
import { suppressTracing } from '../context/suppress.ts';
import type { Sent } from './batch-queue.ts';

const REQUEST = { 'http:': http.request, 'https:': https.request } as const;
const compress = promisify(gzip);

const SILENT = suppressTracing(ROOT_CONTEXT);
const USER_AGENT = 'orderwatch-instrumentation';
/** What OTLP/HTTP says may be tried again. */
const RETRYABLE = new Set([429, 502, 503, 504]);
const LONGEST_RETRY_AFTER_MS = 60_000;

export type Send = (body: Uint8Array) => Promise<Sent>;

/** Sends one encoded batch; never rejects. https://opentelemetry.io/docs/specs/otlp/#otlphttp */
export function createOtlpSender(target: OtlpTarget): Send {
  const url = new URL(target.url);
  const secure = url.protocol === 'https:';
  const request = secure ? REQUEST['https:'] : REQUEST['http:'];
  // One batch is on its way at a time, so one connection is enough.
  const settings = { keepAlive: true, maxSockets: 1 };
  const agent = secure ? new https.Agent({ ...settings, ...readTls(target) }) : new http.Agent(settings);
  const headers = {
    ...target.headers,
    'content-type': target.encoding === 'json' ? 'application/json' : 'application/x-protobuf',
    'user-agent': USER_AGENT,
    ...(target.gzip ? { 'content-encoding': 'gzip' } : {}),
  };
  return async (body) => {
    const payload = target.gzip ? await compress(body) : body;
    // Our exports are not traced; and a connection outlives the request that was served when it was opened.
    return context.with(SILENT, () =>
      post(request, url, { agent, headers, timeoutMs: target.timeoutMs }, payload),
    );
  };
}

function readTls({ tls }: OtlpTarget): Record<string, Buffer> {
  return Object.fromEntries(Object.entries(tls).map(([key, file]) => [key, readFileSync(file)]));
}

interface PostOptions {
  agent: http.Agent;
  headers: Readonly<Record<string, string>>;
  timeoutMs: number;
}

function post(
  request: typeof http.request,
  url: URL,
  { agent, headers, timeoutMs }: PostOptions,
  payload: Uint8Array,
): Promise<Sent> {
  return new Promise((resolve) => {
    const sending = request(url, {
      method: 'POST',
      agent,
      headers: { ...headers, 'content-length': String(payload.byteLength) },
    });
    const deadline = setTimeout(() => sending.destroy(new Error(`no answer in ${timeoutMs} ms`)), timeoutMs);
    deadline.unref();
    // The process ends when the host is done; the last flush keeps it alive itself, up to its deadline.
    sending.on('socket', (socket) => socket.unref());
    sending.on('response', (response) => {
      response.resume();
      response.on('close', () => {
        clearTimeout(deadline);
        resolve(judge(response.statusCode ?? 0, response.headers['retry-after']));
      });
    });
    sending.on('error', (error) => {
      clearTimeout(deadline);
      resolve({ kind: 'retry', reason: error.message || String(error) });
    });
    sending.end(payload);
  });
}

function judge(status: number, retryAfter: string | undefined): Sent {
  if (status >= 200 && status < 300) return { kind: 'accepted' };
  const reason = `the receiver answered ${status}`;
  if (!RETRYABLE.has(status)) return { kind: 'refused', reason };
  const seconds = Number(retryAfter);
  if (retryAfter === undefined || !Number.isFinite(seconds)) return { kind: 'retry', reason };
  return { kind: 'retry', afterMs: Math.min(LONGEST_RETRY_AFTER_MS, Math.max(0, seconds * 1000)), reason };
}
