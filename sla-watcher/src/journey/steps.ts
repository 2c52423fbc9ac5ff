import type { Hop } from '@orderwatch/model';
import type { HopMark } from '../domain/journey.ts';

/**
 * What was seen of one hop, by time. What names no hop (a write to the receiver's database, a bare
 * settlement) is of the hop in whose handler it was done: in the same trace and system, between its
 * beginning and its end. A handler that does not say what became of its message is told by its settlement.
 */
export function stepsOf(hop: Hop, marks: readonly HopMark[]): readonly HopMark[] {
  const own = marks.filter((mark) => mark.hop === hop.name);
  const handlers = marks
    .filter(({ point, hop }) => point === 'received' && hop !== null)
    .map(handlerAmong(marks));
  const within = marks.filter((mark) => mark.hop === null && handlerOf(mark, handlers)?.hop === hop.name);
  const settlements = within.filter(isEnd);
  const told = own.map((mark) => {
    const handler =
      isEnd(mark) && mark.spanId !== null ? handlers.find(({ spanId }) => spanId === mark.spanId) : undefined;
    return handler === undefined ? mark : settledIn(handler, mark, settlements);
  });
  const stored = within.filter(({ point }) => point === 'stored');
  return [...told, ...stored].sort((a, b) => a.at - b.at || a.nanos - b.nanos);
}

interface Handler {
  readonly hop: string | null;
  readonly system: string;
  readonly traceId: string | null;
  readonly spanId: string | null;
  readonly from: number;
  /** Null: it was never seen to end. */
  readonly to: number | null;
}

function handlerAmong(marks: readonly HopMark[]): (received: HopMark) => Handler {
  return ({ hop, system, traceId, spanId, at }) => {
    const end = marks.find((mark) => isEnd(mark) && mark.hop === hop && mark.spanId === spanId);
    return { hop, system, traceId, spanId, from: at, to: end?.at ?? null };
  };
}

function isEnd({ point }: HopMark): boolean {
  return point === 'handled' || point === 'failed';
}

/** One that was seen to end rather than one that was not; of several the last to begin. */
function handlerOf(mark: HopMark, handlers: readonly Handler[]): Handler | undefined {
  const around = handlers.filter((handler) => isWithin(mark, handler)).sort((a, b) => b.from - a.from);
  return around.find(({ to }) => to !== null) ?? around[0];
}

function isWithin({ traceId, system, at }: HopMark, handler: Handler): boolean {
  if (traceId === null || traceId !== handler.traceId || system !== handler.system) return false;
  return at >= handler.from && (handler.to === null || at <= handler.to);
}

/** A handler that catches its own error ends well, and yet refuses its message. */
function settledIn(handler: Handler, end: HopMark, settlements: readonly HopMark[]): HopMark {
  const settlement = end.outcome === null ? settlements.find((mark) => isWithin(mark, handler)) : undefined;
  if (settlement === undefined) return end;
  return { ...end, point: settlement.point === 'failed' ? 'failed' : end.point, outcome: settlement.outcome };
}
