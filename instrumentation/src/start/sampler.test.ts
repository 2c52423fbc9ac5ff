import { ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api';
import { SamplingDecision } from '@opentelemetry/sdk-trace';
import { describe, expect, it } from 'vitest';
import { randomIds } from './ids.ts';
import { createSampler } from './sampler.ts';

const { RECORD, RECORD_AND_SAMPLED } = SamplingDecision;

function decide(name: Parameters<typeof createSampler>[0]['name'], parent?: number, span = 'a span') {
  const context =
    parent === undefined
      ? ROOT_CONTEXT
      : trace.setSpanContext(ROOT_CONTEXT, {
          traceId: 'a'.repeat(32),
          spanId: 'b'.repeat(16),
          traceFlags: parent,
        });
  return createSampler({ name, ratio: 0 }).shouldSample(
    context,
    'c'.repeat(32),
    span,
    SpanKind.INTERNAL,
    {},
    [],
  ).decision;
}

describe('sampling', () => {
  it.each([
    ['parentbased_always_on', undefined, RECORD_AND_SAMPLED],
    ['parentbased_always_on', 1, RECORD_AND_SAMPLED],
    ['parentbased_always_on', 0, RECORD],
    ['parentbased_always_off', undefined, RECORD],
    ['parentbased_always_off', 1, RECORD_AND_SAMPLED],
    ['parentbased_traceidratio', undefined, RECORD],
    ['always_on', 0, RECORD_AND_SAMPLED],
    ['always_off', 1, RECORD],
    ['traceidratio', 1, RECORD],
  ] as const)('%s under a parent %s', (name, parent, decision) => {
    expect(decide(name, parent)).toBe(decision);
  });

  it.each(['always_off', 'parentbased_always_on'] as const)('%s lets heartbeats out', (name) => {
    expect(decide(name, 0, 'orderwatch.heartbeat')).toBe(RECORD_AND_SAMPLED);
  });
});

it('ids are what the W3C says they are', () => {
  expect(randomIds.generateTraceId()).toMatch(/^[\da-f]{32}$/);
  expect(randomIds.generateSpanId()).toMatch(/^[\da-f]{16}$/);
});
