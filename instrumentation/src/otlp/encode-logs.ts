import type { FinishedRecord } from '../log/finished-record.ts';
import {
  fixed32,
  fixed64,
  message,
  number,
  writeAttributes,
  writeId,
  writeNumberField,
  writeText,
  writeValue,
} from './encode-parts.ts';
import { type EncodedItem, encodeItem } from './encode-request.ts';
import type { ReverseWriter } from './reverse-writer.ts';

/** https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/logs/v1/logs.proto */
const RECORD = {
  time: fixed64(1),
  severityNumber: number(2),
  severityText: message(3),
  body: message(5),
  attributes: message(6),
  droppedAttributes: number(7),
  flags: fixed32(8),
  traceId: message(9),
  spanId: message(10),
  observedTime: fixed64(11),
  eventName: message(12),
};

export function encodeLog(record: FinishedRecord): EncodedItem {
  return encodeItem(record.instrumentationScope, record, writeRecord);
}

function writeRecord(writer: ReverseWriter, record: FinishedRecord): void {
  const { spanContext } = record;
  writeText(writer, RECORD.eventName, record.eventName);
  writer.fixed64(record.hrTimeObserved);
  writer.byte(RECORD.observedTime);
  if (spanContext !== undefined) {
    writeId(writer, RECORD.spanId, spanContext.spanId);
    writeId(writer, RECORD.traceId, spanContext.traceId);
    writer.fixed32(spanContext.traceFlags);
    writer.byte(RECORD.flags);
  }
  writeNumberField(writer, RECORD.droppedAttributes, record.droppedAttributesCount);
  writeAttributes(writer, RECORD.attributes, record.attributes);
  if (record.body !== undefined) writeValue(writer, RECORD.body, record.body);
  writeText(writer, RECORD.severityText, record.severityText);
  writeNumberField(writer, RECORD.severityNumber, record.severityNumber ?? 0);
  writer.fixed64(record.hrTime);
  writer.byte(RECORD.time);
}
