import { type Attributes, SpanKind, type SpanOptions, SpanStatusCode } from '@opentelemetry/api';
import {
  JsonTraceSerializer,
  ProtobufLogsSerializer,
  ProtobufTraceSerializer,
} from '@opentelemetry/otlp-transformer';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LOGS_REQUEST, readMessage, TRACE_REQUEST } from '../testing/read-protobuf.ts';
import { jsonRequest, spanToJson } from './encode-json.ts';
import { encodeLog } from './encode-logs.ts';
import { encodeRequest } from './encode-request.ts';
import { encodeSpan } from './encode-spans.ts';

const encodeSpans = (items: ReturnType<typeof encodeSpan>[]) =>
  encodeRequest(resource.attributes as Attributes, items);
const encodeLogs = encodeSpans;

const resource = resourceFromAttributes({ 'service.name': 'shop', 'process.pid': 7 });
const parent = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1, isRemote: true };

/** Whatever a span can hold, finished. */
function spansWith(attributes: NonNullable<SpanOptions['attributes']>, name = 'a span') {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({ resource, spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  for (const scope of ['one', 'two', 'one']) {
    const links = [{ context: parent, attributes }];
    const span = provider
      .getTracer(scope, '1.2')
      .startSpan(name, { kind: SpanKind.CLIENT, attributes, links });
    span.addEvent('happened', attributes, [1_795_274_181, 999_999_999]);
    span.setStatus({ code: SpanStatusCode.ERROR, message: 'broken' });
    span.end();
  }
  return exporter.getFinishedSpans();
}

const value = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ minLength: 40, maxLength: 300 }),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, min: -1e15, max: 1e15 }),
  fc.boolean(),
  fc.array(fc.string(), { maxLength: 4 }),
);
const attributes = fc.dictionary(fc.string({ minLength: 1 }), value, { maxKeys: 12, noNullPrototype: true });

describe('what we encode', () => {
  it("reads the same as what OpenTelemetry's own serializer writes", () => {
    fc.assert(
      fc.property(attributes, (some) => {
        const spans = spansWith(some);
        const theirs = ProtobufTraceSerializer.serializeRequest(spans);
        expect(readMessage(encodeSpans(spans.map(encodeSpan))!, TRACE_REQUEST)).toEqual(
          readMessage(theirs!, TRACE_REQUEST),
        );
      }),
    );
  });

  it('is the same for log records', () => {
    const exporter = new InMemoryLogRecordExporter();
    const provider = new LoggerProvider({
      resource,
      processors: [new SimpleLogRecordProcessor({ exporter })],
    });
    provider
      .getLogger('pino')
      .emit({ body: 'line ü', severityNumber: 9, severityText: 'INFO', attributes: { a: 1 } });
    provider.getLogger('pino').emit({ eventName: 'order.status.changed', timestamp: new Date(5) });
    const records = exporter.getFinishedLogRecords();
    const theirs = ProtobufLogsSerializer.serializeRequest(records);
    expect(readMessage(encodeLogs(records.map(encodeLog))!, LOGS_REQUEST)).toEqual(
      readMessage(theirs!, LOGS_REQUEST),
    );
  });

  it('is the same as JSON', () => {
    const spans = spansWith({ text: 'x', whole: -1, part: 0.5, flag: true, list: ['a'] });
    const read = (bytes: Uint8Array | undefined) => JSON.parse(Buffer.from(bytes!).toString());
    expect(
      read(jsonRequest('spans', resource.attributes as Attributes, spans.map(spanToJson))).resourceSpans[0]
        .scopeSpans[0].spans[0].attributes,
    ).toEqual(
      read(JsonTraceSerializer.serializeRequest(spans)).resourceSpans[0].scopeSpans[0].spans[0].attributes,
    );
  });

  it('outgrows its memory, and begins anew', () => {
    const spans = spansWith({ long: 'x'.repeat(200_000) });
    for (let round = 0; round < 3; round++) {
      const theirs = ProtobufTraceSerializer.serializeRequest(spans);
      expect(readMessage(encodeSpans(spans.map(encodeSpan))!, TRACE_REQUEST)).toEqual(
        readMessage(theirs!, TRACE_REQUEST),
      );
    }
  });

  it('is nothing of nothing', () => {
    expect(encodeSpans([])).toBeUndefined();
  });
});
