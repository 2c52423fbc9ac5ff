import { describe, expect, it } from 'vitest';
import { LONGEST_LIST, LONGEST_TEXT, MOST_EVENTS, MOST_ITEMS, MOST_LINKS } from './caps.ts';
import { decodeLogs, decodeTraces } from './decode.ts';
import type { DecodedSpan, OtlpForm } from './telemetry.ts';
import { encodeLogs, encodeTraces } from './testing/encode-otlp.ts';
import {
  type AnyValueJson,
  attributesJson,
  jsonBytes,
  type SpanJson,
  type TracesJson,
} from './testing/otlp-json.ts';
import { createWanted } from './wanted.ts';

const FORMS: readonly OtlpForm[] = ['protobuf', 'json'];
const all = createWanted(['order.id', 'order.status'], null);
const ofOrders = createWanted(['order.id', 'order.status'], ['order.id']);
const ids = { traceId: '5b8efff798038103d269b633813fc60c', spanId: 'eee19b7ec3c1b174' };
const order = attributesJson({ 'order.id': '42' });

function request(...spans: readonly SpanJson[]): TracesJson {
  return { resourceSpans: [{ scopeSpans: [{ spans }] }] };
}

function bytesOf(json: TracesJson, form: OtlpForm): Uint8Array {
  return form === 'json' ? jsonBytes(json) : encodeTraces(json);
}

function spansOf(json: TracesJson, form: OtlpForm, wanted = all): readonly DecodedSpan[] {
  return decodeTraces(bytesOf(json, form), form, wanted).spans;
}

/** What becomes of one value. */
function becomes(value: AnyValueJson, form: OtlpForm) {
  const [span] = spansOf(request({ ...ids, attributes: [{ key: 'order.id', value }] }), form);
  return { value: span?.attributes['order.id'], cut: span?.cut };
}

