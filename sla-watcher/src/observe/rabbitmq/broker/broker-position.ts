import {
  DROP_REASONS,
  type QueueCount,
  type QueueHistory,
  type QueueSpan,
} from '../../../domain/queue-history.ts';
import {
  type CounterReading,
  type CounterRun,
  type DropCounts,
  type DropSeries,
  type LinkedSpan,
  NO_DROPS,
} from './drop-spans.ts';

/** What a broker witness remembers from poll to poll. */
export interface BrokerPosition {
  /** Which broker, as far as the model says. What was seen of another is nothing of this one. */
  readonly source: string;
  /** Counts the requests: what is asked for takes turns. */
  readonly turn: number;
  /** The instant for which the queues were last read; null: never. */
  readonly readAt: number | null;
  readonly queues: readonly QueueHistory[];
  /** Those of which the broker had no figures when they were last asked after. */
  readonly uncounted: readonly string[];
  /** Nodes on which the queues are. */
  readonly nodes: readonly string[];
  /** Whether the broker counts deliveries; null: it was not asked yet. */
  readonly countsRates: boolean | null;
  /** Bound nowhere, from the management API, which sums up all nodes. */
  readonly unroutable: DropSeries;
  /** Dead-lettered, from the Prometheus port of one node. */
  readonly deadLettered: DropSeries;
  /** Why the counters could not be read when it was last their turn; null: they were. */
  readonly countersFault: string | null;
}

export function beginning(source: string): BrokerPosition {
  return {
    source,
    turn: 0,
    readAt: null,
    queues: [],
    uncounted: [],
    nodes: [],
    countsRates: null,
    unroutable: NO_DROPS,
    deadLettered: NO_DROPS,
    countersFault: null,
  };
}

export function writePosition(position: BrokerPosition): string {
  return JSON.stringify(position);
}

/** Null: an earlier or later program wrote it otherwise. */
export function readPosition(text: string): BrokerPosition | null {
  try {
    const fields = object(JSON.parse(text));
    return {
      source: string(fields.source),
      turn: number(fields.turn),
      readAt: nullable(number)(fields.readAt),
      queues: list(history)(fields.queues),
      uncounted: list(string)(fields.uncounted),
      nodes: list(string)(fields.nodes),
      countsRates: nullable(boolean)(fields.countsRates),
      unroutable: series(fields.unroutable),
      deadLettered: series(fields.deadLettered),
      countersFault: nullable(string)(fields.countersFault),
    };
  } catch {
    return null;
  }
}

type Fields = Readonly<Record<string, unknown>>;

function object(value: unknown): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new TypeError('no object');
  return value as Fields;
}
function string(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError('no string');
  return value;
}
function number(value: unknown): number {
  if (typeof value !== 'number') throw new TypeError('no number');
  return value;
}
function boolean(value: unknown): boolean {
  if (typeof value !== 'boolean') throw new TypeError('no boolean');
  return value;
}
const nullable =
  <T>(read: (value: unknown) => T) =>
  (value: unknown): T | null =>
    value === null ? null : read(value);
const list =
  <T>(read: (value: unknown) => T) =>
  (value: unknown): readonly T[] => {
    if (!Array.isArray(value)) throw new TypeError('no list');
    return value.map(read);
  };

function history(value: unknown): QueueHistory {
  const { queue, spans, missingAt } = object(value);
  return { queue: string(queue), spans: list(queueSpan)(spans), missingAt: nullable(number)(missingAt) };
}
function queueSpan(value: unknown): QueueSpan {
  const { from, to, first, last, emptyAt, settledAt, unconsumedAt } = object(value);
  return {
    from: number(from),
    to: number(to),
    first: count(first),
    last: count(last),
    emptyAt: nullable(number)(emptyAt),
    settledAt: nullable(number)(settledAt),
    unconsumedAt: nullable(number)(unconsumedAt),
  };
}
function count(value: unknown): QueueCount {
  const { ready, unacked, consumers, delivered, headAt } = object(value);
  return {
    ready: number(ready),
    unacked: number(unacked),
    consumers: number(consumers),
    delivered: nullable(number)(delivered),
    headAt: nullable(number)(headAt),
  };
}
function series(value: unknown): DropSeries {
  const { run, spans } = object(value);
  return { run: nullable(counterRun)(run), spans: list(linkedSpan)(spans) };
}
function counterRun(value: unknown): CounterRun {
  const { since, last, follows } = object(value);
  return { since: number(since), last: counters(last), follows: boolean(follows) };
}
function counters(value: unknown): CounterReading {
  const { from, to, source, counts } = object(value);
  return { from: number(from), to: number(to), source: string(source), counts: drops(counts) };
}
function linkedSpan(value: unknown): LinkedSpan {
  const { from, to, dropped, follows } = object(value);
  return { from: number(from), to: number(to), dropped: drops(dropped), follows: boolean(follows) };
}
function drops(value: unknown): DropCounts {
  const fields = object(value);
  const known = DROP_REASONS.filter((reason) => fields[reason] !== undefined);
  return Object.fromEntries(known.map((reason) => [reason, number(fields[reason])]));
}
