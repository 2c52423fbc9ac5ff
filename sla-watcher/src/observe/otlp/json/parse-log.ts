import { nameOf, shortBody } from '../caps.ts';
import { blankLog, type Group } from '../draft.ts';
import { severityOf } from '../enums.ts';
import { SPAN_ID_BYTES, TRACE_ID_BYTES } from '../ids.ts';
import type { KeySet } from '../key-set.ts';
import type { Draft } from '../selection.ts';
import type { DecodedLog } from '../telemetry.ts';
import { enumOf, type JsonMessage, textOf, uint64Of } from './fields.ts';
import { parseAttributes } from './parse-attributes.ts';
import { parseId } from './parse-id.ts';
import { parseValue } from './parse-value.ts';

/** A log record whose ids are as they came: also none, or wrong ones. */
export function parseLog(json: JsonMessage, group: Group, wanted: KeySet): Draft<DecodedLog> {
  return {
    ...blankLog(group),
    timeNs: uint64Of(json['timeUnixNano'], 'LogRecord.timeUnixNano'),
    observedNs: uint64Of(json['observedTimeUnixNano'], 'LogRecord.observedTimeUnixNano'),
    severity: severityOf(enumOf(json['severityNumber'], 'LogRecord.severityNumber')),
    eventName: nameOf(textOf(json['eventName'], 'LogRecord.eventName')),
    body: shortBody(parseValue(json['body'])?.value),
    traceId: parseId(json['traceId'], TRACE_ID_BYTES),
    spanId: parseId(json['spanId'], SPAN_ID_BYTES),
    ...parseAttributes(json['attributes'], wanted),
  };
}
