import { LogCollection, SpanCollection } from '../collections.ts';
import type { KeySet } from '../key-set.ts';
import type { DecodedLogs, DecodedTraces } from '../telemetry.ts';
import type { Wanted } from '../wanted.ts';
import { type JsonMessage, messageOf, messagesOf } from './fields.ts';
import { hasMarkIn } from './parse-attributes.ts';
import { parseBody } from './parse-body.ts';
import { parseGroups } from './parse-groups.ts';
import { parseLog } from './parse-log.ts';
import { parseSpan } from './parse-span.ts';

/** Parses an ExportTraceServiceRequest in JSON. Throws `OtlpInvalid`. */
export function parseTraces(body: Uint8Array, wanted: Wanted): DecodedTraces {
  const request = messageOf(parseBody(body), 'the body');
  const collection = new SpanCollection();
  parseGroups(request, ['resourceSpans', 'scopeSpans', 'spans'], wanted, (json, group) => {
    if (group.isMarked || wanted.marks === null || isMarkedSpan(json, wanted.marks)) {
      collection.add(parseSpan(json, group, wanted.keys, collection.items));
    } else collection.passOver();
  });
  return collection.result();
}

/** Parses an ExportLogsServiceRequest in JSON. Throws `OtlpInvalid`. */
export function parseLogs(body: Uint8Array, wanted: Wanted): DecodedLogs {
  const request = messageOf(parseBody(body), 'the body');
  const collection = new LogCollection();
  parseGroups(request, ['resourceLogs', 'scopeLogs', 'logRecords'], wanted, (json, group) => {
    if (group.isMarked || wanted.marks === null || hasMarkIn(json['attributes'], wanted.marks)) {
      collection.add(parseLog(json, group, wanted.keys));
    } else collection.passOver();
  });
  return collection.result();
}

function isMarkedSpan(json: JsonMessage, marks: KeySet): boolean {
  const parts = [
    json,
    ...messagesOf(json['events'], 'Span.events'),
    ...messagesOf(json['links'], 'Span.links'),
  ];
  return parts.some(({ attributes }) => hasMarkIn(attributes, marks));
}
