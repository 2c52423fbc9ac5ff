import type { Hop } from '@orderwatch/model';
import type { HopMark } from '../domain/journey.ts';

/**
 * What was seen of one hop, by time. A write to the receiver's database that names no hop belongs to it
 * if it lies within a handler of this hop: of the same trace, between its beginning and its end.
 */
export function stepsOf(hop: Hop, marks: readonly HopMark[]): readonly HopMark[] {
  const own = marks.filter((mark) => mark.hop === hop.name);
  const handlers = own.filter(({ point }) => point === 'received').map((mark) => handlerOf(mark, own));
  const stored = marks.filter(
    (mark) =>
      mark.hop === null && mark.system === hop.to && handlers.some((handler) => isWithin(mark, handler)),
  );
  return [...own, ...stored].sort((a, b) => a.at - b.at || a.nanos - b.nanos);
}

interface Handler {
  readonly traceId: string;
  readonly from: number;
  /** Null: it was never seen to end. */
  readonly to: number | null;
}

function handlerOf(received: HopMark, own: readonly HopMark[]): Handler {
  const end = own.find(
    ({ point, spanId }) => (point === 'handled' || point === 'failed') && spanId === received.spanId,
  );
  return { traceId: received.traceId, from: received.at, to: end?.at ?? null };
}

function isWithin({ traceId, at }: HopMark, handler: Handler): boolean {
  return traceId === handler.traceId && at >= handler.from && (handler.to === null || at <= handler.to);
}
