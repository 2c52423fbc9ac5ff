import { parseLogs, parseTraces } from './json/parse-request.ts';
import { readLogs, readTraces } from './protobuf/read-request.ts';
import type { DecodedLogs, DecodedTraces, OtlpForm } from './telemetry.ts';
import type { Wanted } from './wanted.ts';

/**
 * The body of `POST /v1/traces`, an ExportTraceServiceRequest in any valid encoding, as the spans that
 * are wanted and of them only what is wanted. Throws `OtlpInvalid`; an empty body holds no spans.
 */
export function decodeTraces(body: Uint8Array, form: OtlpForm, wanted: Wanted): DecodedTraces {
  return form === 'json' ? parseTraces(body, wanted) : readTraces(body, wanted);
}

/** The same for `POST /v1/logs`, an ExportLogsServiceRequest. */
export function decodeLogs(body: Uint8Array, form: OtlpForm, wanted: Wanted): DecodedLogs {
  return form === 'json' ? parseLogs(body, wanted) : readLogs(body, wanted);
}
