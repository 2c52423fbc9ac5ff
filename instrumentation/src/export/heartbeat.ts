import { context, ROOT_CONTEXT, type Tracer } from '@opentelemetry/api';
import {
  ATTR_ORDERWATCH_HEARTBEAT_LAST,
  ATTR_ORDERWATCH_SPAN_COUNT,
  ATTR_ORDERWATCH_SPAN_DROPPED,
  ATTR_ORDERWATCH_SPAN_OPEN_SINCE,
  SPAN_ORDERWATCH_HEARTBEAT,
} from '@orderwatch/conventions';
import type { SpanPipeline } from './span-pipeline.ts';

export interface Heartbeat {
  /** At exit: it tells the last number, so that a tail that never arrives is missed, and that no more will come. */
  last(): void;
  stop(): void;
}

/** A span at even times, so that silence can be told from having nothing to say; 0 ms: only at exit. */
export function startHeartbeat(
  tracer: Tracer,
  pipeline: Pick<SpanPipeline, 'numbered' | 'dropped' | 'openSince'>,
  everyMs: number,
): Heartbeat {
  const beat = (isLast: boolean) => {
    const openSince = pipeline.openSince(Date.now());
    const attributes = {
      [ATTR_ORDERWATCH_SPAN_COUNT]: pipeline.numbered,
      [ATTR_ORDERWATCH_SPAN_DROPPED]: pipeline.dropped,
      ...(openSince === undefined ? {} : { [ATTR_ORDERWATCH_SPAN_OPEN_SINCE]: openSince }),
      ...(isLast ? { [ATTR_ORDERWATCH_HEARTBEAT_LAST]: true } : {}),
    };
    tracer.startSpan(SPAN_ORDERWATCH_HEARTBEAT, { attributes }, ROOT_CONTEXT).end();
  };
  const timer =
    everyMs > 0 ? context.with(ROOT_CONTEXT, () => setInterval(() => beat(false), everyMs)) : undefined;
  timer?.unref();
  return { last: () => beat(true), stop: () => clearInterval(timer) };
}
