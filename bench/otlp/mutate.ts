import { gzipSync } from 'node:zlib';
import { TraceRequest } from './messages.ts';
import { encodeSample } from './sample-spans.ts';
import { encodeStatusChanges } from './status-changes.ts';

export interface HostileRequest {
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: Uint8Array;
}

type Random = () => number;

/** Requests that are nearly right: the same for the same seed. */
export function createMutator(seed: number): () => HostileRequest {
  const random = createRandom(seed);
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
  const protobuf = [
    encodeSample(30, 0.5),
    encodeStatusChanges({ from: 0, until: 20, step: 1, now: Date.now() }),
  ];
  const asJson = protobuf.map((body) =>
    Buffer.from(
      JSON.stringify(TraceRequest.toObject(TraceRequest.decode(body), { longs: String, bytes: String })),
    ),
  );
  return () => {
    const form = pick(['protobuf', 'json'] as const);
    const whole = pick(form === 'json' ? asJson : protobuf);
    const broken = pick(MUTATIONS)(whole, random);
    const gzips = random() < 0.3;
    const body = gzips ? pick(MUTATIONS)(gzipSync(broken), random) : broken;
    return {
      path: pick(['/v1/traces', '/v1/traces', '/v1/logs']),
      headers: {
        'content-type': pick([
          `application/${form === 'json' ? 'json' : 'x-protobuf'}`,
          `application/${form}`,
          'text/plain',
        ]),
        ...(gzips ? { 'content-encoding': pick(['gzip', 'gzip', 'deflate']) } : {}),
      },
      body,
    };
  };
}

const MUTATIONS: readonly ((body: Uint8Array, random: Random) => Uint8Array)[] = [
  (body) => body,
  (body, random) => body.subarray(0, Math.floor(random() * body.length)),
  (body, random) => flipped(body, random, 1),
  (body, random) => flipped(body, random, 20),
  (body, random) => Buffer.concat([body, body.subarray(Math.floor(random() * body.length))]),
  (_, random) => Buffer.from(Array.from({ length: Math.floor(random() * 400) }, () => random() * 256)),
  // Messages within messages, deeper than anybody nests them.
  (_, random) => nested(Math.floor(random() * 3_000)),
  (_, random) => Buffer.from(`${'['.repeat(1 + Math.floor(random() * 20_000))}`),
];

function flipped(body: Uint8Array, random: Random, times: number): Uint8Array {
  const copy = Uint8Array.from(body);
  for (let i = 0; i < times; i += 1) copy[Math.floor(random() * copy.length)] = random() * 256;
  return copy;
}

function nested(depth: number): Uint8Array {
  let body: Uint8Array = new Uint8Array();
  for (let i = 0; i < depth; i += 1) body = Buffer.concat([Uint8Array.of(0x0a), varint(body.length), body]);
  return body;
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 0x80);
  return Uint8Array.from([...bytes, rest]);
}

function createRandom(seed: number): Random {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}
