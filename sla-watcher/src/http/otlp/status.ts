import type { ServerResponse } from 'node:http';
import type { Problem } from '../problem.ts';
import { send } from './answers.ts';
import { answerFormOf } from './form.ts';
import { integerField, messageField, textField } from './protobuf-fields.ts';

/** google.rpc.Code by HTTP status (github.com/googleapis/googleapis, google/rpc/code.proto). */
const CODES: ReadonlyMap<number, number> = new Map([
  [400, 3],
  [401, 16],
  [404, 5],
  [405, 12],
  [413, 8],
  [415, 3],
  [421, 3],
  [429, 8],
  [503, 14],
]);
const INTERNAL = 13;

const BAD_REQUEST = 'type.googleapis.com/google.rpc.BadRequest';

/**
 * Refuses an OTLP request with a google.rpc.Status in its own encoding; bad data carries a BadRequest
 * besides, as the protocol asks.
 */
export function sendStatus(response: ServerResponse, problem: Problem): void {
  const form = answerFormOf(response.req);
  const code = CODES.get(problem.status) ?? INTERNAL;
  const body = form === 'json' ? json(problem, code) : protobuf(problem, code);
  send(response, problem.status, form, body);
}

function protobuf({ status, detail }: Problem, code: number): Buffer {
  const violation = messageField(1, textField(2, detail));
  const details = messageField(3, textField(1, BAD_REQUEST), messageField(2, violation));
  return Buffer.concat([integerField(1, code), textField(2, detail), ...(status === 400 ? [details] : [])]);
}

function json({ status, detail }: Problem, code: number): Buffer {
  const details = [{ '@type': BAD_REQUEST, fieldViolations: [{ description: detail }] }];
  return Buffer.from(JSON.stringify({ code, message: detail, ...(status === 400 ? { details } : {}) }));
}
