import type { Hop } from '@orderwatch/model';
import type { HopMark } from '../domain/journey.ts';

/**
 * What was seen of one hop, by time. What names no hop (a write to the receiver's database, a bare
 * settlement) belongs to it if it was done within a handler of this hop: in the same trace, between its
 * beginning and its end.
 */
export function stepsOf(hop: Hop, marks: readonly HopMark[]): readonly HopMark[] {
  const own = marks.filter((mark) => mark.hop === hop.name);
  const handlers = own.filter(({ point }) => point === 'received').map((mark) => handlerOf(mark, own));
  const within = marks.filter(
    (mark) =>
      mark.hop === null && mark.system === hop.to && handlers.some((handler) => isWithin(mark, handler)),
  );
  return [...own, ...within].sort((a, b) => a.at - b.at || a.nanos - b.nanos);
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
