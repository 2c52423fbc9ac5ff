import type { QueueCount, QueueHistory, QueueSpan } from '../../../domain/queue-history.ts';

/** One reading of one queue; `at` is the instant that it stands for. */
export type QueueReading =
  | { readonly kind: 'counted'; readonly at: number; readonly count: QueueCount }
  | { readonly kind: 'missing'; readonly at: number }
  /** It is there, and the broker has no figures: just declared, its node down, or statistics switched off. */
  | { readonly kind: 'uncounted'; readonly at: number };

export interface SpanLimits {
  /** Readings further apart do not belong together: in between nobody looked. */
  readonly pauseMs: number;
  /** Spans of one queue. */
  readonly most: number;
}

export function emptyHistory(queue: string): QueueHistory {
  return { queue, spans: [], missingAt: null };
}

/** A reading that is not younger than what is known says nothing: a clock was set back. */
export function withReading(history: QueueHistory, reading: QueueReading, limits: SpanLimits): QueueHistory {
  const last = history.spans.at(-1);
  if (reading.at <= Math.max(last?.to ?? -Infinity, history.missingAt ?? -Infinity)) return history;
  switch (reading.kind) {
    case 'missing':
      return { ...history, missingAt: reading.at };
    case 'uncounted':
      return history;
    case 'counted': {
      const goesOn =
        last !== undefined && says(last, reading) && continues(history, last, reading, limits.pauseMs);
      const spans = goesOn
        ? [...history.spans.slice(0, -1), extended(last, reading)]
        : [...history.spans, begun(reading)];
      return { ...history, spans: joinOldest(spans, limits.most) };
    }
  }
}

/**
 * A reading that says something else begins a span of its own: what was delivered since a message came can
 * only be told from single readings. The oldest are joined.
 */
function says({ last }: QueueSpan, { count }: Counted): boolean {
  return (
    last.ready === count.ready &&
    last.unacked === count.unacked &&
    last.consumers === count.consumers &&
    last.delivered === count.delivered
  );
}

type Counted = Extract<QueueReading, { kind: 'counted' }>;

/** Within a span the count of deliveries is known at every reading and never falls, or never known. */
function continues(
  { missingAt }: QueueHistory,
  { to, last }: QueueSpan,
  { at, count }: Counted,
  pauseMs: number,
): boolean {
  if (at - to > pauseMs || (missingAt !== null && missingAt > to)) return false;
  if (last.delivered === null || count.delivered === null) return last.delivered === count.delivered;
  return count.delivered >= last.delivered;
}

function begun({ at, count }: Counted): QueueSpan {
  const none = { emptyAt: null, settledAt: null, unconsumedAt: null };
  return { from: at, to: at, first: count, last: count, ...none, ...statesAt(at, count) };
}

function extended(span: QueueSpan, { at, count }: Counted): QueueSpan {
  return { ...span, to: at, last: count, ...statesAt(at, count) };
}

function statesAt(at: number, { ready, unacked, consumers }: QueueCount): Partial<QueueSpan> {
  return {
    ...(ready === 0 && unacked === 0 ? { emptyAt: at } : {}),
    ...(unacked === 0 ? { settledAt: at } : {}),
    ...(consumers === 0 ? { unconsumedAt: at } : {}),
  };
}

function joinOldest(spans: readonly QueueSpan[], most: number): readonly QueueSpan[] {
  const [first, second, ...rest] = spans;
  if (spans.length <= most || first === undefined || second === undefined) return spans;
  return joinOldest([joined(first, second), ...rest], most);
}

/** `older` ends before `younger` begins. */
export function joined(older: QueueSpan, younger: QueueSpan): QueueSpan {
  return {
    from: older.from,
    to: younger.to,
    first: older.first,
    last: younger.last,
    emptyAt: younger.emptyAt ?? older.emptyAt,
    settledAt: younger.settledAt ?? older.settledAt,
    unconsumedAt: younger.unconsumedAt ?? older.unconsumedAt,
  };
}
