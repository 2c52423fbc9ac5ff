import { type ItemCount, MOST_EVENTS, MOST_LINKS, nameOf } from '../caps.ts';
import { blankSpan, type Group } from '../draft.ts';
import { kindOf, statusOf } from '../enums.ts';
import { idOrNull, SPAN_ID_BYTES, TRACE_ID_BYTES } from '../ids.ts';
import type { KeySet } from '../key-set.ts';
import type { Draft } from '../selection.ts';
import type { DecodedEvent, DecodedLink, DecodedSpan } from '../telemetry.ts';
import { enumOf, type JsonMessage, messageOf, messagesOf, textOf, uint64Of } from './fields.ts';
import { parseAttributes } from './parse-attributes.ts';
import { parseId } from './parse-id.ts';

/** A span whose ids are as they came: also none, or wrong ones. */
export function parseSpan(
  json: JsonMessage,
  group: Group,
  wanted: KeySet,
  items: ItemCount,
): Draft<DecodedSpan> {
  const events = messagesOf(json['events'], 'Span.events');
  const links = messagesOf(json['links'], 'Span.links');
  return {
    ...blankSpan(group),
    traceId: parseId(json['traceId'], TRACE_ID_BYTES),
    spanId: parseId(json['spanId'], SPAN_ID_BYTES),
    parentSpanId: parseId(json['parentSpanId'], SPAN_ID_BYTES),
    name: nameOf(textOf(json['name'], 'Span.name')),
    kind: kindOf(enumOf(json['kind'], 'Span.kind')),
    status: statusOf(enumOf(messageOf(json['status'], 'Span.status')['code'], 'Status.code')),
    startNs: uint64Of(json['startTimeUnixNano'], 'Span.startTimeUnixNano'),
    endNs: uint64Of(json['endTimeUnixNano'], 'Span.endTimeUnixNano'),
    ...parseAttributes(json['attributes'], wanted),
    events: counted(events.slice(0, MOST_EVENTS), items).map((event) => parseEvent(event, wanted)),
    links: counted(links.slice(0, MOST_LINKS), items).map((link) => parseLink(link, wanted)),
    leftOut: Math.max(0, events.length - MOST_EVENTS) + Math.max(0, links.length - MOST_LINKS),
  };
}

function counted<T>(list: readonly T[], items: ItemCount): readonly T[] {
  for (const _item of list) items.add();
  return list;
}

function parseEvent(json: JsonMessage, wanted: KeySet): DecodedEvent {
  return {
    name: nameOf(textOf(json['name'], 'Event.name')),
    timeNs: uint64Of(json['timeUnixNano'], 'Event.timeUnixNano'),
    ...parseAttributes(json['attributes'], wanted),
  };
}

function parseLink(json: JsonMessage, wanted: KeySet): DecodedLink {
  return {
    traceId: idOrNull(parseId(json['traceId'], TRACE_ID_BYTES)),
    spanId: idOrNull(parseId(json['spanId'], SPAN_ID_BYTES)),
    ...parseAttributes(json['attributes'], wanted),
  };
}
