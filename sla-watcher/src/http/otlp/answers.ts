import type { ServerResponse } from 'node:http';
import { type OtlpForm, typeOf } from './form.ts';
import { integerField, messageField, textField } from './protobuf-fields.ts';

/** What came of a request's telemetry, once it is durable. */
export interface OtlpOutcome {
  readonly accepted: number;
  readonly rejected: number;
  /** Why some was rejected, or a warning; English; '' says nothing. */
  readonly message: string;
}

/** What was rejected, as JSON calls it. */
export type RejectedField = 'rejectedSpans' | 'rejectedLogRecords';

/**
 * ExportTraceServiceResponse or ExportLogsServiceResponse, which have the same numbers. `partial_success`
 * is set only where something was rejected or is to be said: a client must not send such a request again.
 */
export function sendOutcome(
  response: ServerResponse,
  form: OtlpForm,
  outcome: OtlpOutcome,
  rejectedField: RejectedField,
): void {
  const { rejected } = outcome;
  const message = outcome.message || (rejected > 0 ? 'The watcher could not use all of it.' : '');
  const body = form === 'json' ? json(rejected, message, rejectedField) : protobuf(rejected, message);
  send(response, 200, form, body);
}

export function send(response: ServerResponse, status: number, form: OtlpForm, body: Buffer): void {
  response.statusCode = status;
  response.setHeader('Content-Type', typeOf(form));
  response.setHeader('Content-Length', body.length);
  response.end(body);
}

function protobuf(rejected: number, message: string): Buffer {
  if (message === '') return Buffer.alloc(0);
  return messageField(1, integerField(1, rejected), textField(2, message));
}

/** An int64 is a text in protobuf's JSON. */
function json(rejected: number, message: string, rejectedField: RejectedField): Buffer {
  const count = rejected > 0 ? { [rejectedField]: String(rejected) } : {};
  const answer = message === '' ? {} : { partialSuccess: { ...count, errorMessage: message } };
  return Buffer.from(JSON.stringify(answer));
}
