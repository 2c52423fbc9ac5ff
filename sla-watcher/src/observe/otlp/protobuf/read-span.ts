import { type ItemCount, MOST_EVENTS, MOST_LINKS } from '../caps.ts';
import { blankSpan, type Group } from '../draft.ts';
import { kindOf, statusOf } from '../enums.ts';
import { SPAN_ID_BYTES, TRACE_ID_BYTES } from '../ids.ts';
import type { KeySet } from '../key-set.ts';
import type { Draft } from '../selection.ts';
import type { DecodedEvent, DecodedLink, DecodedSpan } from '../telemetry.ts';
import { readAttribute } from './read-attribute.ts';
import { readEvent, readLink } from './read-event.ts';
import { readId, readName } from './texts.ts';
import { BYTES, FIXED64, tagOf, VARINT, type Wire } from './wire.ts';

const TRACE_ID = tagOf(1, BYTES);
const SPAN_ID = tagOf(2, BYTES);
const PARENT_SPAN_ID = tagOf(4, BYTES);
const NAME = tagOf(5, BYTES);
const KIND = tagOf(6, VARINT);
const START = tagOf(7, FIXED64);
const END = tagOf(8, FIXED64);
const ATTRIBUTES = tagOf(9, BYTES);
const EVENTS = tagOf(11, BYTES);
const LINKS = tagOf(13, BYTES);
const STATUS = tagOf(15, BYTES);

const STATUS_CODE = tagOf(3, VARINT);

/** Reads a Span up to the wire's limit. Its ids are as they came: also none, or wrong ones. */
export function readSpan(wire: Wire, group: Group, wanted: KeySet, items: ItemCount): Draft<DecodedSpan> {
  const span = blankSpan(group);
  const events: DecodedEvent[] = [];
  const links: DecodedLink[] = [];
  while (wire.more) {
    const tag = wire.tag();
    if (tag === ATTRIBUTES) {
      readAttribute(wire, wanted, span);
    } else if (tag === EVENTS && events.length < MOST_EVENTS) {
      items.add();
      events.push(readEvent(wire, wanted));
    } else if (tag === LINKS && links.length < MOST_LINKS) {
      items.add();
      links.push(readLink(wire, wanted));
    } else readField(wire, tag, span);
  }
  span.events = events;
  span.links = links;
  return span;
}

function readField(wire: Wire, tag: number, span: Draft<DecodedSpan>): void {
  switch (tag) {
    case TRACE_ID:
      span.traceId = readId(wire, TRACE_ID_BYTES);
      break;
    case SPAN_ID:
      span.spanId = readId(wire, SPAN_ID_BYTES);
      break;
    case PARENT_SPAN_ID:
      span.parentSpanId = readId(wire, SPAN_ID_BYTES);
      break;
    case NAME:
      span.name = readName(wire);
      break;
    case KIND:
      span.kind = kindOf(wire.varint());
      break;
    case START:
      span.startNs = wire.fixed64();
      break;
    case END:
      span.endNs = wire.fixed64();
      break;
    case STATUS:
      readStatus(wire, span);
      break;
    case EVENTS:
    case LINKS:
      span.leftOut += 1;
      wire.skip(tag);
      break;
    default:
      wire.skip(tag);
  }
}

/** A status in pieces is one: a piece without a code leaves that of the piece before. */
function readStatus(wire: Wire, span: Draft<DecodedSpan>): void {
  const outer = wire.enter();
  while (wire.more) {
    const tag = wire.tag();
    if (tag === STATUS_CODE) span.status = statusOf(wire.varint());
    else wire.skip(tag);
  }
  wire.leave(outer);
}
