import type { RawRecord } from '../../domain/observation.ts';
import { createJsonLinesReader } from './json-lines-reader.ts';
import { broken, createRecordForm } from './record-form.ts';

/** More events than this in one request are refused, all of them: a sender is to split its batch. */
export const MOST_EVENTS = 10_000;

/**
 * The events of a request's body: one JSON object, an array of them, or NDJSON. `witness` is whom an
 * event speaks for that names none. What is no JSON, or too many, is one `broken` record.
 */
export function parseEventsBody(text: string, witness: string): readonly RawRecord[] {
  const records = readBody(text, witness);
  if (records.length === 0) return [broken(witness, 'body', 'malformed', 'no event')];
  if (records.length <= MOST_EVENTS) return records;
  return [broken(witness, 'body', 'too-large', `${records.length} events, at most ${MOST_EVENTS} at once`)];
}

function readBody(text: string, witness: string): readonly RawRecord[] {
  const body = parseJson(text);
  if (body !== undefined) {
    const events: readonly unknown[] = Array.isArray(body) ? body : [body];
    return events.map((event, index) => ({ kind: 'event', witness, position: `event ${index + 1}`, event }));
  }
  if (!text.trimStart().startsWith('{')) return [broken(witness, 'body', 'malformed', 'no JSON')];
  const records: RawRecord[] = [];
  const reader = createJsonLinesReader(createRecordForm('events', witness, 'body'), witness, (record) =>
    records.push(record),
  );
  reader.push(text);
  reader.end();
  return records;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
