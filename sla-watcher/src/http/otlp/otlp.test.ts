import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { StoreUnavailable } from '../../domain/errors.ts';
import type { DecodedTraces } from '../../observe/otlp/telemetry.ts';
import { encodeLogs, encodeTraces } from '../../observe/otlp/testing/encode-otlp.ts';
import {
  attributesJson,
  jsonBytes,
  type LogsJson,
  type TracesJson,
} from '../../observe/otlp/testing/otlp-json.ts';
import { PROBLEMS } from '../problem.ts';
import { type OtlpServer, type OtlpServerOptions, serveOtlp } from './testing/serve-otlp.ts';

const open: OtlpServer[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});
async function serve(options: OtlpServerOptions = {}): Promise<OtlpServer> {
  const server = await serveOtlp(options);
  open.push(server);
  return server;
}

const PROTOBUF = { 'content-type': 'application/x-protobuf' };
const JSON_TYPE = { 'content-type': 'application/json' };
const GZIP = { 'content-encoding': 'gzip' };
const MIB = 1024 * 1024;
/** google.rpc.Code */
const INVALID_ARGUMENT = 3;

const span = {
  traceId: '5b8efff798038103d269b633813fc60c',
  spanId: 'eee19b7ec3c1b174',
  name: 'publish',
  attributes: attributesJson({ 'order.id': '42' }),
};
const traces: TracesJson = { resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] };
const logs: LogsJson = {
  resourceLogs: [{ scopeLogs: [{ logRecords: [{ attributes: attributesJson({ 'order.id': '42' }) }] }] }],
};

/** A body in pieces without a length, so that it is sent chunked. */
function chunked(piece: Uint8Array, times: number): ReadableStream<Uint8Array> {
  let sent = 0;
  return new ReadableStream({
    pull(controller) {
      sent += 1;
      if (sent > times) controller.close();
      else controller.enqueue(piece);
    },
  });
}