describe.each(FORMS)('a span in %s', (form) => {
  it('has what the protocol says of it', () => {
    const json: TracesJson = {
      resourceSpans: [
        {
          resource: {
            attributes: attributesJson({
              'service.name': 'crm-api',
              'service.instance.id': 'crm-1',
              'service.version': '2.1',
              'host.name': 'node-3',
            }),
          },
          scopeSpans: [
            {
              scope: { name: 'amqplib', version: '0.71.0' },
              spans: [
                {
                  ...ids,
                  parentSpanId: '00f067aa0ba902b7',
                  name: 'publish orders',
                  kind: 4,
                  startTimeUnixNano: '1795000000000000001',
                  endTimeUnixNano: '18446744073709551615',
                  attributes: attributesJson({ 'order.id': '42', 'user.email': 'a@b.example' }),
                  events: [
                    {
                      timeUnixNano: 7,
                      name: 'order.status.changed',
                      attributes: attributesJson({ 'order.status': 'SUBMITTED' }),
                    },
                  ],
                  links: [
                    { ...ids, attributes: order },
                    { traceId: '00'.repeat(16), attributes: order },
                  ],
                  status: { code: 2, message: 'refused' },
                },
              ],
            },
          ],
        },
      ],
    };
    expect(spansOf(json, form)).toEqual([
      {
        ...ids,
        parentSpanId: '00f067aa0ba902b7',
        name: 'publish orders',
        kind: 'producer',
        status: 'error',
        startNs: 1_795_000_000_000_000_001n,
        endNs: 18_446_744_073_709_551_615n,
        origin: {
          serviceName: 'crm-api',
          serviceInstanceId: 'crm-1',
          serviceVersion: '2.1',
          attributes: { 'service.name': 'crm-api', 'service.instance.id': 'crm-1', 'service.version': '2.1' },
          cut: [],
        },
        scope: 'amqplib',
        attributes: { 'order.id': '42' },
        cut: [],
        events: [
          { name: 'order.status.changed', timeNs: 7n, attributes: { 'order.status': 'SUBMITTED' }, cut: [] },
        ],
        links: [
          { ...ids, attributes: { 'order.id': '42' }, cut: [] },
          { traceId: null, spanId: null, attributes: { 'order.id': '42' }, cut: [] },
        ],
        leftOut: 0,
      },
    ]);
  });

  it.each<[string, AnyValueJson, unknown]>([
    ['a text', { stringValue: 'заказ' }, 'заказ'],
    ['an empty text', { stringValue: '' }, ''],
    ['a whole number', { intValue: '-42' }, -42],
    ['the last exact number', { intValue: '9007199254740991' }, 9_007_199_254_740_991],
    ['a number beyond', { intValue: '9007199254740993' }, '9007199254740993'],
    ['the lowest number', { intValue: '-9223372036854775808' }, '-9223372036854775808'],
    ['a fraction', { doubleValue: 1.5 }, 1.5],
    ['false', { boolValue: false }, false],
    ['texts', { arrayValue: { values: [{ stringValue: 'a' }, { stringValue: 'b' }] } }, ['a', 'b']],
    ['numbers', { arrayValue: { values: [{ intValue: 1 }, { doubleValue: 2.5 }] } }, ['1']],
    ['lists in a list', { arrayValue: { values: [{ arrayValue: { values: [{ stringValue: 'a' }] } }] } }, []],
    ['a map', { kvlistValue: { values: order } }, undefined],
    ['octets', { bytesValue: 'AAAA' }, undefined],
    ['nothing', {}, undefined],
  ])('keeps of %s what it can use', (_what, value, expected) => {
    expect(becomes(value, form)).toEqual({ value: expected, cut: [] });
  });

  it('cuts a long text between characters, and says so', () => {
    const whole = 'я'.repeat(LONGEST_TEXT);
    expect(becomes({ stringValue: whole }, form)).toEqual({ value: whole, cut: [] });
    expect(becomes({ stringValue: `${whole}я` }, form)).toEqual({ value: whole, cut: ['order.id'] });
    const astral = `${'a'.repeat(LONGEST_TEXT - 1)}😀`;
    expect(becomes({ stringValue: astral }, form)).toEqual({ value: astral.slice(0, -2), cut: ['order.id'] });
    const name = `${'n'.repeat(LONGEST_TEXT)}…`;
    expect(spansOf(request({ ...ids, name: 'n'.repeat(5_000) }), form)[0]?.name).toBe(name);
  });

  it('cuts a long list, and says so', () => {
    const values = Array<AnyValueJson>(LONGEST_LIST + 1).fill({ stringValue: 'x' });
    const { value, cut } = becomes({ arrayValue: { values } }, form);
    expect([(value as string[]).length, cut]).toEqual([LONGEST_LIST, ['order.id']]);
  });

  it('keeps so many events and links, and counts the others', () => {
    const events = Array(MOST_EVENTS + 2).fill({ name: 'retry' });
    const links = Array(MOST_LINKS + 3).fill(ids);
    const [span] = spansOf(request({ ...ids, events, links }), form);
    expect([span?.events.length, span?.links.length, span?.leftOut]).toEqual([MOST_EVENTS, MOST_LINKS, 5]);
  });

  it.each([
    ['it has an order', { attributes: order }],
    ['an event has', { events: [{ attributes: order }] }],
    ['a link has', { links: [{ attributes: order }] }],
    ['the order is of no known type', { attributes: [{ key: 'order.id' }] }],
  ])('is kept among others if %s', (_what, span: SpanJson) => {
    const decoded = decodeTraces(
      bytesOf(
        request(ids, { ...ids, ...span }, { ...ids, attributes: attributesJson({ 'order.i': '1' }) }),
        form,
      ),
      form,
      ofOrders,
    );
    expect([decoded.spans.length, decoded.passedOver]).toEqual([1, 2]);
  });

  it('is kept if its resource has an order', () => {
    const json = { resourceSpans: [{ resource: { attributes: order }, scopeSpans: [{ spans: [ids] }] }] };
    expect(spansOf(json, form, ofOrders)).toMatchObject([{ origin: { attributes: { 'order.id': '42' } } }]);
  });

  it.each([
    ['a trace id of another length', { traceId: '5b8e' }, 'the trace id is not 16 bytes, or all zeros'],
    ['no span id', { spanId: '' }, 'the span id is not 8 bytes, or all zeros'],
    ['a span id of zeros', { spanId: '00'.repeat(8) }, 'the span id is not 8 bytes, or all zeros'],
    ['a parent of another length', { parentSpanId: '5b' }, 'the parent span id is not 8 bytes'],
  ])('with %s is refused, and the others are not', (_what, span, detail) => {
    const decoded = decodeTraces(bytesOf(request(ids, { ...ids, ...span }, ids), form), form, all);
    expect(decoded.spans).toHaveLength(2);
    expect(decoded.refused).toEqual([{ position: 'span 2', detail }]);
  });

  it('comes with so many others at most', () => {
    const spans = Array(MOST_ITEMS + 1).fill(ids);
    expect(() => spansOf(request(...spans), form)).toThrowError(
      expect.objectContaining({ code: 'otlp-too-large' }),
    );
  });
});

describe.each(FORMS)('a log record in %s', (form) => {
  const decode = (log: object) => {
    const json = { resourceLogs: [{ scopeLogs: [{ scope: { name: 'pino' }, logRecords: [log] }] }] };
    return decodeLogs(form === 'json' ? jsonBytes(json) : encodeLogs(json), form, all).logs[0];
  };

  it('has what the protocol says of it', () => {
    const log = {
      ...ids,
      timeUnixNano: '1795000000000000001',
      observedTimeUnixNano: '1795000000000000002',
      severityNumber: 9,
      eventName: 'order.status.changed',
      body: { stringValue: 'order 42 is SUBMITTED' },
      attributes: order,
    };
    expect(decode(log)).toMatchObject({
      ...ids,
      timeNs: 1_795_000_000_000_000_001n,
      observedNs: 1_795_000_000_000_000_002n,
      severity: 9,
      eventName: 'order.status.changed',
      body: 'order 42 is SUBMITTED',
      scope: 'pino',
      attributes: { 'order.id': '42' },
    });
  });

  it('need not be within a span, and has a body only if that is a short text', () => {
    expect(decode({ traceId: '5b', body: { intValue: 1 } })).toMatchObject({
      traceId: null,
      spanId: null,
      body: null,
    });
    expect(decode({ body: { stringValue: 'x'.repeat(257) } })?.body).toBeNull();
  });
});
