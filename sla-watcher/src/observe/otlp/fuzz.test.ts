import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeLogs, decodeTraces } from './decode.ts';
import { OtlpInvalid } from './otlp-invalid.ts';
import type { OtlpForm } from './telemetry.ts';
import { CANARY, logs, traces, WANTED_KEYS } from './testing/arbitraries.ts';
import { encodeLogs, encodeTraces } from './testing/encode-otlp.ts';
import { oddStyle } from './testing/encoding-style.ts';
import { jsonBytes } from './testing/otlp-json.ts';
import { createWanted, type Wanted } from './wanted.ts';

const all = createWanted(WANTED_KEYS, null);
const ofOrders = createWanted(WANTED_KEYS, ['order.id', 'ключ']);
const wanted = fc.constantFrom(all, ofOrders);
const style = fc.integer().map(oddStyle);
const form = fc.constantFrom<OtlpForm>('protobuf', 'json');
const RUNS = { numRuns: 500 };

/** What came out, as one text. */
function spelled(decoded: object): string {
  return JSON.stringify(decoded, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
}

/** Decodes both ways; true unless something else than `OtlpInvalid` was thrown. */
function isDecodedOrRefused(body: Uint8Array, as: OtlpForm, asked: Wanted): boolean {
  for (const decode of [decodeTraces, decodeLogs]) {
    try {
      decode(body, as, asked);
    } catch (error) {
      if (!(error instanceof OtlpInvalid)) throw error;
    }
  }
  return true;
}

describe('any valid encoding', () => {
  it('of spans means what their JSON means', () => {
    fc.assert(
      fc.property(traces, style, wanted, (json, how, asked) => {
        const decoded = decodeTraces(encodeTraces(json, how), 'protobuf', asked);
        expect(decoded).toEqual(decodeTraces(jsonBytes(json), 'json', asked));
      }),
      RUNS,
    );
  });

  it('of log records means what their JSON means', () => {
    fc.assert(
      fc.property(logs, style, wanted, (json, how, asked) => {
        const decoded = decodeLogs(encodeLogs(json, how), 'protobuf', asked);
        expect(decoded).toEqual(decodeLogs(jsonBytes(json), 'json', asked));
      }),
      RUNS,
    );
  });

  it('leaves behind what nobody asked for', () => {
    fc.assert(
      fc.property(traces, logs, style, wanted, (spans, records, how, asked) => {
        const decoded = [
          decodeTraces(encodeTraces(spans, how), 'protobuf', asked),
          decodeTraces(jsonBytes(spans), 'json', asked),
          decodeLogs(encodeLogs(records, how), 'protobuf', asked),
          decodeLogs(jsonBytes(records), 'json', asked),
        ];
        expect(spelled(decoded)).not.toContain(CANARY);
      }),
      RUNS,
    );
  });
});

describe('a body that is broken', () => {
  it('by chance is decoded or refused', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), form, wanted, isDecodedOrRefused), {
      numRuns: 5_000,
    });
  });

  it('off is decoded or refused', () => {
    fc.assert(
      fc.property(traces, style, fc.nat(), form, wanted, (json, how, at, as, asked) => {
        const body = as === 'json' ? jsonBytes(json) : encodeTraces(json, how);
        return isDecodedOrRefused(body.subarray(0, at % (body.length + 1)), as, asked);
      }),
      RUNS,
    );
  });

  it('in places is decoded or refused', () => {
    const changes = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(logs, style, changes, form, wanted, (json, how, places, as, asked) => {
        const body = Uint8Array.from(as === 'json' ? jsonBytes(json) : encodeLogs(json, how));
        for (const [at, byte] of places) if (body.length > 0) body[at % body.length] = byte;
        return isDecodedOrRefused(body, as, asked);
      }),
      { numRuns: 2_000 },
    );
  });
});
