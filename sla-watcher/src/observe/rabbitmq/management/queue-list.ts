import type { QueueCount } from '../../../domain/queue-history.ts';
import type { QueueLook } from '../broker/broker-view.ts';
import type { QueueReading } from '../broker/queue-spans.ts';
import { notRabbitmq } from './management-api.ts';

const COLUMNS = [
  'name',
  'node',
  'state',
  'messages_ready',
  'messages_unacknowledged',
  'consumers',
  'head_message_timestamp',
  'message_stats.deliver_get',
  'message_stats.redeliver',
];
/** What fits into one request: servers refuse a longer line. */
const MOST_CHARACTERS = 6000;
export const MOST_QUEUES = 64;
const PAGE = 500;

/** Those that one request can ask after, in the order given. */
export function askable(queues: readonly string[]): readonly string[] {
  const names = [...new Set(queues)].filter((name) => name !== '').slice(0, MOST_QUEUES);
  let length = 0;
  const fits = names.findIndex((name) => {
    length += encodeURIComponent(quoted(name)).length + 3;
    return length > MOST_CHARACTERS;
  });
  return fits === -1 ? names : names.slice(0, fits);
}

/** The path under which the management API lists them, and nothing else. */
export function queueListPath(vhost: string, queues: readonly string[]): string {
  const query = new URLSearchParams({
    page: '1',
    page_size: String(PAGE),
    use_regex: 'true',
    // Of nothing at all, or everything would come.
    name: queues.length === 0 ? '^$' : `^(?:${queues.map(quoted).join('|')})$`,
    columns: COLUMNS.join(','),
  });
  return `/api/queues/${encodeURIComponent(vhost)}?${query}`;
}

/** Quoted for the broker's regular expressions, which are PCRE. */
function quoted(name: string): string {
  return name.replaceAll(/[\\^$.|?*+()[\]{}\-#\s]/g, String.raw`\$&`);
}

type Fields = Readonly<Record<string, unknown>>;

/** `countsRates`: the broker counts deliveries, so that a queue without a count had none. */
export function readQueueList(
  body: Fields,
  queues: readonly string[],
  at: number,
  countsRates: boolean,
): QueueLook {
  if (!Array.isArray(body.items)) throw notRabbitmq();
  const items = new Map<unknown, Fields>();
  for (const item of body.items) if (isObject(item)) items.set(item.name, item);
  const readings = queues.map((queue): [string, QueueReading] => {
    const item = items.get(queue);
    return [queue, item === undefined ? { kind: 'missing', at } : readingOf(item, at, countsRates)];
  });
  const nodes = [...items.values()].flatMap(({ node }) => (typeof node === 'string' ? [node] : []));
  return { at, readings: new Map(readings), nodes: [...new Set(nodes)].slice(0, MOST_QUEUES) };
}

/** States in which nobody asks the queue any more: what is shown then is from before. */
const NOT_ALIVE: ReadonlySet<unknown> = new Set(['down', 'crashed', 'stopped', 'terminated', 'minority']);

/**
 * A queue that was just declared, or whose leader has moved, has no figures at first, or zeroes that stand
 * for none; both come without the number of its consumers.
 */
function readingOf(item: Fields, at: number, countsRates: boolean): QueueReading {
  const { messages_ready: ready, messages_unacknowledged: unacked, consumers, state } = item;
  if (NOT_ALIVE.has(state) || !isCount(ready) || !isCount(unacked) || !isCount(consumers))
    return { kind: 'uncounted', at };
  const count: QueueCount = {
    ready,
    unacked,
    consumers,
    delivered: delivered(item.message_stats, countsRates),
    headAt: headAt(item.head_message_timestamp),
  };
  return { kind: 'counted', at, count };
}

function delivered(stats: unknown, countsRates: boolean): number | null {
  const { deliver_get: all, redeliver = 0 } = isObject(stats) ? stats : {};
  if (!isCount(all) || !isCount(redeliver)) return countsRates ? 0 : null;
  return Math.max(0, all - redeliver);
}

/** In seconds, as its publisher wrote it. */
function headAt(seconds: unknown): number | null {
  return isCount(seconds) && seconds > 0 && seconds < 1e11 ? seconds * 1000 : null;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
