import type { Resource } from '@opentelemetry/resources';
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { SignalSettings } from '../config/settings.ts';
import { logsToJson, spansToJson } from '../otlp/encode-json.ts';
import { encodeLog } from '../otlp/encode-logs.ts';
import { type EncodedItem, encodeRequest } from '../otlp/encode-request.ts';
import { encodeSpan } from '../otlp/encode-spans.ts';
import { BatchQueue, type Sent } from './batch-queue.ts';
import { createOtlpSender, type Send } from './otlp-sender.ts';

/** Where spans, or log records, go once they are finished. */
export interface Outlet<T> {
  /** `bytes` is about what it takes in memory, for where it is kept as it is. */
  add(item: T, bytes: number): void;
  flush(): Promise<void>;
  /** How many did not fit, or were refused. */
  readonly dropped: number;
}

export type OnTrouble = (reason: string) => void;

/** Null where nothing is to be exported. */
export function createSpanOutlet(
  settings: SignalSettings,
  resource: Resource,
  onTrouble: OnTrouble,
): Outlet<ReadableSpan> | null {
  return createOutlet({ settings, resource, onTrouble, encode: encodeSpan, toJson: spansToJson });
}

export function createLogOutlet(
  settings: SignalSettings,
  resource: Resource,
  onTrouble: OnTrouble,
): Outlet<ReadableLogRecord> | null {
  return createOutlet({ settings, resource, onTrouble, encode: encodeLog, toJson: logsToJson });
}

interface OutletOptions<T> {
  settings: SignalSettings;
  resource: Resource;
  onTrouble: OnTrouble;
  encode(item: T): EncodedItem;
  toJson(items: readonly T[]): Uint8Array;
}

/** Of the object that holds the bytes of an item. */
const BYTES_AROUND = 160;

function createOutlet<T>(options: OutletOptions<T>): Outlet<T> | null {
  const { settings, resource, onTrouble, encode, toJson } = options;
  const { exporter, target, batch: limits } = settings;
  if (exporter === 'none') return null;
  if (exporter === 'console' || target.encoding === 'json') {
    const send = exporter === 'console' ? printLine : createOtlpSender(target);
    return new BatchQueue<T>({ limits, onTrouble, send: (items) => send(toJson(items)) });
  }
  const send = createOtlpSender(target);
  const queue = new BatchQueue<EncodedItem>({
    limits,
    onTrouble,
    send: async (items) => send(encodeRequest(resource, items) ?? new Uint8Array()),
  });
  return {
    add(item) {
      const encoded = encode(item);
      queue.add(encoded, encoded.bytes.length + BYTES_AROUND);
    },
    flush: () => queue.flush(),
    get dropped() {
      return queue.dropped;
    },
  };
}

const printLine: Send = async (body): Promise<Sent> => {
  process.stdout.write(`${Buffer.from(body).toString('utf8')}\n`);
  return { kind: 'accepted' };
};
