import type { Writable } from 'node:stream';
import type { OrderEvent } from '@orderwatch/model';
import { writeLines } from './write-lines.ts';

/** One event a line, as POST /api/events takes it. */
export async function writeNdjson(events: Iterable<OrderEvent>, out: Writable): Promise<void> {
  await writeLines(ndjsonLines(events), out);
}

export function* ndjsonLines(events: Iterable<OrderEvent>): Generator<string, void> {
  for (const event of events) yield JSON.stringify(event);
}