describe('OTLP/HTTP, what a server owes', () => {
  it('1: POST /v1/traces and /v1/logs', async () => {
    const server = await serve();
    expect((await server.post('/v1/traces', encodeTraces(traces))).status).toBe(200);
    expect((await server.post('/v1/logs', encodeLogs(logs))).status).toBe(200);
    expect(server.ingested).toMatchObject([
      { spans: [{ traceId: span.traceId, attributes: { 'order.id': '42' } }] },
      { logs: [{ attributes: { 'order.id': '42' } }] },
    ]);
    expect((await fetch(`${server.url}/v1/traces`)).status).toBe(405);
  });

  it.each([
    ['application/x-protobuf', encodeTraces(traces)],
    ['Application/X-Protobuf; proto=x', encodeTraces(traces)],
    ['application/json', jsonBytes(traces)],
    ['application/json; charset=utf-8', jsonBytes(traces)],
  ])('2: one port for both encodings, told by the type: %s', async (type, body) => {
    const server = await serve();
    expect((await server.post('/v1/traces', body, { 'content-type': type })).status).toBe(200);
    expect(server.ingested).toMatchObject([{ spans: [{ spanId: span.spanId }] }]);
  });

  it.each(['text/plain', 'application/grpc', 'application/json-seq', ''])(
    '3: another type → 415: "%s"',
    async (type) => {
      const server = await serve();
      const answer = await server.post('/v1/traces', Buffer.from('{}'), { 'content-type': type });
      expect(answer.status).toBe(415);
      expect(await answer.json()).toMatchObject({ code: INVALID_ARGUMENT });
      expect(server.ingested).toEqual([]);
    },
  );

  it.each([PROTOBUF, JSON_TYPE])('4: the answer is in the encoding of the request: %o', async (type) => {
    const server = await serve();
    for (const body of ['', 'neither']) {
      const answer = await server.post('/v1/traces', body, type);
      expect(answer.headers.get('content-type')).toBe(type['content-type']);
    }
  });

  it('5: identity and gzip; corrupt gzip → 400; an unknown encoding → 415', async () => {
    const server = await serve();
    const status = async (body: Uint8Array, encoding: string) =>
      (await server.post('/v1/traces', body, { ...PROTOBUF, 'content-encoding': encoding })).status;
    const body = encodeTraces(traces);
    expect(await status(body, 'identity')).toBe(200);
    expect(await status(gzipSync(body), 'gzip')).toBe(200);
    expect(await status(body, 'gzip')).toBe(400);
    expect(await status(gzipSync(body).subarray(0, 30), 'gzip')).toBe(400);
    expect(await status(body, 'br')).toBe(415);
    expect(server.ingested).toHaveLength(2);
  });

  it.each([
    ['announced', Buffer.alloc(20 * MIB), PROTOBUF],
    ['chunked', chunked(Buffer.alloc(MIB), 40), PROTOBUF],
    ['inflated', gzipSync(Buffer.alloc(20 * MIB)), { ...PROTOBUF, ...GZIP }],
    ['inflated and chunked', chunked(gzipSync(Buffer.alloc(20 * MIB)), 1), { ...PROTOBUF, ...GZIP }],
    ['JSON, whose limit is lower', Buffer.alloc(5 * MIB, ' '), JSON_TYPE],
  ])('6: a body that is too large → 413: %s', async (_how, body, headers) => {
    const server = await serve();
    const answer = await server.post('/v1/traces', body, headers);
    expect(answer.status).toBe(413);
    expect((await answer.arrayBuffer()).byteLength).toBeGreaterThan(0);
    expect(server.ingested).toEqual([]);
  });

  it('6: of a bomb no more is held than is allowed', async () => {
    const server = await serve();
    const bomb = gzipSync(Buffer.alloc(512 * MIB), { level: 9 });
    const before = process.memoryUsage().arrayBuffers;
    let most = before;
    const watching = setInterval(() => {
      most = Math.max(most, process.memoryUsage().arrayBuffers);
    }, 1);
    const answer = await server.post('/v1/traces', bomb, { ...PROTOBUF, ...GZIP });
    clearInterval(watching);
    expect(answer.status).toBe(413);
    expect(most - before).toBeLessThan(64 * MIB);
  });

  it.each([
    ['no bytes', '', PROTOBUF],
    ['no bytes', '', JSON_TYPE],
    ['no resources', '{}', JSON_TYPE],
    ['an empty list', '{"resourceSpans":[]}', JSON_TYPE],
  ])('7: an empty request → 200: %s', async (_what, body, type) => {
    const server = await serve();
    expect((await server.post('/v1/traces', body, type)).status).toBe(200);
  });

  it('8: success is exactly 200 with an Export…Response, partial_success unset', async () => {
    const server = await serve();
    const protobuf = await server.post('/v1/traces', encodeTraces(traces));
    expect([protobuf.status, (await protobuf.arrayBuffer()).byteLength]).toEqual([200, 0]);
    const json = await server.post('/v1/logs', jsonBytes(logs), JSON_TYPE);
    expect([json.status, await json.text()]).toEqual([200, '{}']);
  });

  it('9: partial success is 200 with the count and a message', async () => {
    const ingest = async () => ({ accepted: 1, rejected: 300, message: 'no such stage' });
    const server = await serve({ ingest });
    const json = await server.post('/v1/traces', jsonBytes(traces), JSON_TYPE);
    expect(json.status).toBe(200);
    expect(await json.json()).toEqual({
      partialSuccess: { rejectedSpans: '300', errorMessage: 'no such stage' },
    });
    expect(await (await server.post('/v1/logs', jsonBytes(logs), JSON_TYPE)).json()).toEqual({
      partialSuccess: { rejectedLogRecords: '300', errorMessage: 'no such stage' },
    });
    const protobuf = Buffer.from(await (await server.post('/v1/traces', encodeTraces(traces))).arrayBuffer());
    expect(protobuf.toString('latin1')).toBe('\x0a\x12\x08\xac\x02\x12\x0dno such stage');
  });

  it('9: what was rejected without a word has a message all the same', async () => {
    const server = await serve({ ingest: async () => ({ accepted: 0, rejected: 1, message: '' }) });
    const answer = await server.post('/v1/traces', jsonBytes(traces), JSON_TYPE);
    expect(await answer.json()).toMatchObject({ partialSuccess: { errorMessage: /\w+/ } });
  });

  it('10: a warning is rejected 0 with a message', async () => {
    const server = await serve({ ingest: async () => ({ accepted: 1, rejected: 0, message: 'old names' }) });
    const json = await server.post('/v1/traces', jsonBytes(traces), JSON_TYPE);
    expect(await json.json()).toEqual({ partialSuccess: { errorMessage: 'old names' } });
    const protobuf = Buffer.from(await (await server.post('/v1/traces', encodeTraces(traces))).arrayBuffer());
    expect(protobuf.toString('latin1')).toBe('\x0a\x0b\x12\x09old names');
  });

  it.each([
    ['no protobuf', 'hello', PROTOBUF],
    ['torn', encodeTraces(traces).subarray(0, -1), PROTOBUF],
    ['no JSON', '{"resourceSpans":', JSON_TYPE],
    ['not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), JSON_TYPE],
    ['a list', '[]', JSON_TYPE],
    ['of a wrong type', '{"resourceSpans":5}', JSON_TYPE],
  ])('11: bad data → 400: %s', async (_what, body, type) => {
    const server = await serve();
    const answer = await server.post('/v1/traces', body, type);
    expect(answer.status).toBe(400);
    expect(server.ingested).toEqual([]);
  });

  it('12: the body of an error is a Status', async () => {
    const server = await serve();
    const json = await server.post('/v1/traces', '[]', JSON_TYPE);
    expect(await json.json()).toEqual({
      code: INVALID_ARGUMENT,
      message: 'the body must be an object',
      details: [
        {
          '@type': 'type.googleapis.com/google.rpc.BadRequest',
          fieldViolations: [{ description: 'the body must be an object' }],
        },
      ],
    });
    const text = 'the body ends in the middle of a field';
    const protobuf = Buffer.from(
      await (await server.post('/v1/traces', Buffer.from([0x0a, 5]))).arrayBuffer(),
    );
    const violation = `\x0a\x28\x12\x26${text}`;
    const details = `\x0a\x29type.googleapis.com/google.rpc.BadRequest\x12\x2a${violation}`;
    expect(protobuf.toString('latin1')).toBe(`\x08\x03\x12\x26${text}\x1a\x57${details}`);
    const method = await fetch(`${server.url}/v1/logs`, { method: 'PUT', headers: JSON_TYPE });
    expect(await method.json()).toEqual({ code: 12, message: 'This path takes POST.' });
  });

  it('13: a store that fails → 503; nothing else of ours invites a retry but 429', async () => {
    const ingest = () => Promise.reject(new StoreUnavailable('disk full'));
    const answer = await (await serve({ ingest })).post('/v1/traces', encodeTraces(traces));
    expect(answer.status).toBe(503);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    const retried = [429, 502, 503, 504];
    const invites = Object.entries(PROBLEMS).filter(([, { status }]) => retried.includes(status));
    expect(invites.map(([code]) => code)).toEqual(['too-busy', 'store-unavailable', 'shutting-down']);
  });

  it('13: too many bytes in flight → 429 with Retry-After, until they are taken', async () => {
    const { promise: stored, resolve: store } = Promise.withResolvers<void>();
    const { promise: reached, resolve: reach } = Promise.withResolvers<void>();
    const server = await serve({
      limits: { bodyBytes: { protobuf: MIB, json: MIB }, inFlightBytes: MIB },
      ingest: async () => {
        reach();
        await stored;
        return { accepted: 0, rejected: 0, message: '' };
      },
    });
    // A field that is not known: valid, and large.
    const body = Buffer.concat([Buffer.from([0xfa, 0x01, 0x80, 0x80, 0x30]), Buffer.alloc(768 * 1024)]);
    const first = server.post('/v1/traces', body);
    await reached;
    const second = await server.post('/v1/traces', body);
    expect([second.status, Number(second.headers.get('retry-after')) > 0]).toEqual([429, true]);
    store();
    expect((await first).status).toBe(200);
    expect((await server.post('/v1/traces', body)).status).toBe(200);
  });

  it('14: 200 only after what was taken in is durable', async () => {
    const { promise: stored, resolve: store } = Promise.withResolvers<void>();
    const order: string[] = [];
    const server = await serve({
      ingest: async () => {
        await stored;
        order.push('stored');
        return { accepted: 1, rejected: 0, message: '' };
      },
    });
    const answered = server.post('/v1/traces', encodeTraces(traces)).then(() => order.push('answered'));
    while (server.ingested.length === 0) await sleep(1);
    store();
    await answered;
    expect(order).toEqual(['stored', 'answered']);
  });

  it('15: JSON as the protocol writes it', async () => {
    const server = await serve();
    const body = `{"resourceSpans":[{"scopeSpans":[{"spans":[{
      "traceId":"5B8EFFF798038103d269B633813FC60C","spanId":"EEE19B7EC3C1B174","kind":4,
      "startTimeUnixNano":"1544712660300000001","endTimeUnixNano":1544712661300000003,
      "end_time_unix_nano":"7","surprise":{"of":["a","later","version"]},
      "attributes":[{"key":"order.id","value":{"intValue":9007199254740993}}]}]}]}]}`;
    expect((await server.post('/v1/traces', body, JSON_TYPE)).status).toBe(200);
    expect(server.ingested).toMatchObject([
      {
        spans: [
          {
            traceId: span.traceId,
            spanId: span.spanId,
            kind: 'producer',
            startNs: 1_544_712_660_300_000_001n,
            endNs: 1_544_712_661_300_000_003n,
            attributes: { 'order.id': '9007199254740993' },
          },
        ],
      },
    ]);
    const named =
      '{"resourceSpans":[{"scopeSpans":[{"spans":[{"kind":"SPAN_KIND_SERVER","attributes":[{"key":"order.id"}]}]}]}]}';
    expect((await server.post('/v1/traces', named, JSON_TYPE)).status).toBe(400);
  });

  it('16: a span that is sent again has the same identity and content, so that it counts once', async () => {
    const seen = new Map<string, object>();
    const server = await serve({
      ingest: async (decoded) => {
        const { spans } = decoded as DecodedTraces;
        const fresh = spans.filter(({ traceId, spanId }) => !seen.has(`${traceId} ${spanId}`));
        for (const one of spans) seen.set(`${one.traceId} ${one.spanId}`, one);
        return { accepted: fresh.length, rejected: 0, message: '' };
      },
    });
    await server.post('/v1/traces', encodeTraces(traces));
    await server.post('/v1/traces', gzipSync(encodeTraces(traces)), { ...PROTOBUF, ...GZIP });
    await server.post('/v1/traces', jsonBytes(traces), JSON_TYPE);
    expect(seen.size).toBe(1);
    expect(server.ingested[1]).toEqual(server.ingested[0]);
    expect(server.ingested[2]).toEqual(server.ingested[0]);
  });

  it('17: no CORS', async () => {
    const server = await serve();
    const origin = { origin: 'https://evil.example' };
    const answer = await server.post('/v1/traces', encodeTraces(traces), { ...PROTOBUF, ...origin });
    const preflight = await fetch(`${server.url}/v1/traces`, {
      method: 'OPTIONS',
      headers: { ...origin, 'access-control-request-method': 'POST' },
    });
    for (const { headers } of [answer, preflight]) {
      expect([...headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
    }
    expect(preflight.ok).toBe(false);
  });

  it('18: whatever the bytes, 200 or 400', async () => {
    const server = await serve();
    const body = fc.oneof(
      fc.uint8Array({ maxLength: 100 }),
      fc.nat().map((at) => encodeTraces(traces).subarray(0, at % 100)),
      fc.nat({ max: 5_000 }).map((depth) => Buffer.alloc(depth, 0x0b)),
      fc.nat({ max: 5_000 }).map((depth) => Buffer.from('['.repeat(depth))),
      fc.nat({ max: 20 }).map((bytes) => Buffer.alloc(bytes, 0x80)),
    );
    await fc.assert(
      fc.asyncProperty(body, fc.constantFrom(PROTOBUF, JSON_TYPE), async (bytes, type) => {
        const answer = await server.post('/v1/traces', bytes, type);
        expect([200, 400]).toContain(answer.status);
      }),
      { numRuns: 300 },
    );
  });
});
