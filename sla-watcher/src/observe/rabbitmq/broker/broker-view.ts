import type { BrokerView, DropSpan, QueueHistory } from '../../../domain/queue-history.ts';
import type { BrokerPosition } from './broker-position.ts';
import { type CounterReading, type DropLimits, type LinkedSpan, withCounters } from './drop-spans.ts';
import { emptyHistory, type QueueReading, withReading } from './queue-spans.ts';

/** Spans of one queue, and of all: a view is written with every poll, and stays within 200 kB. */
const MOST_QUEUE_SPANS = 32;
const MOST_SPANS = 512;
const MOST_DROP_SPANS = 32;
/** So many turns may be left out before a span ends. */
const PAUSE_POLLS = 3;

/** What one look at the queues said. */
export interface QueueLook {
  /** The instant that it stands for. */
  readonly at: number;
  readonly readings: ReadonlyMap<string, QueueReading>;
  readonly nodes: readonly string[];
}

/** `everyMs`: how far apart two looks at the queues are. Queues that are watched no more are forgotten. */
export function withQueues(position: BrokerPosition, look: QueueLook, everyMs: number): BrokerPosition {
  const { at, readings, nodes } = look;
  const most = Math.max(2, Math.min(MOST_QUEUE_SPANS, Math.floor(MOST_SPANS / readings.size)));
  const limits = { pauseMs: PAUSE_POLLS * everyMs, most };
  const known = new Map(position.queues.map((history) => [history.queue, history]));
  const queues = [...readings].map(
    ([queue, reading]): QueueHistory => withReading(known.get(queue) ?? emptyHistory(queue), reading, limits),
  );
  // While the broker counts nothing at all nobody has looked, however well it answers.
  const uncounted = [...readings].flatMap(([queue, { kind }]) => (kind === 'uncounted' ? [queue] : []));
  const isSeen = readings.size === 0 || uncounted.length < readings.size;
  const readAt = isSeen ? Math.max(at, position.readAt ?? at) : position.readAt;
  return { ...position, queues, uncounted, nodes, readAt };
}

export function withUnroutable(
  position: BrokerPosition,
  reading: CounterReading,
  everyMs: number,
): BrokerPosition {
  return { ...position, unroutable: withCounters(position.unroutable, reading, limitsOf(everyMs)) };
}

/** A message is counted on the node of its queue: counters of another node do not know of it. */
export function withDeadLettered(
  position: BrokerPosition,
  reading: CounterReading,
  everyMs: number,
): BrokerPosition {
  const knows = position.nodes.every((node) => node === reading.source);
  const told = knows ? reading : { ...reading, counts: {} };
  return { ...position, deadLettered: withCounters(position.deadLettered, told, limitsOf(everyMs)) };
}

export function viewOf({ queues, unroutable, deadLettered }: BrokerPosition): BrokerView {
  const drops = [...unroutable.spans, ...deadLettered.spans].map(unlinked);
  return { queues, drops: drops.sort((a, b) => a.from - b.from || a.to - b.to) };
}

function unlinked({ from, to, dropped }: LinkedSpan): DropSpan {
  return { from, to, dropped };
}

function limitsOf(everyMs: number): DropLimits {
  return { pauseMs: PAUSE_POLLS * everyMs, most: MOST_DROP_SPANS };
}
