import type { Attributes } from '@opentelemetry/api';
import type { SignalSettings } from '../config/settings.ts';
import type { FinishedRecord } from '../log/finished-record.ts';
import { type JsonItem, jsonRequest, recordToJson, type Signal, spanToJson } from '../otlp/encode-json.ts';
import { encodeLog } from '../otlp/encode-logs.ts';
import { type EncodedItem, encodeRequest } from '../otlp/encode-request.ts';
import { encodeSpan } from '../otlp/encode-spans.ts';
import { ReverseWriter } from '../otlp/reverse-writer.ts';
import { guard } from '../start/guard.ts';
import type { FinishedSpan } from '../trace/finished-span.ts';
import { BatchQueue, type Sent } from './batch-queue.ts';
import { createOtlpSender, type Send } from './otlp-sender.ts';

/** Where spans, or log records, go once they are finished. */
export interface Outlet<T> {
  add(item: T): void;
  flush(): Promise<void>;
  /** How many did not fit, or were refused. */
  readonly dropped: number;
}

export interface OutletOptions {
  settings: SignalSettings;
  resource: Attributes;
  onTrouble(reason: string): void;
}

/** Null where nothing is to be exported. */
export function createSpanOutlet(options: OutletOptions): Outlet<FinishedSpan> | null {
  return createOutlet(options, { signal: 'spans', toBytes: encodeSpan, toJson: spanToJson });
}

export function createLogOutlet(options: OutletOptions): Outlet<FinishedRecord> | null {
  return createOutlet(options, { signal: 'records', toBytes: encodeLog, toJson: recordToJson });
}

interface Encoders<T> {
  signal: Signal;
  toBytes(item: T): EncodedItem;
  toJson(item: T): JsonItem;
}

function createOutlet<T>(options: OutletOptions, { signal, toBytes, toJson }: Encoders<T>): Outlet<T> | null {
  const { settings, resource } = options;
  const { exporter, target } = settings;
  if (exporter === 'none') return null;
  if (exporter === 'console' || target.encoding === 'json') {
    const send = exporter === 'console' ? printLine : createOtlpSender(target);
    return queueOf(options, toJson, (items) => send(jsonRequest(signal, resource, items)));
  }
  const send = createOtlpSender(target);
  const writer = new ReverseWriter();
  return queueOf(options, toBytes, (items) => {
    return send(encodeRequest(resource, items, writer) ?? new Uint8Array());
  });
}

/** Of the object that holds the bytes of an item. */
const BYTES_AROUND = 160;

/** So many are encoded in one go at most: it is no pause that anybody notices. */
const TOGETHER = 64;

/**
 * Encodes what comes and lets it wait. Not when it is sent, but in the turn of the event loop in which it
 * ends: what waits is bytes, which are counted exactly and which the garbage collector need not look at.
 * Not one by one either: code that runs again and again costs a third of code that has to be fetched.
 */
function queueOf<T, E extends { readonly size: number }>(
  { settings, onTrouble }: OutletOptions,
  encode: (item: T) => E,
  send: (items: readonly E[]) => Promise<Sent>,
): Outlet<T> {
  const queue = new BatchQueue<E>({ limits: settings.batch, onTrouble, send });
  let finished: T[] = [];
  const encodeAll = (): void => {
    const items = finished;
    finished = [];
    for (const item of items) {
      const encoded = guard('encoding', () => encode(item));
      if (encoded !== undefined) queue.add(encoded, encoded.size + BYTES_AROUND);
    }
  };
  return {
    add(item) {
      finished.push(item);
      if (finished.length === 1) setImmediate(encodeAll).unref();
      else if (finished.length === TOGETHER) encodeAll();
    },
    flush() {
      encodeAll();
      return queue.flush();
    },
    get dropped() {
      return queue.dropped;
    },
  };
}

const printLine: Send = async (body): Promise<Sent> => {
  process.stdout.write(`${Buffer.from(body).toString('utf8')}\n`);
  return { kind: 'accepted' };
};
