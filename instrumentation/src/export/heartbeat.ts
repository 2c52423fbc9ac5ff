import { context, ROOT_CONTEXT, type Tracer } from '@opentelemetry/api';
import {
  ATTR_ORDERWATCH_SPAN_COUNT,
  ATTR_ORDERWATCH_SPAN_DROPPED,
  SPAN_ORDERWATCH_HEARTBEAT,
} from '@orderwatch/conventions';
import type { SpanPipeline } from './span-pipeline.ts';

export interface Heartbeat {
  /** At exit it tells the last number, so that a tail that never arrives is missed. */
  beat(): void;
  stop(): void;
}

/** A span at even times, so that silence can be told from having nothing to say; 0 ms: only at exit. */
export function startHeartbeat(
  tracer: Tracer,
  pipeline: Pick<SpanPipeline, 'numbered' | 'dropped'>,
  everyMs: number,
): Heartbeat {
  const beat = () => {
    tracer
      .startSpan(
        SPAN_ORDERWATCH_HEARTBEAT,
        {
          attributes: {
            // The heartbeat itself is numbered too, at once.
            [ATTR_ORDERWATCH_SPAN_COUNT]: pipeline.numbered + 1,
            [ATTR_ORDERWATCH_SPAN_DROPPED]: pipeline.dropped,
          },
        },
        ROOT_CONTEXT,
      )
      .end();
  };
  const timer = everyMs > 0 ? context.with(ROOT_CONTEXT, () => setInterval(beat, everyMs)) : undefined;
  timer?.unref();
  return { beat, stop: () => clearInterval(timer) };
}
