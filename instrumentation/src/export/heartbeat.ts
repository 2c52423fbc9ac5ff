import { context, ROOT_CONTEXT, type Tracer } from '@opentelemetry/api';
import {
  ATTR_ORDERWATCH_HEARTBEAT_LAST,
  ATTR_ORDERWATCH_SPAN_COUNT,
  ATTR_ORDERWATCH_SPAN_DROPPED,
  ATTR_ORDERWATCH_SPAN_OPEN_SINCE,
  ATTR_ORDERWATCH_SPAN_UNSAMPLED,
  SPAN_ORDERWATCH_HEARTBEAT,
} from '@orderwatch/conventions';
import type { SpanPipeline } from './span-pipeline.ts';

export interface Heartbeat {
  /** At exit: it tells the last number, so that a tail that never arrives is missed, and that no more will come. */
  last(): void;
  stop(): void;
}

/**
 * A span at even times, so that silence can be told from having nothing to say; 0 ms: only at exit.
 * `alongside` is called before each but the last.
 */
export function startHeartbeat(
  tracer: Tracer,
  pipeline: Pick<SpanPipeline, 'numbered' | 'dropped' | 'unsampled' | 'openSince'>,
  everyMs: number,
  alongside: () => void,
): Heartbeat {
  const beat = (isLast: boolean) => {
    const openSince = pipeline.openSince(Date.now());
    const { unsampled } = pipeline;
    const attributes = {
      [ATTR_ORDERWATCH_SPAN_COUNT]: pipeline.numbered,
      [ATTR_ORDERWATCH_SPAN_DROPPED]: pipeline.dropped,
      ...(unsampled === 0 ? {} : { [ATTR_ORDERWATCH_SPAN_UNSAMPLED]: unsampled }),
      ...(openSince === undefined ? {} : { [ATTR_ORDERWATCH_SPAN_OPEN_SINCE]: openSince }),
      ...(isLast ? { [ATTR_ORDERWATCH_HEARTBEAT_LAST]: true } : {}),
    };
    tracer.startSpan(SPAN_ORDERWATCH_HEARTBEAT, { attributes }, ROOT_CONTEXT).end();
  };
  const beatOn = () => {
    alongside();
    beat(false);
  };
  const timer = everyMs > 0 ? context.with(ROOT_CONTEXT, () => setInterval(beatOn, everyMs)) : undefined;
  timer?.unref();
  return { last: () => beat(true), stop: () => clearInterval(timer) };
}
