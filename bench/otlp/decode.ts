/**
 * How fast OTLP bodies become selected spans, beside protobufjs decoding all of them and beside gunzip
 * alone, over the same bytes. Run: npm exec -- node bench/otlp/decode.ts
 */
import { gunzipSync, gzipSync } from 'node:zlib';
import { createWanted, decodeTraces } from '@orderwatch/sla-watcher';
import { count, median, renderTable } from '../figures.ts';
import { readFlags } from '../flags.ts';
import { type SpanMessage, TraceRequest, type TraceRequestMessage } from './messages.ts';
import { encodeSample } from './sample-spans.ts';

const { sizes, json, only } = readFlags('Spans a second from OTLP bytes, on one core.', {
  spans: { meaning: 'spans in a request', default: 8_192 },
  share: { meaning: 'spans of a hundred that carry an order id', default: 5 },
  rounds: { meaning: 'rounds, in which the contestants take turns', default: 15 },
  requests: { meaning: 'requests in a round', default: 10 },
});

const ORDER_ID = 'order.id';
const KEYS = [
  ORDER_ID,
  'order.line',
  'order.status',
  'order.status.from',
  'order.system',
  'order.channel',
  'order.partner.id',
  'order.complexity',
  'orderwatch.messaging.outcome',
  'orderwatch.messaging.redelivered',
  'orderwatch.messaging.attempt',
  'orderwatch.span.number',
  'orderwatch.span.count',
  'orderwatch.span.dropped',
  'orderwatch.internal',
  'messaging.system',
  'messaging.operation.type',
  'messaging.destination.name',
  'messaging.rabbitmq.destination.routing_key',
  'messaging.message.id',
  'http.response.status_code',
  'error.type',
];
const wanted = createWanted(KEYS, [ORDER_ID]);
const plain = encodeSample(sizes.spans, sizes.share / 100);
const gzipped = gzipSync(plain);

/** Everything decoded, then the same question asked of it. */
function withProtobufjs(body: Uint8Array): number {
  const request = TraceRequest.decode(body) as unknown as TraceRequestMessage;
  const spans = request.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans));
  return spans.filter(hasOrder).length;
}

function hasOrder({ attributes, events }: SpanMessage): boolean {
  return [{ attributes }, ...events].some((part) => part.attributes.some(({ key }) => key === ORDER_ID));
}

function withOrderwatch(body: Uint8Array): number {
  return decodeTraces(body, 'protobuf', wanted).spans.length;
}

const CONTESTANTS: readonly { readonly name: string; readonly take: () => number }[] = [
  { name: 'gunzip alone', take: () => gunzipSync(gzipped).length },
  { name: 'orderwatch, plain', take: () => withOrderwatch(plain) },
  { name: 'orderwatch, gzipped', take: () => withOrderwatch(gunzipSync(gzipped)) },
  { name: 'protobufjs, plain', take: () => withProtobufjs(plain) },
  { name: 'protobufjs, gzipped', take: () => withProtobufjs(gunzipSync(gzipped)) },
];

/** Returns spans a second of processor time, the garbage collector's included: others may be at work here. */
function playRound(take: () => number): number {
  // The first finds the caches, and the garbage, of the one before.
  take();
  const began = process.cpuUsage();
  for (let i = 0; i < sizes.requests; i += 1) take();
  const { user, system } = process.cpuUsage(began);
  return (sizes.spans * sizes.requests) / ((user + system) / 1_000_000);
}

if (withOrderwatch(plain) !== withProtobufjs(plain)) throw new Error('They disagree on what has an order.');
const chosen = CONTESTANTS.filter(
  ({ name }) => only.length === 0 || only.some((part) => name.includes(part)),
);
const WARM_UP = 5;
const rates = new Map(chosen.map(({ name }) => [name, [] as number[]]));
for (let round = 1; round <= WARM_UP + sizes.rounds; round += 1) {
  for (const { name, take } of chosen) {
    const rate = playRound(take);
    // The first are for the compiler.
    if (round > WARM_UP) rates.get(name)?.push(rate);
  }
}
const first = median(rates.get(chosen[0]?.name ?? '') ?? []);
const rows = chosen.map(({ name }) => {
  const rate = median(rates.get(name) ?? []);
  return { name, spansPerSecond: Math.round(rate), ofTheFirst: rate / first };
});
const bytesPerSpan = plain.length / sizes.spans;
const ratio = plain.length / gzipped.length;
console.log(
  json
    ? JSON.stringify({ node: process.version, ...sizes, bytesPerSpan, ratio, rows }, null, 2)
    : `Node ${process.version}; ${count(sizes.spans)} spans a request, ${sizes.share} % with an order, ${count(bytesPerSpan)} bytes a span, gzip 1:${ratio.toFixed(1)}\n${renderTable(
        ['', 'spans/s', 'ratio'],
        rows.map((row) => [row.name, count(row.spansPerSecond), row.ofTheFirst.toFixed(2)]),
      )}`,
);
