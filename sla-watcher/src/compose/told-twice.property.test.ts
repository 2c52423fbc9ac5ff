import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Observation } from '../domain/observation.ts';
import { emptyJourney, fold } from '../journey/fold.ts';
import { normalise } from '../normalise/normalise.ts';
import { encodeLogs, encodeTraces } from '../observe/otlp/testing/encode-otlp.ts';
import { oddStyle } from '../observe/otlp/testing/encoding-style.ts';
import {
  attributesJson,
  jsonBytes,
  type KeyValueJson,
  type LogsJson,
  type TracesJson,
} from '../observe/otlp/testing/otlp-json.ts';
import { NOON } from '../testing/model.ts';
import { WATCHED } from '../testing/stuck.ts';
import { createTelemetryReader } from './telemetry-reader.ts';

const reader = createTelemetryReader(WATCHED);
if (reader === null) throw new Error('the model has no trace witness');

/** A delivery, as the instrumentation puts it on the span of the handler and on the record beside it. */
interface Delivery {
  readonly traceId: string;
  readonly spanId: string;
  readonly startNs: bigint;
  readonly lastsNs: bigint;
  readonly attributes: readonly KeyValueJson[];
}

const hex = (bytes: number) =>
  fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((id) => {
    return Buffer.from(id).toString('hex').replace(/^0/, '1');
  });
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const attributes = fc
  .record({
    'order.id': fc.constantFrom('42', 'M-0042', '7'),
    'order.line': optional(fc.constantFrom('1', 'ring-left')),
    'order.channel': optional(fc.constantFrom('b2b', 'b2c')),
    'order.status': optional(fc.constantFrom('PLACED', 'PRICED')),
    'messaging.system': fc.constant('rabbitmq'),
    'messaging.operation.type': fc.constant('process'),
    'messaging.destination.name': fc.constant('orders:order.placed:mes.orders'),
    'messaging.rabbitmq.destination.routing_key': optional(fc.constant('order.placed')),
    'messaging.message.id': optional(fc.string({ maxLength: 140 })),
    'orderwatch.messaging.exchange': fc.constant('orders'),
    'orderwatch.messaging.queue': optional(fc.constant('mes.orders')),
    'orderwatch.messaging.attempt': optional(fc.integer({ min: 1, max: 9 })),
    'orderwatch.messaging.redelivered': fc.boolean(),
  })
  .map((given) => {
    const told = Object.entries(given).filter(([, value]) => value !== undefined);
    return attributesJson(Object.fromEntries(told) as Record<string, string | number | boolean>);
  });
const delivery: fc.Arbitrary<Delivery> = fc.record({
  traceId: hex(16),
  spanId: hex(8),
  startNs: fc.bigInt({ min: 0n, max: 600_000_000_000n }).map((ns) => BigInt(NOON) * 1_000_000n + ns),
  lastsNs: fc.bigInt({ min: 0n, max: 60_000_000_000n }),
  attributes,
});
const form = fc.constantFrom('json', 'protobuf');
type Form = 'json' | 'protobuf';

const resource = { attributes: attributesJson({ 'service.name': 'mes-api' }) };
const scope = { name: 'test' };

function spanOf({ traceId, spanId, startNs, lastsNs, attributes }: Delivery): TracesJson {
  const times = { startTimeUnixNano: String(startNs), endTimeUnixNano: String(startNs + lastsNs) };
  const outcome = attributesJson({ 'orderwatch.messaging.outcome': 'acked' });
  const span = {
    ...{ traceId, spanId, name: 'process mes.orders', kind: 5 },
    ...times,
    attributes: [...attributes, ...outcome],
  };
  return { resourceSpans: [{ resource, scopeSpans: [{ scope, spans: [span] }] }] };
}

function recordOf({ traceId, spanId, startNs, attributes }: Delivery): LogsJson {
  const log = { traceId, spanId, timeUnixNano: String(startNs), attributes };
  const logRecords = [{ ...log, eventName: 'orderwatch.message.in_hand', body: { stringValue: 'in hand' } }];
  return { resourceLogs: [{ resource, scopeLogs: [{ scope, logRecords }] }] };
}

function seenIn(one: Delivery, by: 'span' | 'record', form: Form, seed: number): readonly Observation[] {
  const style = oddStyle(seed);
  const records =
    by === 'span'
      ? reader?.traces(form === 'json' ? jsonBytes(spanOf(one)) : encodeTraces(spanOf(one), style), form)
      : reader?.logs(form === 'json' ? jsonBytes(recordOf(one)) : encodeLogs(recordOf(one), style), form);
  const { observations, rejections } = normalise(records?.records ?? [], WATCHED, NOON + 3_600_000);
  expect(rejections).toEqual([]);
  return observations;
}

describe('A message in hand', () => {
  test('is the same observation whether its record tells it or its span', () => {
    fc.assert(
      fc.property(delivery, form, form, fc.integer(), (one, ofSpan, ofRecord, seed) => {
        const [received, handled] = seenIn(one, 'span', ofSpan, seed);
        expect([received?.kind, handled?.kind]).toEqual(['received', 'handled']);
        expect(seenIn(one, 'record', ofRecord, seed)).toEqual([received]);
      }),
    );
  });

  test('told by both, in any order, is known once', () => {
    fc.assert(
      fc.property(delivery, form, fc.integer(), (one, form, seed) => {
        const [span, record] = [seenIn(one, 'span', form, seed), seenIn(one, 'record', form, seed)];
        const by = (seen: readonly Observation[]) => fold(emptyJourney(span[0]?.order ?? ''), seen);
        expect(by([...record, ...span])).toEqual(by(span));
        expect(by([...span, ...record])).toEqual(by(span));
      }),
    );
  });
});
