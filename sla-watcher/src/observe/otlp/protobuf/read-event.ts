import { blankEvent, blankLink } from '../draft.ts';
import { idOrNull, SPAN_ID_BYTES, TRACE_ID_BYTES } from '../ids.ts';
import type { KeySet } from '../key-set.ts';
import type { DecodedEvent, DecodedLink } from '../telemetry.ts';
import { readAttribute } from './read-attribute.ts';
import { readId, readName } from './texts.ts';
import { BYTES, FIXED64, tagOf, type Wire } from './wire.ts';

const EVENT_TIME = tagOf(1, FIXED64);
const EVENT_NAME = tagOf(2, BYTES);
const EVENT_ATTRIBUTES = tagOf(3, BYTES);

const LINK_TRACE_ID = tagOf(1, BYTES);
const LINK_SPAN_ID = tagOf(2, BYTES);
const LINK_ATTRIBUTES = tagOf(4, BYTES);

/** Reads the Span.Event that begins here. */
export function readEvent(wire: Wire, wanted: KeySet): DecodedEvent {
  const event = blankEvent();
  const outer = wire.enter();
  while (wire.more) {
    const tag = wire.tag();
    if (tag === EVENT_TIME) event.timeNs = wire.fixed64();
    else if (tag === EVENT_NAME) event.name = readName(wire);
    else if (tag === EVENT_ATTRIBUTES) readAttribute(wire, wanted, event);
    else wire.skip(tag);
  }
  wire.leave(outer);
  return event;
}

/** Reads the Span.Link that begins here. */
export function readLink(wire: Wire, wanted: KeySet): DecodedLink {
  const link = blankLink();
  const outer = wire.enter();
  while (wire.more) {
    const tag = wire.tag();
    if (tag === LINK_TRACE_ID) link.traceId = readId(wire, TRACE_ID_BYTES);
    else if (tag === LINK_SPAN_ID) link.spanId = readId(wire, SPAN_ID_BYTES);
    else if (tag === LINK_ATTRIBUTES) readAttribute(wire, wanted, link);
    else wire.skip(tag);
  }
  wire.leave(outer);
  link.traceId = idOrNull(link.traceId);
  link.spanId = idOrNull(link.spanId);
  return link;
}
