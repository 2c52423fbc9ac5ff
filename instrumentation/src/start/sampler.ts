import { isSpanContextValid, TraceFlags, trace } from '@opentelemetry/api';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  ParentBasedSampler,
  type Sampler,
  SamplingDecision,
  type SamplingResult,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace';
import { SPAN_ORDERWATCH_HEARTBEAT } from '@orderwatch/conventions';
import type { Settings } from '../config/settings.ts';

/**
 * As OTEL_TRACES_SAMPLER says, but every span records: the order, the metrics and the hosts that may
 * learn of it must not depend on what is sampled. Heartbeats always go out.
 */
export function createSampler({ name, ratio }: Settings['sampler']): Sampler {
  if (name === 'parentbased_always_on') return FOLLOW_PARENT;
  const chosen = samplerOf(name, ratio);
  return {
    shouldSample(context, traceId, spanName, kind, attributes, links) {
      if (spanName === SPAN_ORDERWATCH_HEARTBEAT) return { decision: SamplingDecision.RECORD_AND_SAMPLED };
      const result = chosen.shouldSample(context, traceId, spanName, kind, attributes, links);
      return result.decision === SamplingDecision.NOT_RECORD
        ? { ...result, decision: SamplingDecision.RECORD }
        : result;
    },
    toString: () => `Orderwatch{${chosen.toString()}}`,
  };
}

const SAMPLED: SamplingResult = { decision: SamplingDecision.RECORD_AND_SAMPLED };
const RECORDED: SamplingResult = { decision: SamplingDecision.RECORD };

/** What nearly every service has, without a detour for every span. */
const FOLLOW_PARENT: Sampler = {
  shouldSample(context, _traceId, spanName) {
    const parent = trace.getSpanContext(context);
    const dropped = parent !== undefined && (parent.traceFlags & TraceFlags.SAMPLED) === 0;
    return dropped && isSpanContextValid(parent) && spanName !== SPAN_ORDERWATCH_HEARTBEAT
      ? RECORDED
      : SAMPLED;
  },
  toString: () => 'Orderwatch{FollowParent}',
};

function samplerOf(name: Settings['sampler']['name'], ratio: number): Sampler {
  switch (name) {
    case 'always_on':
      return new AlwaysOnSampler();
    case 'always_off':
      return new AlwaysOffSampler();
    case 'traceidratio':
      return new TraceIdRatioBasedSampler(ratio);
    case 'parentbased_always_on':
      return new ParentBasedSampler({ root: new AlwaysOnSampler() });
    case 'parentbased_always_off':
      return new ParentBasedSampler({ root: new AlwaysOffSampler() });
    case 'parentbased_traceidratio':
      return new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) });
  }
}
