import { blankLog, type Group } from '../draft.ts';
import { severityOf } from '../enums.ts';
import { SPAN_ID_BYTES, TRACE_ID_BYTES } from '../ids.ts';
import { shortBody } from '../caps.ts';
import type { KeySet } from '../key-set.ts';
import type { Draft } from '../selection.ts';
import type { DecodedLog } from '../telemetry.ts';
import { readAttribute } from './read-attribute.ts';
import { ValueReader } from './read-value.ts';
import { readId, readName } from './texts.ts';
import { BYTES, FIXED64, tagOf, VARINT, type Wire } from './wire.ts';

const TIME = tagOf(1, FIXED64);
const SEVERITY = tagOf(2, VARINT);
const BODY = tagOf(5, BYTES);
const ATTRIBUTES = tagOf(6, BYTES);
const TRACE_ID = tagOf(9, BYTES);
const SPAN_ID = tagOf(10, BYTES);
const OBSERVED = tagOf(11, FIXED64);
const EVENT_NAME = tagOf(12, BYTES);

/** Reads a LogRecord up to the wire's limit. */
export function readLog(wire: Wire, group: Group, wanted: KeySet): Draft<DecodedLog> {
  const log = blankLog(group);
  const body = new ValueReader();
  while (wire.more) {
    const tag = wire.tag();
    if (tag === ATTRIBUTES) readAttribute(wire, wanted, log);
    else if (tag === BODY) readBody(wire, body);
    else readField(wire, tag, log);
  }
  log.body = shortBody(body.value);
  return log;
}

function readBody(wire: Wire, body: ValueReader): void {
  const outer = wire.enter();
  body.read(wire);
  wire.leave(outer);
}

function readField(wire: Wire, tag: number, log: Draft<DecodedLog>): void {
  switch (tag) {
    case TIME:
      log.timeNs = wire.fixed64();
      break;
    case OBSERVED:
      log.observedNs = wire.fixed64();
      break;
    case SEVERITY:
      log.severity = severityOf(wire.varint());
      break;
    case TRACE_ID:
      log.traceId = readId(wire, TRACE_ID_BYTES);
      break;
    case SPAN_ID:
      log.spanId = readId(wire, SPAN_ID_BYTES);
      break;
    case EVENT_NAME:
      log.eventName = readName(wire);
      break;
    default:
      wire.skip(tag);
  }
}
