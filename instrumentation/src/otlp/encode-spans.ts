import type { Link, SpanContext } from '@opentelemetry/api';
import { ATTR_ORDERWATCH_SPAN_NUMBER } from '@orderwatch/conventions';
import type { FinishedSpan, TimedEvent } from '../trace/finished-span.ts';
import {
  fixed32,
  fixed64,
  message,
  number,
  writeAttribute,
  writeAttributes,
  writeId,
  writeNumberField,
  writeShared,
  writeText,
} from './encode-parts.ts';
import { type EncodedItem, encodeItem } from './encode-request.ts';
import type { ReverseWriter } from './reverse-writer.ts';

/** https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/trace/v1/trace.proto */
const SPAN = {
  traceId: message(1),
  spanId: message(2),
  traceState: message(3),
  parentSpanId: message(4),
  name: message(5),
  kind: number(6),
  start: fixed64(7),
  end: fixed64(8),
  attributes: message(9),
  droppedAttributes: number(10),
  events: message(11),
  droppedEvents: number(12),
  links: message(13),
  droppedLinks: number(14),
  status: message(15),
  flags: fixed32(16),
};
const EVENT = { time: fixed64(1), name: message(2), attributes: message(3), dropped: number(4) };
const LINK = {
  traceId: message(1),
  spanId: message(2),
  traceState: message(3),
  attributes: message(4),
  dropped: number(5),
  flags: fixed32(6),
};
const STATUS = { message: message(2), code: number(3) };

/** Says that the bit after it is meant: whether the parent is in another process. */
const KNOWS_REMOTE = 0x100;
const IS_REMOTE = 0x200;

export function encodeSpan(span: FinishedSpan): EncodedItem {
  return encodeItem(span.instrumentationScope, span, writeSpan);
}

/** Backwards, as the writer goes: the last field first. */
function writeSpan(writer: ReverseWriter, span: FinishedSpan): void {
  const own = span.spanContext();
  writeFlags(writer, SPAN.flags, own.traceFlags, span.parentSpanContext);
  writeStatus(writer, span.status);
  writeNumberField(writer, SPAN.droppedLinks, span.droppedLinksCount);
  for (let index = span.links.length - 1; index >= 0; index--) writeLink(writer, span.links[index] as Link);
  writeNumberField(writer, SPAN.droppedEvents, span.droppedEventsCount);
  for (let index = span.events.length - 1; index >= 0; index--) {
    writeEvent(writer, span.events[index] as TimedEvent);
  }
  writeNumberField(writer, SPAN.droppedAttributes, span.droppedAttributesCount);
  writeAttribute(writer, SPAN.attributes, ATTR_ORDERWATCH_SPAN_NUMBER, span.number);
  writeAttributes(writer, SPAN.attributes, span.attributes);
  if (span.orderShared !== undefined) writeShared(writer, SPAN.attributes, span.orderShared);
  if (span.shared !== undefined) writeShared(writer, SPAN.attributes, span.shared);
  writer.fixed64(span.endTime);
  writer.byte(SPAN.end);
  writer.fixed64(span.startTime);
  writer.byte(SPAN.start);
  // Zero is "unspecified" on the wire, and "internal" here.
  writeNumberField(writer, SPAN.kind, span.kind + 1);
  writeText(writer, SPAN.name, span.name);
  writeId(writer, SPAN.parentSpanId, span.parentSpanContext?.spanId);
  writeText(writer, SPAN.traceState, own.traceState?.serialize());
  writeId(writer, SPAN.spanId, own.spanId);
  writeId(writer, SPAN.traceId, own.traceId);
}

function writeStatus(writer: ReverseWriter, { code, message: text }: FinishedSpan['status']): void {
  const end = writer.mark;
  writeNumberField(writer, STATUS.code, code);
  writeText(writer, STATUS.message, text);
  writer.close(SPAN.status, end);
}

function writeEvent(writer: ReverseWriter, event: TimedEvent): void {
  const end = writer.mark;
  writeNumberField(writer, EVENT.dropped, event.droppedAttributesCount ?? 0);
  writeAttributes(writer, EVENT.attributes, event.attributes ?? {});
  writeText(writer, EVENT.name, event.name);
  writer.fixed64(event.time);
  writer.byte(EVENT.time);
  writer.close(SPAN.events, end);
}

function writeLink(writer: ReverseWriter, { context, attributes, droppedAttributesCount }: Link): void {
  const end = writer.mark;
  writeFlags(writer, LINK.flags, context.traceFlags, context);
  writeNumberField(writer, LINK.dropped, droppedAttributesCount ?? 0);
  writeAttributes(writer, LINK.attributes, attributes ?? {});
  writeText(writer, LINK.traceState, context.traceState?.serialize());
  writeId(writer, LINK.spanId, context.spanId);
  writeId(writer, LINK.traceId, context.traceId);
  writer.close(SPAN.links, end);
}

function writeFlags(
  writer: ReverseWriter,
  tag: number,
  traceFlags: number,
  other: SpanContext | undefined,
): void {
  writer.fixed32(traceFlags | KNOWS_REMOTE | (other?.isRemote ? IS_REMOTE : 0));
  writer.varint(tag);
}
