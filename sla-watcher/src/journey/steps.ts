import type { Hop } from '@orderwatch/model';
import type { HopMark } from '../domain/journey.ts';

/**
 * What was seen of one hop, by time. What names no hop (a write to the receiver's database, a bare
 * settlement) belongs to it if it was done within a handler of this hop: in the same trace, between its
 * beginning and its end. A handler that does not say what became of its message is told by its settlement.
 */
export function stepsOf(hop: Hop, marks: readonly HopMark[]): readonly HopMark[] {
  const own = marks.filter((mark) => mark.hop === hop.name);
  const nameless = marks.filter((mark) => mark.hop === null && mark.system === hop.to);
  const handlers = own.filter(({ point }) => point === 'received').map((mark) => handlerOf(mark, own));
  const within = nameless.filter((mark) => handlers.some((handler) => isWithin(mark, handler)));
  const settlements = within.filter(isEnd);
  const told = own.map((mark) => {
    const handler = handlers.find(({ spanId }) => spanId === mark.spanId);
    return isEnd(mark) && handler !== undefined ? settledIn(handler, mark, settlements) : mark;
  });
  const stored = within.filter((mark) => !isEnd(mark));
  return [...told, ...stored].sort((a, b) => a.at - b.at || a.nanos - b.nanos);
}

interface Handler {
  readonly traceId: string;
  readonly spanId: string;
  readonly from: number;
  /** Null: it was never seen to end. */
  readonly to: number | null;
}

function handlerOf(received: HopMark, own: readonly HopMark[]): Handler {
  const end = own.find((mark) => isEnd(mark) && mark.spanId === received.spanId);
  const { traceId, spanId, at } = received;
  return { traceId, spanId, from: at, to: end?.at ?? null };
}

function isEnd({ point }: HopMark): boolean {
  return point === 'handled' || point === 'failed';
}

function isWithin({ traceId, at }: HopMark, handler: Handler): boolean {
  return traceId === handler.traceId && at >= handler.from && (handler.to === null || at <= handler.to);
}

/** A handler that catches its own error ends well, and yet refuses its message. */
function settledIn(handler: Handler, end: HopMark, settlements: readonly HopMark[]): HopMark {
  const settlement = end.outcome === null ? settlements.find((mark) => isWithin(mark, handler)) : undefined;
  if (settlement === undefined) return end;
  return { ...end, point: settlement.point === 'failed' ? 'failed' : end.point, outcome: settlement.outcome };
}
