import { TraceIdRatioBasedSampler } from '@opentelemetry/sdk-trace';
import { ROOT_CONTEXT, SamplingDecision } from '@opentelemetry/api';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newSpanId, newTraceId } from './ids.ts';
import { createSampler } from './sampler.ts';

const TRACE = 'a'.repeat(32);

function isSent(name: Parameters<typeof createSampler>[0]['name'], flags?: number, span = 'a span') {
  const parent =
    flags === undefined ? undefined : { traceId: TRACE, spanId: 'b'.repeat(16), traceFlags: flags };
  return createSampler({ name, ratio: 0 })(span, parent, 'c'.repeat(32));
}

describe('sampling', () => {
  it.each([
    ['parentbased_always_on', undefined, true],
    ['parentbased_always_on', 1, true],
    ['parentbased_always_on', 0, false],
    ['parentbased_always_off', undefined, false],
    ['parentbased_always_off', 1, true],
    ['parentbased_traceidratio', undefined, false],
    ['always_on', 0, true],
    ['always_off', 1, false],
    ['traceidratio', 1, false],
  ] as const)('%s under a parent %s: %s', (name, parent, sent) => {
    expect(isSent(name, parent)).toBe(sent);
  });

  it.each(['always_off', 'parentbased_always_on'] as const)('%s lets heartbeats out', (name) => {
    expect(isSent(name, 0, 'orderwatch.heartbeat')).toBe(true);
  });

  it("of a ratio decides as OpenTelemetry's own does", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.constant(null).map(newTraceId),
        (ratio, id) => {
          const theirs = new TraceIdRatioBasedSampler(ratio).shouldSample(ROOT_CONTEXT, id).decision;
          const ours = createSampler({ name: 'traceidratio', ratio })('a span', undefined, id);
          expect(ours).toBe(theirs === SamplingDecision.RECORD_AND_SAMPLED);
        },
      ),
    );
  });
});

it('ids are what the W3C says they are', () => {
  expect(newTraceId()).toMatch(/^[\da-f]{32}$/);
  expect(newSpanId()).toMatch(/^[\da-f]{16}$/);
});
