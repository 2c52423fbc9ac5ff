import fc from 'fast-check';
import type { AnyValueJson, KeyValueJson, LogJson, LogsJson, SpanJson, TracesJson } from './otlp-json.ts';

export const WANTED_KEYS = [
  'order.id',
  'order.status',
  'messaging.system',
  'http.response.status_code',
  'ключ',
];
/** Stands in every value of an attribute that nobody asked for. */
export const CANARY = 'canary@example.com';

const text = fc.string({ unit: 'binary', maxLength: 12 });
const longText = fc
  .tuple(fc.string({ unit: 'binary', minLength: 1, maxLength: 5 }), fc.integer({ min: 200, max: 1_100 }))
  .map(([piece, times]) => piece.repeat(times));
const int64 = fc.oneof(
  fc.integer(),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String),
  fc.constantFrom('9007199254740991', '9007199254740992', '-9007199254740993', '-9223372036854775808'),
);
const double = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);

const scalar: fc.Arbitrary<AnyValueJson> = fc.oneof(
  fc.record({ stringValue: fc.oneof({ weight: 5, arbitrary: text }, longText) }),
  fc.record({ boolValue: fc.boolean() }),
  fc.record({ intValue: int64 }),
  fc.record({ doubleValue: double }),
  fc.record({ bytesValue: fc.base64String({ maxLength: 16 }) }),
  fc.constant({}),
);
const nested: fc.Arbitrary<AnyValueJson> = fc.oneof(
  fc.record({ arrayValue: fc.record({ values: fc.array(scalar, { maxLength: 4 }) }) }),
  fc.record({
    kvlistValue: fc.record({ values: fc.array(fc.record({ key: text, value: scalar }), { maxLength: 2 }) }),
  }),
);
const list: fc.Arbitrary<AnyValueJson> = fc.record({
  arrayValue: fc.record({ values: fc.array(fc.oneof(scalar, nested), { maxLength: 5 }) }),
});
const anyValue = fc.oneof({ weight: 4, arbitrary: scalar }, list, nested);

const wantedAttribute: fc.Arbitrary<KeyValueJson> = fc.record(
  { key: fc.constantFrom(...WANTED_KEYS, 'service.name', 'service.version'), value: anyValue },
  { requiredKeys: ['key'] },
);
/** Keys that are near the wanted ones, with values that must go nowhere. */
const otherAttribute: fc.Arbitrary<KeyValueJson> = fc.record({
  key: fc.oneof(
    fc.constantFrom('order.ie', 'prder.id', 'order', 'order.id ', 'ORDER.ID', '', 'user.email', 'clef'),
    fc.string({ unit: 'binary', maxLength: 200 }).filter((key) => !WANTED_KEYS.includes(key)),
  ),
  value: fc.oneof(
    fc.constant({ stringValue: CANARY }),
    fc.constant({ arrayValue: { values: [{ stringValue: CANARY }] } }),
    longText.map((filler) => ({ stringValue: filler + CANARY })),
  ),
});
const attributes = fc.array(fc.oneof(wantedAttribute, otherAttribute), { maxLength: 6 });

const hex = (bytes: number) =>
  fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((id) => Buffer.from(id).toString('hex'));
const anId = (bytes: number) =>
  fc.oneof(
    { weight: 12, arbitrary: hex(bytes) },
    hex(bytes).map((id) => id.toUpperCase()),
    fc.constantFrom('', '00'.repeat(bytes)),
    fc.nat({ max: 20 }).chain(hex),
  );
const instant = fc.oneof(
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String),
  fc.nat({ max: Number.MAX_SAFE_INTEGER }),
);

const optional: { requiredKeys: never[] } = { requiredKeys: [] };
const span: fc.Arbitrary<SpanJson> = fc.record(
  {
    traceId: anId(16),
    spanId: anId(8),
    parentSpanId: anId(8),
    name: fc.oneof(text, longText),
    kind: fc.integer({ min: -2, max: 9 }),
    startTimeUnixNano: instant,
    endTimeUnixNano: instant,
    attributes,
    events: fc.array(fc.record({ timeUnixNano: instant, name: text, attributes }, optional), {
      maxLength: 3,
    }),
    links: fc.array(fc.record({ traceId: anId(16), spanId: anId(8), attributes }, optional), {
      maxLength: 3,
    }),
    status: fc.record({ code: fc.integer({ min: -1, max: 4 }), message: text }, optional),
  },
  optional,
);
const log: fc.Arbitrary<LogJson> = fc.record(
  {
    timeUnixNano: instant,
    observedTimeUnixNano: instant,
    severityNumber: fc.integer({ min: -1, max: 30 }),
    eventName: text,
    body: fc.oneof(anyValue, fc.record({ stringValue: fc.string({ minLength: 250, maxLength: 260 }) })),
    attributes,
    traceId: anId(16),
    spanId: anId(8),
  },
  optional,
);

const resource = fc.record({ attributes }, optional);
const scope = fc.record({ name: fc.oneof(text, longText), version: text }, optional);
const few = { maxLength: 3 } as const;

export const traces: fc.Arbitrary<TracesJson> = fc.record({
  resourceSpans: fc.array(
    fc.record({ resource, scopeSpans: fc.array(fc.record({ scope, spans: fc.array(span, few) }), few) }),
    few,
  ),
});
export const logs: fc.Arbitrary<LogsJson> = fc.record({
  resourceLogs: fc.array(
    fc.record({ resource, scopeLogs: fc.array(fc.record({ scope, logRecords: fc.array(log, few) }), few) }),
    few,
  ),
});
