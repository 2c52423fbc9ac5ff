import type { Received } from './telemetry.ts';
import type { VirtualTime } from './virtual-time.ts';

/** A line of the recording. */
export interface Line {
  readonly at: number;
  readonly order: number;
  readonly [field: string]: unknown;
}

interface KeyValue {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}
interface Item {
  readonly attributes?: readonly KeyValue[];
  readonly events?: readonly Item[];
  readonly links?: readonly Item[];
  readonly [field: string]: unknown;
}
interface Group {
  readonly resource?: { readonly attributes?: readonly KeyValue[] };
  readonly scopeSpans?: readonly { readonly spans?: readonly Item[] }[];
  readonly scopeLogs?: readonly { readonly logRecords?: readonly Item[] }[];
}

/** What a watcher reads of telemetry; the rest would only make the recording large. */
const KEPT =
  /^(?:order\..*|orderwatch\.messaging\..*|messaging\.(?:system|operation\.(?:name|type)|destination\.name|rabbitmq\.destination\.routing_key)|db\.(?:system\.name|operation\.name|collection\.name)|http\.(?:request\.method|route)|error\.type|service\.(?:name|instance\.id))$/;
const STATUS_CHANGED = 'order.status.changed';
const NS_PER_MS = 1_000_000n;

/**
 * The telemetry of orders, one line for what one request brought of one order, in virtual time. Reads of
 * a database and spans that carry nothing are left out.
 */
export function linesOfTelemetry(received: readonly Received[], time: VirtualTime): readonly Line[] {
  return received.flatMap(({ receivedAt, signal, body }) => {
    const groups = (body[signal === 'traces' ? 'resourceSpans' : 'resourceLogs'] ?? []) as readonly Group[];
    return groups.flatMap((group) => {
      const items = itemsOf(group).filter((item) =>
        signal === 'traces' ? tells(item) : isStatusChange(item),
      );
      const byOrder = Map.groupBy(items, orderOf);
      return [...byOrder].flatMap(([order, own]) =>
        order === null ? [] : [lineOf({ order, own, group, signal, receivedAt }, time)],
      );
    });
  });
}

function itemsOf({ scopeSpans = [], scopeLogs = [] }: Group): readonly Item[] {
  return [
    ...scopeSpans.flatMap(({ spans = [] }) => spans),
    ...scopeLogs.flatMap(({ logRecords = [] }) => logRecords),
  ];
}

function tells(span: Item): boolean {
  if (textOf(span, 'messaging.system') !== null) return true;
  if ((span.events ?? []).some(({ name }) => name === STATUS_CHANGED)) return true;
  return /^(?:INSERT|UPDATE)$/.test(textOf(span, 'db.operation.name') ?? '');
}

function isStatusChange(log: Item): boolean {
  return log['eventName'] === STATUS_CHANGED;
}

/** `42` and `M-0042` are one order. */
function orderOf(item: Item): number | null {
  const digits = /\d+/.exec(textOf(item, 'order.id') ?? '')?.[0];
  return digits === undefined ? null : Number(digits);
}

function textOf({ attributes = [] }: Item, key: string): string | null {
  const value = attributes.find((attribute) => attribute.key === key)?.value['stringValue'];
  return typeof value === 'string' ? value : null;
}

interface OfOneOrder {
  readonly order: number;
  readonly own: readonly Item[];
  readonly group: Group;
  readonly signal: Received['signal'];
  readonly receivedAt: number;
}

function lineOf({ order, own, group, signal, receivedAt }: OfOneOrder, time: VirtualTime): Line {
  const endedAt = Math.max(...own.map((item) => millisOf(item['endTimeUnixNano'] ?? item['timeUnixNano'])));
  const items = own.map((item) => inVirtualTime(item, order, time));
  const resource = { attributes: kept(group.resource?.attributes ?? []) };
  const body =
    signal === 'traces'
      ? { resourceSpans: [{ resource, scopeSpans: [{ spans: items }] }] }
      : { resourceLogs: [{ resource, scopeLogs: [{ logRecords: items }] }] };
  return { at: Math.round(time.at(endedAt, order) + (receivedAt - endedAt)), order, signal, body };
}

function kept(attributes: readonly KeyValue[]): readonly KeyValue[] {
  return attributes.filter(({ key }) => KEPT.test(key));
}

/** The fields that are read, their times moved; what is empty is left out. */
function inVirtualTime(item: Item, order: number, time: VirtualTime): Item {
  const { attributes = [], events = [], links = [], ...fields } = item;
  const moved: Record<string, unknown> = {};
  for (const field of FIELDS) if (fields[field] !== undefined) moved[field] = fields[field];
  for (const field of TIMES) if (fields[field] !== undefined) moved[field] = move(fields[field], order, time);
  const own = events.filter(({ name }) => name === STATUS_CHANGED);
  return {
    ...moved,
    attributes: kept(attributes),
    ...(own.length === 0 ? {} : { events: own.map((event) => inVirtualTime(event, order, time)) }),
    ...(links.length === 0 ? {} : { links: links.map(({ traceId, spanId }) => ({ traceId, spanId })) }),
  };
}

const FIELDS = ['traceId', 'spanId', 'parentSpanId', 'name', 'kind', 'status', 'eventName'] as const;
const TIMES = ['startTimeUnixNano', 'endTimeUnixNano', 'timeUnixNano', 'observedTimeUnixNano'] as const;

function millisOf(nanos: unknown): number {
  return Number(BigInt(nanos as string) / NS_PER_MS);
}

function move(nanos: unknown, order: number, time: VirtualTime): string {
  const exact = BigInt(nanos as string);
  const real = Number(exact / NS_PER_MS);
  return String(BigInt(Math.round(time.at(real, order))) * NS_PER_MS + (exact % NS_PER_MS));
}
