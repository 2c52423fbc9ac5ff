import {
  JsonLogsSerializer,
  JsonTraceSerializer,
  ProtobufLogsSerializer,
  ProtobufTraceSerializer,
} from '@opentelemetry/otlp-transformer';
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { SignalSettings } from '../config/settings.ts';
import { BatchQueue, type Sent } from './batch-queue.ts';
import { createOtlpSender, type Send } from './otlp-sender.ts';

type Encode<T> = (items: T[]) => Uint8Array | undefined;

interface Encoders<T> {
  protobuf: Encode<T>;
  json: Encode<T>;
}

const SPANS: Encoders<ReadableSpan> = {
  protobuf: (spans) => ProtobufTraceSerializer.serializeRequest(spans),
  json: (spans) => JsonTraceSerializer.serializeRequest(spans),
};

const RECORDS: Encoders<ReadableLogRecord> = {
  protobuf: (records) => ProtobufLogsSerializer.serializeRequest(records),
  json: (records) => JsonLogsSerializer.serializeRequest(records),
};

export type OnTrouble = (reason: string) => void;

export function createSpanQueue(
  settings: SignalSettings,
  onTrouble: OnTrouble,
): BatchQueue<ReadableSpan> | null {
  return createQueue(settings, SPANS, onTrouble);
}

export function createLogQueue(
  settings: SignalSettings,
  onTrouble: OnTrouble,
): BatchQueue<ReadableLogRecord> | null {
  return createQueue(settings, RECORDS, onTrouble);
}

/** Null where nothing is to be exported. */
function createQueue<T>(
  { exporter, target, batch }: SignalSettings,
  encoders: Encoders<T>,
  onTrouble: OnTrouble,
): BatchQueue<T> | null {
  if (exporter === 'none') return null;
  const toConsole = exporter === 'console';
  const encode = toConsole ? encoders.json : encoders[target.encoding];
  const send = toConsole ? printLine : createOtlpSender(target);
  return new BatchQueue<T>({
    limits: batch,
    onTrouble,
    send: async (items) => {
      const body = encode([...items]);
      return body === undefined ? { kind: 'refused', reason: 'nothing was encoded' } : send(body);
    },
  });
}

const printLine: Send = async (body): Promise<Sent> => {
  process.stdout.write(`${Buffer.from(body).toString('utf8')}\n`);
  return { kind: 'accepted' };
};
