import { LogCollection, SpanCollection } from '../collections.ts';
import type { DecodedLogs, DecodedTraces } from '../telemetry.ts';
import type { Wanted } from '../wanted.ts';
import { hasMark, LOG_SHAPE, type Shape, SPAN_SHAPE } from './has-mark.ts';
import { readGroups } from './read-groups.ts';
import { readLog } from './read-log.ts';
import { readSpan } from './read-span.ts';
import { Wire } from './wire.ts';

/** Reads an ExportTraceServiceRequest. Throws `OtlpInvalid`. */
export function readTraces(body: Uint8Array, wanted: Wanted): DecodedTraces {
  const wire = new Wire(body);
  const collection = new SpanCollection();
  readGroups(wire, wanted, (group) => {
    if (group.isMarked || isWanted(wire, SPAN_SHAPE, wanted)) {
      collection.add(readSpan(wire, group, wanted.keys, collection.items));
    } else collection.passOver();
  });
  return collection.result();
}

/** Reads an ExportLogsServiceRequest. Throws `OtlpInvalid`. */
export function readLogs(body: Uint8Array, wanted: Wanted): DecodedLogs {
  const wire = new Wire(body);
  const collection = new LogCollection();
  readGroups(wire, wanted, (group) => {
    if (group.isMarked || isWanted(wire, LOG_SHAPE, wanted)) {
      collection.add(readLog(wire, group, wanted.keys));
    } else collection.passOver();
  });
  return collection.result();
}

function isWanted({ bytes, pos, limit }: Wire, shape: Shape, { marks }: Wanted): boolean {
  return marks === null || hasMark(bytes, pos, limit, shape, marks);
}
